import type { Caller } from "../tokens/caller.ts";
import type { Charge } from "./charge.ts";
import { Meters } from "./meters.ts";
import { RequestWindow } from "./request-window.ts";
import { resourceGraphThrottled } from "./throttled-answers.ts";

const windowMs = 5_000;
const queriesPerWindow = 15;

/**
 * Resource Graph's quota of a user: 15 queries in five seconds, refused queries not counted.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export class ResourceGraphQuota {
  readonly #windows = new Meters(() => new RequestWindow(queriesPerWindow, windowMs));

  charge(caller: Caller, nowMs: number, now: Date): Charge {
    const window = this.#windows.of(caller.objectId);
    const { left, waitMs } = window.count(nowMs);
    const resetsAfterSeconds = Math.ceil(window.resetsAfterMs(nowMs) / 1_000);
    const headers = {
      "x-ms-user-quota-remaining": String(left),
      "x-ms-user-quota-resets-after": `00:00:0${resetsAfterSeconds}`,
      // ARM's own header for a service that has quotas of its own at tenant level.
      "x-ms-ratelimit-remaining-tenant-resource-requests": String(left),
    };
    return waitMs === 0 ? { headers } : { headers, refused: resourceGraphThrottled(now, waitMs) };
  }
}
