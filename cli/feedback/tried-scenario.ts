import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScenario } from "../eval/run-scenario.ts";
import { type Scenario, type StoredDiagnosis, scenarioOf } from "./scenario/scenario-of.ts";
import { writeScenario } from "./scenario/write-scenario.ts";

/** Under each other set of names another candidate may come first; more than a few are no chance. */
const mostTries = 3;

export interface TriedScenario {
  scenario: Scenario;
  /** The cause that a diagnosis of the scenario names. */
  cause: string;
}

/**
 * Makes a scenario and diagnoses it as `azebal eval` does, under other names again where that gives another cause than the stored
 * report. Takes some seconds.
 *
 * @param playbooksDirectory  a company's own playbooks, absolute.
 * @returns the one with the same cause, else the first; undefined where too little is stored.
 */
export async function triedScenario(
  stored: StoredDiagnosis,
  playbooksDirectory: string | undefined,
): Promise<TriedScenario | undefined> {
  let first: TriedScenario | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const scenario = scenarioOf(stored, randomUUID());
    if (scenario === undefined) return undefined;
    const tried = { scenario, cause: await causeIn(scenario, playbooksDirectory) };
    if (tried.cause === stored.report?.root_cause.code) return tried;
    first ??= tried;
  }
  return first;
}

async function causeIn(scenario: Scenario, playbooksDirectory: string | undefined): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "azebal-scenario-"));
  try {
    writeScenario(directory, scenario);
    const { expected, request } = scenario;
    const own = playbooksDirectory === undefined ? {} : { playbooksDirectory };
    const result = await runScenario({ id: "made", directory, request: { ...request }, expected }, own);
    return result.report?.root_cause.code ?? `no report (${result.failure ?? "it was not finished"})`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
