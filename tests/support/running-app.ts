import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatorEnvironment } from "../../cli/hub/simulator-environment.ts";
import { startLocalHost } from "../../local-host/local-host.ts";
import { createAssertionKeys, createAssertionSigner } from "../../services/platform/principal-assertion.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import type { Stores } from "../../services/stores/stores.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";

const root = join(import.meta.dirname, "../..");

export interface RunningApp {
  simulator: Simulator;
  stores: Stores;
  /** Sends a request in the name of the scenario's user. */
  send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/**
 * Runs the real function app on the local host against a scenario's simulated Azure. Once per process: the app reads
 * its environment when it is loaded.
 */
export async function runApp(scenario: string): Promise<RunningApp> {
  const directory = mkdtempSync(join(tmpdir(), "azebal-app-"));
  const simulator = await startSimulator({
    scenarioDirectory: join(root, "simulator/scenarios", scenario),
  });
  const { principal, url } = simulator;
  const keys = await createAssertionKeys();
  const stores = openStores({ directory });
  await stores.sessions.put({
    sessionId: "session-1",
    principal,
    credential: "token_endpoint",
    createdAt: "2026-11-24T10:00:00.000Z",
  });
  Object.assign(process.env, {
    AZEBAL_DATA_DIR: directory,
    AZEBAL_HUB_DIR: directory,
    AZEBAL_BUILD_ID: "build-1",
    AZEBAL_LOG_LEVEL: "error",
    AZEBAL_ASSERTION_JWKS: JSON.stringify(keys.jwks),
    ...simulatorEnvironment(url),
  });
  const host = await startLocalHost({
    appDirectory: root,
    entries: [join(root, "app.ts")],
    databasePath: join(directory, "host.sqlite"),
    buildId: "build-1",
  });
  const signer = createAssertionSigner(keys.privateJwk);
  return {
    simulator,
    stores,
    async send(method, path, body) {
      const request = new Request(`http://function-app/api/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await signer.sign(method === "GET" ? { principal } : { principal, command: `${method} /api/${path}` })}`,
          "content-type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const response = await host.fetch(request);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async stop() {
      await host.stop();
      await simulator.close();
      await stores.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
