import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type LocalHost, type LocalHostOptions, startLocalHost } from "../../local-host/local-host.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const apps = join(import.meta.dirname, "apps");
export const origin = "http://my-app.example";
export const management = `${origin}/runtime/webhooks/durabletask`;

/** A host of the orders app that stops when the test is over. */
export async function startOrdersHost(options: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
  const host = await startLocalHost({
    appDirectory: apps,
    entries: [join(apps, "orders-app.ts")],
    databasePath: join(temporaryDirectory(), "hub.db"),
    buildId: "test",
    ...options,
  });
  onTestFinished(() => host.stop());
  return host;
}

export function get(host: LocalHost, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return host.fetch(new Request(`${origin}${path}`, { headers }));
}

export function post(host: LocalHost, path: string, body?: unknown): Promise<Response> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  return host.fetch(new Request(`${origin}${path}`, { method: "POST", ...sent }));
}

/** Starts an orchestration and waits for its end. */
export async function runToEnd(host: LocalHost, name: string, input?: unknown, id = "a"): Promise<unknown> {
  const path = `/runtime/webhooks/durabletask/orchestrators/${name}/${id}?timeout=20&pollingInterval=1`;
  return (await post(host, path, input)).json();
}
