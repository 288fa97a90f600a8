import { readFileSync } from "node:fs";
import { join } from "node:path";
import { closes, fixedTenant } from "../../cli/eval/fixed-tenant.ts";
import type { Report } from "../../domain/contract/report.ts";
import {
  diagnoseOverSimulator,
  type Scenario,
} from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { withoutProof } from "./without-proof.ts";

const mostRounds = 5;

export type Turn = "the fix closes the case" | "the verdict goes with its proof" | "the same verdict";

/**
 * Turns the facts that decide a scenario round, and says whether the verdict follows. First the fix is made in the tenant,
 * where the report has one that is made there. Where it has none, everything that the proof cites is taken away; what is then
 * cited in its stead goes too, a few times over, since a text may say the same thing twice.
 */
export async function turnFacts(directory: string, report: Report): Promise<Turn> {
  const scenario = readScenario(directory);
  const fixed = fixedTenant(report, scenario.tenant);
  if (fixed !== undefined) {
    const after = await diagnoseOverSimulator(directory, (copy) => {
      copy.tenant = fixed;
    });
    return closes(after, report) ? "the fix closes the case" : "the same verdict";
  }
  let proof = report;
  for (let round = 0; round < mostRounds; round += 1) {
    withoutProof(scenario, proof);
    proof = await diagnoseOverSimulator(directory, (copy) => Object.assign(copy, structuredClone(scenario)));
    if (proof.root_cause.code !== report.root_cause.code) return "the verdict goes with its proof";
  }
  return "the same verdict";
}

function readScenario(directory: string): Scenario {
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), "utf8")) as unknown;
  return { request: read("request.json"), tenant: read("tenant.json") } as Scenario;
}
