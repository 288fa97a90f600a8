/** Where the service refuses without saying for how long: the time in which ARM's and Resource Graph's buckets refill. */
export const defaultWaitMs = 10_000;

/**
 * How long the service asks to wait, in milliseconds; undefined where it does not say.
 *
 * `Retry-After` is seconds or an HTTP date; a date counts from the answer's own `Date`, since the machine's clock may be
 * wrong. `x-ms-user-quota-resets-after` is Resource Graph's.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const milliseconds = headers.get("retry-after-ms") ?? headers.get("x-ms-retry-after-ms");
  if (milliseconds !== null && /^\d+$/u.test(milliseconds)) return Number(milliseconds);
  const retryAfter = headers.get("retry-after");
  if (retryAfter !== null) return secondsMs(retryAfter) ?? untilMs(retryAfter, headers.get("date"));
  return userQuotaResetsAfterMs(headers);
}

/** As `retryAfterMs`, for a 429: it always means to wait. */
export function throttleWaitMs(headers: Headers): number {
  return retryAfterMs(headers) ?? defaultWaitMs;
}

/** When Resource Graph's quota of the user is whole again: `x-ms-user-quota-resets-after`, as hh:mm:ss. */
export function userQuotaResetsAfterMs(headers: Headers): number | undefined {
  const reset = /^(\d{2}):(\d{2}):(\d{2})/u.exec(headers.get("x-ms-user-quota-resets-after") ?? "");
  if (reset === null) return undefined;
  return (Number(reset[1]) * 3_600 + Number(reset[2]) * 60 + Number(reset[3])) * 1_000;
}

function secondsMs(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/u.test(text.trim()) ? Math.ceil(Number(text) * 1_000) : undefined;
}

function untilMs(httpDate: string, answeredAt: string | null): number | undefined {
  const wait = Date.parse(httpDate) - Date.parse(answeredAt ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
