import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import type { World } from "../world.ts";

/** @see https://learn.microsoft.com/graph/errors */
export function graphError(status: number, code: string, message: string, world: World): Answer {
  const innerError = graphInnerError(world.clock.now());
  return { status, body: { error: { code, message, innerError } } };
}

/** What every error of Microsoft Graph carries for support. */
export function graphInnerError(now: Date): Record<string, string> {
  const requestId = randomUUID();
  return {
    date: now.toISOString().slice(0, 19),
    "request-id": requestId,
    "client-request-id": requestId,
  };
}

export function graphNotFound(id: string, world: World): Answer {
  return graphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    world,
  );
}

export function graphDenied(world: World): Answer {
  return graphError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
    world,
  );
}
