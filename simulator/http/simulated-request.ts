import type { IncomingMessage } from "node:http";

/** One request, read whole. */
export interface SimulatedRequest {
  method: string;
  /** Decoded, without a trailing slash. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  bodyText: string;
}

/** What is read of a message, whichever server received it. */
export type ReceivedMessage = Pick<IncomingMessage, "method" | "url" | "headers"> & AsyncIterable<unknown>;

const mostBodyBytes = 4 * 1024 * 1024;

/** Reads a request; undefined where its path is not valid percent-encoding or its body is beyond 4 MB. */
export async function readRequest(message: ReceivedMessage): Promise<SimulatedRequest | undefined> {
  const url = new URL(message.url ?? "/", "http://127.0.0.1");
  const path = decode(url.pathname);
  if (path === undefined) return undefined;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of message) {
    const bytes = chunk as Buffer;
    sizeBytes += bytes.length;
    if (sizeBytes > mostBodyBytes) return undefined;
    chunks.push(bytes);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  return {
    method: (message.method ?? "GET").toUpperCase(),
    path: path.replace(/\/+$/, "") || "/",
    query: url.searchParams,
    headers,
    bodyText: Buffer.concat(chunks).toString("utf8"),
  };
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/** A query parameter whatever the case of its name; undefined where it is not there. */
export function parameter(request: Pick<SimulatedRequest, "query">, name: string): string | undefined {
  for (const [key, value] of request.query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** The body as JSON; undefined where it is none. */
export function jsonBody(request: Pick<SimulatedRequest, "bodyText">): unknown {
  try {
    return JSON.parse(request.bodyText);
  } catch {
    return undefined;
  }
}
