import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../domain/contract/report.ts";
import {
  diagnoseOverSimulator,
  type Scenario,
} from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

const root = join(import.meta.dirname, "..", "..");
export const shippedScenarios = join(root, "simulator", "scenarios");
export const ownScenarios = join(root, "tests", "scenarios");

export function scenariosIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** The verdict on a variant of a scenario, as the grader takes it. */
export async function verdictOn(
  folder: string,
  scenario: string,
  change: (scenario: Scenario) => void,
): Promise<{ graded: "right" | "unknown" | "wrong"; report: Report }> {
  const report = await diagnoseOverSimulator(join(folder, scenario), change);
  const { rootCause, alsoAccept } = JSON.parse(
    readFileSync(join(folder, scenario, "expected.json"), "utf8"),
  ) as { rootCause: string; alsoAccept?: string[] };
  const { code } = report.root_cause;
  const isRight = [rootCause, ...(alsoAccept ?? [])].includes(code);
  return { graded: isRight ? "right" : code === "unknown" ? "unknown" : "wrong", report };
}
