import { setTimeout as pause } from "node:timers/promises";
import type { Hub } from "./open-hub.ts";

/** A server that is told to end is gone within two seconds; what still runs is durable and goes on at the next start. */
const closeWithinMs = 1_000;

/**
 * Closes the hub and ends the process. It does not wait for reads of Azure that are under way: their sockets would keep
 * the process alive until each read times out.
 */
export async function leave(hub: Hub, exitCode: number): Promise<never> {
  await Promise.race([hub.close(), pause(closeWithinMs, undefined, { ref: false })]);
  process.exit(exitCode);
}
