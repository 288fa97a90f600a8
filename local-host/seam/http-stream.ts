import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server } from "node:net";
import type { ProgrammingModel } from "./core-types.ts";

const listening = "tracing:net.server.listen:asyncStart";

/**
 * Asks the programming model for its capabilities, as the worker does once after start-up. Where the app has switched
 * HTTP streaming on, the model opens its proxy server for it; that server has no way to be closed, so it is at least
 * kept from holding the process open.
 *
 * @returns the proxy's URL, or undefined without streaming.
 */
export async function startHttpStream(model: ProgrammingModel): Promise<string | undefined> {
  const release = (message: unknown) => void (message as { server: Server }).server.unref();
  subscribe(listening, release);
  try {
    const capabilities = await model.getCapabilities({});
    return capabilities["HttpUri"];
  } finally {
    unsubscribe(listening, release);
  }
}
