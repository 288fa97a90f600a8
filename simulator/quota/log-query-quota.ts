import type { Caller } from "../tokens/caller.ts";
import type { Charge } from "./charge.ts";
import { Meters } from "./meters.ts";
import { RequestWindow } from "./request-window.ts";
import { logQueryThrottled } from "./throttled-answers.ts";

const windowMs = 30_000;
const queriesPerWindow = 200;

/**
 * The log query API's quota of a user: 200 requests in 30 seconds. No header tells what is left.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/service-limits#log-queries-and-language
 */
export class LogQueryQuota {
  readonly #windows = new Meters(() => new RequestWindow(queriesPerWindow, windowMs));

  charge(caller: Caller, nowMs: number): Charge {
    const { waitMs } = this.#windows.of(caller.objectId).count(nowMs);
    return { headers: {}, ...(waitMs === 0 ? {} : { refused: logQueryThrottled(waitMs) }) };
  }
}
