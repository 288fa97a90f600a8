import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { ActivityOutcome } from "../../engine/activities/activity-runner.ts";

interface DurableHttpRequest {
  method?: string;
  uri?: string;
  content?: string | null;
  headers?: Record<string, string> | null;
  tokenSource?: unknown;
}

const maxRedirects = 50;
/** .NET keeps these apart as content headers; the extension does not report them. */
const contentHeader = /^(content-.*|allow|expires|last-modified)$/i;
/** .NET spells the headers that it knows in one way, however they were sent. */
const knownHeaders = new Map(
  "Accept-Ranges Age Cache-Control Connection Date ETag Keep-Alive Location Pragma Proxy-Authenticate Retry-After Server Set-Cookie Trailer Transfer-Encoding Upgrade Vary Via WWW-Authenticate"
    .split(" ")
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * The extension's built-in activity behind `callHttp`: one request, redirects followed. Every HTTP status is a result;
 * only a request that got no answer is a failure, with the bare text of the network error as its reason.
 */
export async function runHttpActivity(input: string): Promise<ActivityOutcome> {
  const request = JSON.parse(input) as DurableHttpRequest;
  if (request.tokenSource)
    return failed(
      "callHttp with a tokenSource needs a managed identity, and the local host has none. Call the service from an activity with a credential that works on this machine.",
    );
  try {
    const answer = await send(request);
    return { kind: "completed", result: JSON.stringify(answer) };
  } catch (error) {
    return failed(networkError(error));
  }
}

async function send(request: DurableHttpRequest) {
  let url = new URL(request.uri ?? "");
  let method = (request.method ?? "GET").toUpperCase();
  let content = request.content ?? undefined;
  const headers = new Map(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (let redirects = 0; ; redirects++) {
    const { message, body } = await exchange(url, method, headers, content);
    const status = message.statusCode ?? 0;
    const location = message.headers.location;
    const isRedirect = [301, 302, 303, 307, 308].includes(status) && location !== undefined;
    if (!isRedirect || redirects >= maxRedirects)
      return { statusCode: status, headers: reportedHeaders(message), content: body };
    const target = new URL(location, url);
    if (target.origin !== url.origin) headers.delete("authorization");
    if (status === 303 || (status < 303 && method === "POST")) {
      method = "GET";
      content = undefined;
    }
    url = target;
  }
}

function exchange(url: URL, method: string, headers: Map<string, string>, content: string | undefined) {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const sent: Record<string, string> = { "user-agent": "azebal-local-host", ...Object.fromEntries(headers) };
  if (content !== undefined) {
    sent["content-type"] ??= "text/plain";
    sent["content-length"] = String(Buffer.byteLength(content));
  }
  return new Promise<{ message: IncomingMessage; body: string }>((resolve, reject) => {
    const outgoing = send(url, { method, headers: sent, agent: false }, (message) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk));
      message.on("end", () => resolve({ message, body: Buffer.concat(chunks).toString() }));
      message.on("error", reject);
    });
    outgoing.on("error", reject);
    // A stopped host must not wait for somebody's slow answer; a running one is held open by its own listener.
    outgoing.on("socket", (socket) => socket.unref());
    outgoing.end(content);
  });
}

function reportedHeaders(message: IncomingMessage): Record<string, string> {
  const reported: Record<string, string> = {};
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const name = message.rawHeaders[index] ?? "";
    if (contentHeader.test(name)) continue;
    const key = knownHeaders.get(name.toLowerCase()) ?? name;
    const value = message.rawHeaders[index + 1] ?? "";
    reported[key] = key in reported ? `${reported[key]},${value}` : value;
  }
  return reported;
}

function networkError(error: unknown): string {
  const { code, address, port, message } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  return code === "ECONNREFUSED" ? `Connection refused (${address}:${port})` : message;
}

function failed(reason: string): ActivityOutcome {
  const details = { $type: "System.Net.Http.HttpRequestException, System.Net.Http", Message: reason };
  return { kind: "failed", reason, details: JSON.stringify(details), failure: null };
}
