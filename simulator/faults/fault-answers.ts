import { armError } from "../arm/arm-errors.ts";
import { graphError } from "../graph/graph-errors.ts";
import type { Answer } from "../http/answer.ts";
import type { Plane } from "../http/plane.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { logError } from "../logs/log-errors.ts";
import {
  armThrottled,
  graphThrottled,
  logQueryThrottled,
  resourceGraphThrottled,
} from "../quota/throttled-answers.ts";
import { parseArmPath } from "../tenant/arm-path.ts";
import type { World } from "../world.ts";
import type { FaultEffect } from "./fault-rules.ts";

type Effect<Kind extends FaultEffect["kind"]> = Extract<FaultEffect, { kind: Kind }>;

/** A 429 in the service's own words; without a time where the effect names none. */
export function throttledFault(
  effect: Effect<"throttled">,
  plane: Plane,
  request: Pick<SimulatedRequest, "path">,
  world: World,
): Answer {
  const { retryAfterSeconds: seconds } = effect;
  const answer = throttledBy(plane, request, (seconds ?? 1) * 1_000, world);
  return withRetryAfter(answer, seconds, effect.retryAfterAs, world.clock.now());
}

function throttledBy(
  plane: Plane,
  { path }: Pick<SimulatedRequest, "path">,
  waitMs: number,
  { clock, signedIn }: World,
): Answer {
  if (plane === "graph") return graphThrottled(clock.now(), waitMs);
  if (plane === "logs") return logQueryThrottled(waitMs);
  const { provider, subscriptionId } = parseArmPath(path);
  return provider?.toLowerCase() === "microsoft.resourcegraph"
    ? resourceGraphThrottled(clock.now(), waitMs)
    : armThrottled("reads", subscriptionId, signedIn, waitMs);
}

/** Codes and messages of ARM for its own failures; other services use the same codes. */
const serverErrors: Record<number, readonly [code: string, message: string]> = {
  502: ["BadGateway", "The gateway received an invalid response from the service."],
  503: ["ServiceUnavailable", "The service is unavailable. Please try again later."],
  504: [
    "GatewayTimeout",
    "The gateway did not receive a response from the service within the specified time period.",
  ],
};
const otherServerError = ["InternalServerError", "Encountered internal server error."] as const;

/**
 * @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
 * @see https://learn.microsoft.com/graph/errors
 */
export function serverErrorFault(effect: Effect<"server-error">, plane: Plane, world: World): Answer {
  const { status, retryAfterSeconds } = effect;
  const [code, message] = serverErrors[status] ?? otherServerError;
  const answer =
    plane === "graph"
      ? graphError(status, code, message, world)
      : plane === "logs"
        ? logError(status, code, message)
        : armError(status, code, message);
  return withRetryAfter(answer, retryAfterSeconds, "seconds", world.clock.now());
}

/** What a proxy between the caller and Azure says in Azure's place: a page for people. */
export function htmlPageFault({ status }: Effect<"html-page">): Answer {
  const title = status < 300 ? "Sign in to the network" : `${status} - the proxy could not reach the server`;
  const text = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, text, headers: { "Content-Type": "text/html; charset=utf-8", Via: "1.1 proxy.example" } };
}

/** An HTTP date counts from the answer's own `Date`, which is the simulated clock's. */
function withRetryAfter(
  answer: Answer,
  seconds: number | undefined,
  as: "seconds" | "date",
  now: Date,
): Answer {
  const { "Retry-After": _, ...headers } = answer.headers ?? {};
  if (seconds === undefined) return { ...answer, headers };
  const value = as === "date" ? new Date(now.getTime() + seconds * 1_000).toUTCString() : String(seconds);
  return { ...answer, headers: { ...headers, "Retry-After": value } };
}
