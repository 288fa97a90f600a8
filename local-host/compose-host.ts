import { randomBytes } from "node:crypto";
import { setImmediate as nextTick } from "node:timers/promises";
import { systemClock } from "./engine/clock.ts";
import { DurableEngine } from "./engine/durable-engine.ts";
import type { EngineLogLevel } from "./engine/engine-log.ts";
import { readHostSettings } from "./host-settings.ts";
import { HttpFunctions } from "./http/http-functions.ts";
import { emptyResponse } from "./http/json-response.ts";
import { isSecret, listenOnLoopback } from "./http/loopback-listener.ts";
import { handleManagementRequest } from "./http/management-api.ts";
import { ManagementLinks, managementPath } from "./http/management-links.ts";
import type { ManagementContext } from "./http/management-request.ts";
import type { LocalHost, LocalHostLogEntry, LocalHostOptions } from "./local-host.ts";
import { DurableActivityRunner } from "./protocol-v3/activity/durable-activity-runner.ts";
import { OrchestratorRunner } from "./protocol-v3/orchestrator/orchestrator-runner.ts";
import type { LogLevel, TypedData } from "./seam/core-types.ts";
import { type LoadedApp, loadApp } from "./seam/load-app.ts";
import { DurableStore } from "./storage/durable-store.ts";

const limits = { maxFailedTurns: 5, maxActivityStarts: 10, maxPayloadBytes: 16 * 1024 * 1024 } as const;
const stopGraceMs = 700;

/** Puts the host together and starts it. */
export async function composeHost(options: LocalHostOptions): Promise<LocalHost> {
  const settings = readHostSettings(options.appDirectory, options.hostJson);
  const write = (entry: LocalHostLogEntry) => options.log?.(entry);
  const functionLog = (level: LogLevel, category: string, message: string, functionName?: string) =>
    write({ level, category, message, ...(functionName === undefined ? {} : { functionName }) });
  const engineLog = (level: EngineLogLevel, message: string, instanceId?: string) =>
    write({ level, category: "host", message, ...(instanceId === undefined ? {} : { instanceId }) });

  const store = await DurableStore.open(options.databasePath);
  let loaded: LoadedApp;
  try {
    loaded = await loadApp({ ...options, log: functionLog });
  } catch (error) {
    store.close();
    throw error;
  }
  const links = new ManagementLinks({
    hubName: settings.hubName,
    code: randomBytes(24).toString("base64url"),
  });
  const clientPath = `/${randomBytes(24).toString("base64url")}/durabletask`;
  let clientBinding: TypedData = {};
  const { defaultVersion } = settings;
  const engine = new DurableEngine({
    store,
    clock: systemClock,
    log: engineLog,
    buildId: options.buildId,
    orchestrations: new OrchestratorRunner({ loaded, defaultVersion, log: functionLog }),
    activities: new DurableActivityRunner({ loaded, clientBinding: () => clientBinding, log: functionLog }),
    limits: { ...settings, ...limits },
  });
  const context: ManagementContext = { engine, links, defaultVersion };
  const functions = new HttpFunctions({
    loaded,
    routePrefix: settings.routePrefix,
    clientBinding: () => clientBinding,
    log: functionLog,
  });

  const listener = await listenOnLoopback(async (request) => {
    const url = new URL(request.url);
    const [, secret, area] = url.pathname.split("/", 3);
    if (area === "durabletask" && isSecret(`/${secret}/${area}`, clientPath)) {
      const given = { request, url, origin: listener.origin };
      return handleManagementRequest(context, given, url.pathname.slice(clientPath.length));
    }
    if (!isUnder(url.pathname, managementPath)) return emptyResponse(404);
    if (!isSecret(url.searchParams.get("code"), links.code)) return emptyResponse(401);
    const given = { request, url, origin: url.origin };
    return handleManagementRequest(context, given, url.pathname.slice(managementPath.length));
  });
  const binding = links.clientBinding(listener.origin, `${listener.origin}${clientPath}/`);
  clientBinding = { string: JSON.stringify(binding) };
  // Without a host name that it can use, the durable client points every URL at http://localhost:7071.
  if (!process.env["WEBSITE_HOSTNAME"] || process.env["WEBSITE_HOSTNAME"].includes("0.0.0.0"))
    process.env["WEBSITE_HOSTNAME"] = new URL(listener.origin).host;
  engine.start();

  let stopping: Promise<void> | undefined;
  return {
    async fetch(request) {
      // Nothing below waits for the event loop: a caller that polls would keep turns and timers from ever running.
      await nextTick();
      if (stopping) return emptyResponse(503);
      const url = new URL(request.url);
      if (isUnder(url.pathname, managementPath))
        return handleManagementRequest(
          context,
          { request, url, origin: url.origin },
          url.pathname.slice(managementPath.length),
        );
      return (await functions.handle(request)) ?? emptyResponse(404);
    },
    stop() {
      stopping ??= stopHost(engine, store, listener);
      return stopping;
    },
  };
}

async function stopHost(engine: DurableEngine, store: DurableStore, listener: { close(): void }) {
  listener.close();
  try {
    await engine.stop(stopGraceMs);
  } finally {
    store.close();
  }
}

function isUnder(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}
