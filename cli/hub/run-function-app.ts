import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Principal } from "../../domain/principal.ts";
import type { Config } from "../../services/platform/config.ts";
import type { Logger } from "../../services/platform/logging.ts";
import type { RunningFunctionApp } from "../owner/function-app-connection.ts";
import { codeRoot, moduleExtension, projectRoot } from "../project-root.ts";
import { assertionKeysOf } from "./assertion-keys.ts";
import { buildIdOfThisCode } from "./build-id-of.ts";
import { hostLog } from "./host-log.ts";
import { modelEnvironment } from "./model-environment.ts";
import { simulatorEnvironment } from "./simulator-environment.ts";

export interface FunctionAppOptions {
  config: Config;
  hubDirectory: string;
  /** The person of this machine's own sign-in; absent where people sign in with Microsoft Entra. */
  principal?: Principal;
  /** The scenario whose simulated Azure is started beside the app; absent for a real one. */
  scenarioDirectory?: string;
  log: Logger;
}

/**
 * Runs the function app of a hub in this process, on the local host, with the simulator as its Azure where a scenario is
 * given. The app reads its configuration from the environment, as it does in Azure.
 */
export async function runFunctionApp(options: FunctionAppOptions): Promise<RunningFunctionApp> {
  const { config, hubDirectory, log } = options;
  const [{ startLocalHost }, keys] = await Promise.all([
    import("../../local-host/local-host.ts"),
    assertionKeysOf(hubDirectory),
    options.principal && signIn(options, options.principal),
  ]);
  const simulator = options.scenarioDirectory ? await startScenario(options.scenarioDirectory) : undefined;
  const buildId = buildIdOfThisCode();
  Object.assign(process.env, {
    AZEBAL_HUB_DIR: hubDirectory,
    AZEBAL_BUILD_ID: buildId,
    AZEBAL_ASSERTION_JWKS: JSON.stringify(keys.jwks),
    AZEBAL_LOG_LEVEL: config.logLevel,
    ...(config.redisUrl === undefined ? {} : { AZEBAL_REDIS_URL: config.redisUrl }),
    ...postgresEnvironment(options),
    ...modelEnvironment(config.model),
    ...(simulator ? simulatorEnvironment(simulator.url) : {}),
  });
  try {
    const host = await startLocalHost({
      appDirectory: projectRoot,
      entries: [join(codeRoot, `app${moduleExtension}`)],
      hostJson: JSON.parse(readFileSync(join(projectRoot, "host.json"), "utf8")),
      databasePath: join(hubDirectory, "host.sqlite"),
      buildId,
      log: hostLog(log),
    });
    return {
      fetch: (request) => host.fetch(request),
      stop: async () => {
        await host.stop();
        await simulator?.close();
      },
    };
  } catch (error) {
    await simulator?.close();
    throw error;
  }
}

/** Diagnoses of a scenario's Azure stay on this machine: empty is as good as not set. */
function postgresEnvironment({ config: { postgres }, scenarioDirectory }: FunctionAppOptions) {
  if (postgres === undefined || scenarioDirectory !== undefined) return { AZEBAL_POSTGRES_URL: "" };
  return { AZEBAL_POSTGRES_URL: postgres.url, AZEBAL_EVIDENCE_DAYS: String(postgres.evidenceDays) };
}

/** Activities find the developer's session by principal; here it says which credential speaks for them. */
async function signIn(
  { config, hubDirectory, scenarioDirectory }: FunctionAppOptions,
  principal: Principal,
): Promise<void> {
  const { openStores } = await import("../../services/stores/open-stores.ts");
  const stores = openStores({ directory: hubDirectory });
  try {
    await stores.sessions.put({
      sessionId: crypto.randomUUID(),
      principal,
      credential: scenarioDirectory || config.tokenUrl ? "token_endpoint" : "default_azure",
      createdAt: new Date().toISOString(),
    });
  } finally {
    await stores.close();
  }
}

async function startScenario(scenarioDirectory: string) {
  const { startSimulator } = await import("../../simulator/start-simulator.ts");
  return await startSimulator({ scenarioDirectory, warmUp: true });
}
