import { join } from "node:path";
import { runAzebal, simulatedAzure } from "../../e2e/support/azebal-process.ts";
import { type AzureGate, openAzureGate } from "../../e2e/support/azure-gate.ts";
import type { PreparedHost } from "../host/prepare-host.ts";
import { startFunctionApp } from "../host/start-function-app.ts";
import { startStorage } from "../host/start-storage.ts";
import { makeDeployedApp } from "./deployed-app.ts";

/** The function app on the Durable extension, with a gateway's configuration for it and a gate to a simulated Azure. */
export interface AzureEngine {
  /** Where app and gateways reach Azure. Set its `simulatorUrl` before anything is diagnosed. */
  azure: AzureGate;
  /** The version of the Durable extension. */
  extension: string;
  /** The environment that points a gateway at the function app: its whole configuration. */
  gatewayEnvironment: Readonly<Record<string, string>>;
  /** Holds all state; that of the app and that of the gateways in folders of their own. */
  work: string;
  functionAppDataDirectory: string;
  gatewayDataDirectory: string;
  /** What the extension invoked so far, a line of JSON each. */
  recordPath: string;
  /** Ends the function app as `kill -9` does, and starts it again on the same state. */
  killFunctionApp(): Promise<void>;
  stop(): Promise<void>;
}

/** A little more than what host.json says of messages that a dead process has taken: an activity's, and those of a turn. */
const visibilityTimeoutMs = 125_000;

/** @param work  an empty folder for all state. */
export async function startAzureEngine(host: PreparedHost, work: string): Promise<AzureEngine> {
  const appDirectory = join(work, "app");
  const functionAppDataDirectory = join(work, "function-app");
  const gatewayDataDirectory = join(work, "gateway");
  const recordPath = join(work, "invocations.jsonl");
  const [storage, azure, keys] = await Promise.all([
    startStorage(host),
    openAzureGate(""),
    runAzebal(["keys"], { AZEBAL_DATA_DIR: gatewayDataDirectory }),
    makeDeployedApp(appDirectory),
  ]);
  const start = (port: number) =>
    startFunctionApp({
      host,
      appDirectory,
      storage: storage.connectionString,
      port,
      settings: {
        AZEBAL_DATA_DIR: functionAppDataDirectory,
        AZEBAL_ASSERTION_JWKS: keys.stdout.trim(),
        AZEBAL_LOG_LEVEL: "error",
        FUNCTION_WORKER_RECORD: recordPath,
        ...simulatedAzure(azure.url),
      },
    });
  let app = await start(0);
  const gatewayEnvironment = {
    AZEBAL_DATA_DIR: gatewayDataDirectory,
    AZEBAL_FUNCTION_APP_URL: app.url,
    ...simulatedAzure(azure.url),
  };
  return {
    azure,
    extension: app.extension,
    gatewayEnvironment,
    work,
    functionAppDataDirectory,
    gatewayDataDirectory,
    recordPath,
    async killFunctionApp() {
      await app.kill();
      app = await start(app.port);
      await storage.passTime(visibilityTimeoutMs);
    },
    async stop() {
      await app.stop();
      await storage.stop();
      await azure.close();
    },
  };
}
