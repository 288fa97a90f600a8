import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import { type Beside, diagnoseOn, type EndedDiagnosis } from "./diagnose-on-simulator.ts";

/** `request.json` and `tenant.json` of a scenario, as they may be changed for one test. */
export interface ScenarioFiles {
  request: DebugRequest;
  tenant: {
    now: string;
    resources: { id: string; type: string; [field: string]: JsonValue }[];
    [field: string]: unknown;
  };
}

/** Diagnoses one scenario several times, on a simulator of its own. */
export async function onScenario<T>(
  folder: string,
  run: (diagnose: (beside?: Beside) => Promise<EndedDiagnosis>) => Promise<T>,
  change: (files: ScenarioFiles) => void = () => undefined,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "azebal-scenario-"));
  cpSync(folder, directory, { recursive: true });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), "utf8"));
  const files = { request: read("request.json"), tenant: read("tenant.json") } as ScenarioFiles;
  change(files);
  writeFileSync(join(directory, "tenant.json"), JSON.stringify(files.tenant));
  const simulator = await startSimulator({ scenarioDirectory: directory, elapsedMs: () => 0, quotas: "off" });
  try {
    return await run((beside) => diagnoseOn(simulator, files.request, files.tenant.now, beside));
  } finally {
    await simulator.close();
    rmSync(directory, { recursive: true });
  }
}
