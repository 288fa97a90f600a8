import { isLoopback } from "../../domain/loopback.ts";

/** @returns why nothing may be sent there; undefined where it may. */
export function plainHttpRefusal(endpoint: string, isPlainHttpAllowed: boolean): string | undefined {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "https:" || (protocol === "http:" && (isPlainHttpAllowed || isLoopback(hostname))))
    return undefined;
  return "plain HTTP is for this machine only: name an https:// address, or allow it (AZEBAL_MODEL_PLAIN_HTTP=allowed)";
}
