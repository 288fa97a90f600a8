import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";

/**
 * Loaded into a process under test (`--import`): writes one JSON line for each HTTP request that its servers receive, to
 * the file that `RECORD_HTTP_REQUESTS_TO` names.
 */
const file = process.env["RECORD_HTTP_REQUESTS_TO"];

if (file !== undefined)
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const line = {
      method: request.method,
      path: request.url,
      host: request.headers.host,
      from: request.socket.remoteAddress,
      session: request.headers["mcp-session-id"],
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  });
