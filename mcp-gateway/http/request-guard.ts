import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "../../domain/loopback.ts";

export interface RequestGuardOptions {
  /** `host:port` as clients may name this server. */
  hosts: ReadonlySet<string>;
  /** Origins of web pages that may call it, besides its own. */
  origins: ReadonlySet<string>;
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/** The names under which a server that listens on `host` may be called: its own, and every loopback name for loopback. */
export function ownHosts(host: string, port: number): string[] {
  const own = host.includes(":") ? `[${host}]` : host;
  const names = isLoopback(host) ? loopbackNames : [own];
  return [...new Set([...names, own])].map((name) => `${name}:${port}`);
}

/**
 * Refuses what a web page on another site could send through the developer's browser (DNS rebinding, cross-site
 * requests). Programs send no Origin.
 *
 * @returns why the request is refused (403), or undefined where it may pass.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 */
export function refusalOf(headers: IncomingHttpHeaders, options: RequestGuardOptions): string | undefined {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !options.hosts.has(host))
    return "The Host header names another server. Call this one by the address that it printed.";
  const origin = headers.origin?.toLowerCase();
  if (origin === undefined || options.origins.has(origin)) return undefined;
  if (URL.canParse(origin)) {
    const url = new URL(origin);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    if (isWeb && options.hosts.has(url.host)) return undefined;
  }
  return "Pages of another origin may not call this server.";
}
