import type { IncomingMessage } from "node:http";

/** What a request asks for, on a made-up origin; undefined for what is no address (`//`, `http://[`): anybody can send that. */
export function requestUrl(incoming: Pick<IncomingMessage, "url">): URL | undefined {
  const base = "http://gateway.invalid";
  const target = incoming.url ?? "/";
  return URL.canParse(target, base) ? new URL(target, base) : undefined;
}
