import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DebugRequest } from "../../../../domain/contract/debug-request.ts";
import type { Report } from "../../../../domain/contract/report.ts";
import { startSimulator } from "../../../../simulator/start-simulator.ts";
import { diagnoseOn } from "../../../support/diagnose-on-simulator.ts";
import type { Tenant } from "./tenant.ts";

export interface Scenario {
  request: DebugRequest;
  tenant: Tenant;
}

/** The report on a scenario folder, over the wire of the simulator, after `change` was made to a copy of it. */
export async function diagnoseOverSimulator(
  directory: string,
  change: (scenario: Scenario) => void = () => {},
): Promise<Report> {
  const copy = mkdtempSync(join(tmpdir(), "azebal-scenario-"));
  try {
    cpSync(directory, copy, { recursive: true });
    const scenario = {
      request: readJson<DebugRequest>(join(copy, "request.json")),
      tenant: readJson<Tenant>(join(copy, "tenant.json")),
    };
    change(scenario);
    writeFileSync(join(copy, "tenant.json"), JSON.stringify(scenario.tenant));
    return await diagnose(copy, scenario);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

async function diagnose(directory: string, { request, tenant }: Scenario): Promise<Report> {
  // The clock stands still and nothing paces the reads: quotas that refill are for tests of the whole product.
  const simulator = await startSimulator({ scenarioDirectory: directory, elapsedMs: () => 0, quotas: "off" });
  try {
    return (await diagnoseOn(simulator, request, tenant.now)).report;
  } finally {
    await simulator.close();
  }
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
