import { setTimeout as delay, setImmediate as nextTick } from "node:timers/promises";
import { systemClock } from "./engine/clock.ts";
import { DurableEngine } from "./engine/durable-engine.ts";
import type { EngineLogLevel } from "./engine/engine-log.ts";
import { readHostSettings } from "./host-settings.ts";
import { HttpFunctions } from "./http/http-functions.ts";
import { emptyResponse } from "./http/json-response.ts";
import { ManagementFront } from "./http/management-front.ts";
import type { LocalHost, LocalHostLogEntry, LocalHostOptions } from "./local-host.ts";
import { DurableActivityRunner } from "./protocol-v3/activity/durable-activity-runner.ts";
import { OrchestratorRunner } from "./protocol-v3/orchestrator/orchestrator-runner.ts";
import type { LogLevel, TypedData } from "./seam/core-types.ts";
import type { FunctionApp } from "./seam/function-app.ts";
import { loadApp } from "./seam/load-app.ts";
import { DurableStore } from "./storage/durable-store.ts";

const limits = { maxFailedTurns: 5, maxActivityStarts: 10, maxPayloadBytes: 16 * 1024 * 1024 } as const;
/** What a running turn gets to commit in when the host is stopped, and after it the app's appTerminate hooks. */
const stopGraceMs = 600;
const terminateGraceMs = 250;

/** Puts the host together and starts it. The database's lock comes first: nothing of the app runs without it. */
export async function composeHost(options: LocalHostOptions): Promise<LocalHost> {
  const settings = readHostSettings(options.appDirectory, options.hostJson);
  const store = await DurableStore.open(options.databasePath);
  const log = functionLog(options);
  let management: ManagementFront | undefined;
  let app: FunctionApp | undefined;
  try {
    const loaded = await loadApp({ ...options, log });
    app = loaded.app;
    await app.enter(options.appDirectory);
    let binding: TypedData = {};
    const clientBinding = () => binding;
    const { defaultVersion, hubName, routePrefix } = settings;
    const engine = new DurableEngine({
      store,
      clock: systemClock,
      log: engineLog(options),
      buildId: options.buildId,
      orchestrations: new OrchestratorRunner({ loaded, defaultVersion, log }),
      activities: new DurableActivityRunner({ loaded, clientBinding, log }),
      limits: { ...settings, ...limits },
    });
    management = new ManagementFront({ engine, hubName, defaultVersion });
    binding = await management.listen();
    engine.start();
    const functions = new HttpFunctions({ loaded, routePrefix, clientBinding, log });
    return runningHost({ engine, store, management, functions, leaveApp: () => leave(loaded.app, log) });
  } catch (error) {
    management?.close();
    if (app) await leave(app, log);
    store.close();
    throw error;
  }
}

interface HostParts {
  engine: DurableEngine;
  store: DurableStore;
  management: ManagementFront;
  functions: HttpFunctions;
  leaveApp: () => Promise<void>;
}

function runningHost({ engine, store, management, functions, leaveApp }: HostParts): LocalHost {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    management.close();
    try {
      await engine.stop(stopGraceMs);
    } finally {
      await leaveApp();
      store.close();
    }
  };
  return {
    async fetch(request) {
      // Nothing below waits for the event loop: a caller that polls would keep turns and timers from ever running.
      await nextTick();
      if (stopping) return emptyResponse(503);
      const answer = (await management.handle(request)) ?? (await functions.handle(request));
      return answer ?? emptyResponse(404);
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Lets the app close what it holds. A hook that fails or takes too long keeps nothing from stopping. */
async function leave(app: FunctionApp, log: FunctionLog): Promise<void> {
  const left = app.leave().catch((error: unknown) => {
    const what = error instanceof Error ? error.message : String(error);
    log("error", "host", `An appTerminate hook of the app failed: ${what}`);
  });
  await Promise.race([left, delay(terminateGraceMs, undefined, { ref: false })]);
}

type FunctionLog = ReturnType<typeof functionLog>;

function functionLog({ log }: LocalHostOptions) {
  return (level: LogLevel, category: string, message: string, functionName?: string) => {
    const entry: LocalHostLogEntry = { level, category, message };
    log?.(functionName === undefined ? entry : { ...entry, functionName });
  };
}

function engineLog({ log }: LocalHostOptions) {
  return (level: EngineLogLevel, message: string, instanceId?: string) => {
    const entry: LocalHostLogEntry = { level, category: "host", message };
    log?.(instanceId === undefined ? entry : { ...entry, instanceId });
  };
}
