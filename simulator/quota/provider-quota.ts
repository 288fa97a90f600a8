import type { Answer } from "../http/answer.ts";
import type { ArmPath } from "../tenant/arm-path.ts";
import { Meters } from "./meters.ts";
import { RequestWindow } from "./request-window.ts";
import { networkThrottled, storageThrottled } from "./throttled-answers.ts";

const windowMs = 300_000;
const storageReads = 800;
const storageLists = 100;
export const networkReads = 10_000;

/**
 * What the storage and network resource providers allow beyond ARM's own quotas, by subscription and, for storage, by
 * the region of the resource. They say nothing of it in their headers.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling#resource-provider-limits
 */
export class ProviderQuota {
  readonly #storageReads = new Meters(() => new RequestWindow(storageReads, windowMs));
  readonly #storageLists = new Meters(() => new RequestWindow(storageLists, windowMs));
  readonly #networkReads = new Meters(() => new RequestWindow(networkReads, windowMs));
  readonly #regionOf: (path: ArmPath) => string;

  /** @param regionOf the region of the resource that a path is about; empty for a list over several. */
  constructor(regionOf: (path: ArmPath) => string) {
    this.#regionOf = regionOf;
  }

  /** Counts a GET; gives the provider's 429 where it is one too many. */
  refuse(path: ArmPath, nowMs: number): Answer | undefined {
    const { subscriptionId, provider, type } = path;
    if (subscriptionId === undefined || provider === undefined) return undefined;
    if (provider.toLowerCase() === "microsoft.network") {
      const { waitMs } = this.#networkReads.of(subscriptionId).count(nowMs);
      return waitMs === 0 ? undefined : networkThrottled(networkReads, waitMs);
    }
    if (!type.startsWith("microsoft.storage/storageaccounts")) return undefined;
    const isList = path.isCollection && path.types.length === 1;
    const meters = isList ? this.#storageLists : this.#storageReads;
    const { waitMs } = meters.of(subscriptionId, this.#regionOf(path)).count(nowMs);
    return waitMs === 0 ? undefined : storageThrottled(isList ? "List" : "Read", waitMs);
  }
}
