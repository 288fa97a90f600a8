import { setImmediate as nextTick } from "node:timers/promises";
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
import { loadApp } from "./seam/load-app.ts";
import { DurableStore } from "./storage/durable-store.ts";

const limits = { maxFailedTurns: 5, maxActivityStarts: 10, maxPayloadBytes: 16 * 1024 * 1024 } as const;
/** What a running turn gets to commit in when the host is stopped; the rest of the promised second is for closing. */
const stopGraceMs = 700;

/** Puts the host together and starts it. The database's lock comes first: nothing of the app runs without it. */
export async function composeHost(options: LocalHostOptions): Promise<LocalHost> {
  const settings = readHostSettings(options.appDirectory, options.hostJson);
  const store = await DurableStore.open(options.databasePath);
  let management: ManagementFront | undefined;
  try {
    const log = functionLog(options);
    const loaded = await loadApp({ ...options, log });
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
    return runningHost(engine, store, management, functions);
  } catch (error) {
    management?.close();
    store.close();
    throw error;
  }
}

function runningHost(
  engine: DurableEngine,
  store: DurableStore,
  management: ManagementFront,
  functions: HttpFunctions,
): LocalHost {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    management.close();
    try {
      await engine.stop(stopGraceMs);
    } finally {
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
