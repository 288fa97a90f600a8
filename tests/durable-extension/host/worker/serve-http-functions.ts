import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { LoadedApp, RegisteredFunction } from "./functions-core.ts";
import { clientInputs, invokeFunction, triggerOf } from "./invoke-function.ts";

interface Route {
  entry: RegisteredFunction;
  methods: readonly string[];
  pattern: RegExp;
}

/** Serves the app's HTTP functions on a free port of 127.0.0.1, and gives the port. `client`: the durableClient's text. */
export async function serveHttpFunctions(app: LoadedApp, client: Promise<string>): Promise<number> {
  const routes = [...app.functions.values()].flatMap((entry) => routeOf(entry));
  const server = createServer((incoming, outgoing) => {
    answer(app, routes, client, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`[http] ${incoming.method} ${incoming.url}: ${String(error)}\n`);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** `diagnoses/{id}/events` below the prefix that host.json has by default. */
function routeOf(entry: RegisteredFunction): Route[] {
  const { type, route, methods } = triggerOf(entry);
  if (type !== "httpTrigger") return [];
  const path = (route ?? entry.metadata.name).replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return [{ entry, methods: methods ?? [], pattern: new RegExp(`^/api/${path}$`, "i") }];
}

async function answer(
  app: LoadedApp,
  routes: readonly Route[],
  client: Promise<string>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const method = incoming.method ?? "GET";
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const route = routes.find(({ methods, pattern }) => methods.includes(method) && pattern.test(url.pathname));
  if (!route) return void outgoing.writeHead(404).end();
  const { entry, pattern } = route;
  const parameters = Object.entries(pattern.exec(url.pathname)?.groups ?? {});
  const body = await buffer(incoming);
  const http = {
    url: url.href,
    method,
    headers: incoming.headers as Record<string, string>,
    params: Object.fromEntries(parameters.map(([name, value]) => [name, decodeURIComponent(value)])),
    query: Object.fromEntries(url.searchParams),
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  };
  const returned = await invokeFunction(app, entry, [
    { name: triggerOf(entry).name, data: { http } },
    ...clientInputs(entry, await client),
  ]);
  const { statusCode, headers, body: answered } = returned?.http ?? {};
  outgoing.writeHead(Number(statusCode ?? 204), headers ?? {}).end(answered?.bytes ?? answered?.string ?? "");
}
