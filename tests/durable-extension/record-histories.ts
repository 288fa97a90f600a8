import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStdioAzebal } from "../e2e/support/azebal-process.ts";
import { prepareHost } from "./host/prepare-host.ts";
import { type AzureEngine, startAzureEngine } from "./support/azure-engine.ts";
import { diagnose, type Faults, startAzure } from "./support/diagnose.ts";
import { recordedHistory } from "./support/recorded-history.ts";

/**
 * Records tests/replay/whole-app*.json again: `node tests/durable-extension/record-histories.ts`. To be run where a change
 * of the orchestration is meant to change what it decides; the commit says so.
 */
interface Recipe {
  file: string;
  scenario: string;
  faults?: Faults;
  /** Kills the function app when this read is made, which is then made again. */
  killAt?: RegExp;
}

const recipes: readonly Recipe[] = [
  { file: "whole-app", scenario: "first-look" },
  {
    file: "whole-app-throttled",
    scenario: "lab-db-monday",
    faults: [
      { match: { path: "/**/flexibleServers/*" }, effect: { kind: "throttled", retryAfterSeconds: 2 } },
    ],
  },
  { file: "whole-app-killed", scenario: "ci-azure-login-red", killAt: /^\/v1\.0\/applications/ },
];

async function record(engine: AzureEngine, { file, scenario, faults, killAt }: Recipe): Promise<void> {
  const simulator = await startAzure(scenario, faults);
  engine.azure.simulatorUrl = simulator.url;
  const azebal = await startStdioAzebal([], engine.gatewayEnvironment);
  const killing = Promise.withResolvers<void>();
  if (killAt === undefined) killing.resolve();
  engine.azure.rule = ({ url }) => {
    if (killAt?.test(url) !== true) return undefined;
    engine.azure.rule = () => undefined;
    killing.resolve(engine.killFunctionApp());
    return killing.promise;
  };
  const { diagnosis_id, status } = await diagnose(azebal, scenario);
  await killing.promise;
  await azebal.close();
  await simulator.close();
  if (status !== "completed") throw new Error(`${scenario} ended as ${status}: nothing is recorded.`);
  const path = join(import.meta.dirname, "..", "replay", `${file}.json`);
  writeFileSync(path, recordedHistory(engine.recordPath, diagnosis_id, engine.extension));
  process.stdout.write(`${path}\n`);
}

const work = mkdtempSync(join(tmpdir(), "azebal-record-"));
const engine = await startAzureEngine(await prepareHost(), work);
try {
  for (const recipe of recipes) await record(engine, recipe);
} finally {
  await engine.stop();
  rmSync(work, { recursive: true, force: true });
}
