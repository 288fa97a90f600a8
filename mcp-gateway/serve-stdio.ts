import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Gateway } from "./gateway.ts";
import { createSessionServer } from "./session-wire/session-server.ts";
import { StdioTransport } from "./session-wire/stdio-transport.ts";

export interface StdioOptions {
  /** Usually `process.stdin`. */
  input: Readable;
  /** Usually `process.stdout`: nothing else may ever be written to it. */
  output: Writable;
  /** The client started the server here. Its files may be read (`source_paths`) where the client declares no roots. */
  sourcePaths: { workingDirectory: string };
}

/** Calls under way answer as they stand when the client leaves; the process must be gone within a second. */
const lastWordsMs = 700;

/**
 * Serves one client over a pair of streams, until the input ends or either stream breaks. Diagnoses that run go on in
 * the function app.
 *
 * @returns once everything that was asked is answered or given up, within a second after the end of the input.
 */
export async function serveStdio(gateway: Gateway, options: StdioOptions): Promise<void> {
  const { input, output, sourcePaths } = options;
  const transport = new StdioTransport(input, output);
  const leaving = new AbortController();
  const server = createSessionServer(gateway, {
    principal: () => gateway.principal(),
    protocolVersion: () => transport.protocolVersion,
    hurry: () => leaving.signal,
    workingDirectory: sourcePaths.workingDirectory,
  });
  const over = endOf(input, output);
  await server.connect(transport);
  await over;
  leaving.abort();
  const spoken = new AbortController();
  // This timer holds the process: with the input gone nothing else may, and the answers are still on their way.
  const giveUp = delay(lastWordsMs, undefined, { signal: spoken.signal }).catch(() => {});
  await Promise.race([transport.idle(), giveUp]);
  spoken.abort();
  await server.close();
}

/** The client is gone when it closes our input, or takes no more of our output. */
function endOf(input: Readable, output: Writable): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["end", "close", "error"]) input.once(event, () => resolve());
    for (const event of ["close", "error"]) output.once(event, () => resolve());
  });
}
