const windowMs = 5_000;
const queriesPerWindow = 15;

/**
 * Counts queries as Resource Graph does, 15 in five seconds a user, and says so in its headers. It refuses nothing.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export class UserQuota {
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #spent = 0;

  spend(nowMs: number): Record<string, string> {
    if (nowMs - this.#windowStartMs >= windowMs) {
      this.#windowStartMs = nowMs;
      this.#spent = 0;
    }
    this.#spent += 1;
    const resetsAfterSeconds = Math.ceil((this.#windowStartMs + windowMs - nowMs) / 1_000);
    return {
      "x-ms-user-quota-remaining": String(Math.max(0, queriesPerWindow - this.#spent)),
      "x-ms-user-quota-resets-after": `00:00:0${resetsAfterSeconds}`,
    };
  }
}
