import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Hit {
  server: string;
  method: string | undefined;
  path: string;
  headers: Record<string, unknown>;
  body: string;
}

/** Two origins on loopback that `callHttp` scenarios call. */
export interface HttpTargets {
  origin: string;
  hits: Hit[];
  close(): void;
}

const noted = [
  "authorization",
  "cookie",
  "x-functions-key",
  "x-custom",
  "content-type",
  "accept",
  "user-agent",
];

export async function startHttpTargets(): Promise<HttpTargets> {
  const hits: Hit[] = [];
  const origins: Record<string, string> = {};
  const servers = await Promise.all(
    ["a", "b"].map(async (name) => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => answer(name, request, response, Buffer.concat(chunks).toString()));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      origins[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return server;
    }),
  );

  function answer(name: string, request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? "/", origins[name]);
    const picked = Object.fromEntries(
      noted.flatMap((header) => (header in request.headers ? [[header, request.headers[header]]] : [])),
    );
    hits.push({ server: name, method: request.method, path: request.url ?? "", headers: picked, body });
    const reply = (status: number, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", "x-server": name, ...headers });
      response.end(
        JSON.stringify({ server: name, method: request.method, path: url.pathname, headers: picked }),
      );
    };
    const later = (location: string) => reply(202, { location, "retry-after": "1" });
    if (url.pathname === "/202-same") return later(`${origins[name]}/202-again${url.search}`);
    if (url.pathname === "/202-again") return later(`${origins[name]}/ok${url.search}`);
    if (url.pathname === "/202-relative") return later(`/ok${url.search}`);
    if (url.pathname === "/202-cross") return later(`${origins["b"]}/ok${url.search}`);
    if (url.pathname === "/202-nolocation") return reply(202, { "retry-after": "1" });
    if (url.pathname.startsWith("/status/")) return reply(Number(url.pathname.slice(8)));
    if (url.pathname === "/redirect") return reply(302, { location: `${origins[name]}/ok${url.search}` });
    if (url.pathname !== "/text") return reply(200);
    response.writeHead(200, { "content-type": "text/plain" });
    response.end("plain text");
  }

  return {
    origin: origins["a"] ?? "",
    hits,
    close: () => {
      for (const server of servers) server.close();
    },
  };
}
