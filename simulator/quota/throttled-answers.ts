import { armError } from "../arm/arm-errors.ts";
import { graphInnerError } from "../graph/graph-errors.ts";
import type { Answer } from "../http/answer.ts";
import { logError } from "../logs/log-errors.ts";
import { supportMessage } from "../resource-graph/resource-graph-errors.ts";
import type { Caller } from "../tokens/caller.ts";
import type { ArmOperation } from "./arm-quota.ts";

/** The 429 of each service, in its own words, with the seconds to wait (one at least) in Retry-After. */

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling#error-code */
export function armThrottled(
  operation: ArmOperation,
  subscriptionId: string | undefined,
  caller: Pick<Caller, "objectId">,
  waitMs: number,
): Answer {
  const seconds = secondsOf(waitMs);
  const where = subscriptionId === undefined ? "tenant" : `subscription '${subscriptionId}'`;
  return retryAfter(
    seconds,
    armError(
      429,
      subscriptionId === undefined ? "TenantRequestsThrottled" : "SubscriptionRequestsThrottled",
      `Number of '${operation.slice(0, -1)}' requests for ${where} actor '${caller.objectId}' exceeded. Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
    ),
  );
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling#storage-throttling */
export function storageThrottled(operation: "Read" | "List", waitMs: number): Answer {
  return retryAfter(
    secondsOf(waitMs),
    armError(
      429,
      "TooManyRequests",
      `The request is being throttled as the limit has been reached for operation type - ${operation}_ObservationWindow_00:05:00. For more information, see - https://aka.ms/srpthrottlinglimits`,
    ),
  );
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling#network-throttling */
export function networkThrottled(limit: number, waitMs: number): Answer {
  const seconds = secondsOf(waitMs);
  return retryAfter(
    seconds,
    armError(
      429,
      "ResourceRequestsThrottled",
      `Number of requests for Microsoft.Network exceeded the limit of '${limit}' for time interval '00:05:00'. Please try again after '${seconds}' seconds.`,
    ),
  );
}

/** @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests */
export function resourceGraphThrottled(now: Date, waitMs: number): Answer {
  const code = "RateLimiting";
  const message =
    "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.";
  const error = { code, message: supportMessage(now), details: [{ code, message }] };
  return retryAfter(secondsOf(waitMs), { status: 429, body: { error } });
}

/**
 * The status and the limit are documented, the code is not: it is the one that stands for this status elsewhere.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/service-limits#log-queries-and-language
 */
export function logQueryThrottled(waitMs: number): Answer {
  return retryAfter(secondsOf(waitMs), logError(429, "TooManyRequests", "Too many requests"));
}

/**
 * @param waitMs left out where the service does not say when to come back.
 * @see https://learn.microsoft.com/graph/throttling#sample-response
 */
export function graphThrottled(now: Date, waitMs?: number): Answer {
  const innerError = {
    code: "429",
    message: "Please retry after",
    status: "429",
    ...graphInnerError(now),
  };
  const error = { code: "TooManyRequests", message: "Please retry again later.", innerError };
  const answer: Answer = { status: 429, body: { error } };
  return waitMs === undefined ? answer : retryAfter(secondsOf(waitMs), answer);
}

function secondsOf(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1_000));
}

function retryAfter(seconds: number, answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, "Retry-After": String(seconds) } };
}
