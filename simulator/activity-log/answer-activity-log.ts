import { armError } from "../arm/arm-errors.ts";
import { pagedAnswer } from "../arm/list-answer.ts";
import type { Answer } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { InvalidFilterError } from "../odata/filter.ts";
import type { ArmPath } from "../tenant/arm-path.ts";
import { textOf } from "../tenant/field.ts";
import type { ActivityLogEvent } from "../tenant/tenant-schema.ts";
import type { World } from "../world.ts";
import {
  type ActivityLogFilter,
  parseActivityLogFilter,
  passesActivityLogFilter,
} from "./activity-log-filter.ts";

const readAction = "Microsoft.Insights/eventtypes/values/read";
const retentionMs = 90 * 24 * 3_600_000;
/** Callers compute the start from an answer's Date; a few seconds of transport must not push it over the edge. */
const toleranceMs = 60_000;

/**
 * `GET /subscriptions/{id}/providers/Microsoft.Insights/eventtypes/management/values`: events of 90 days, newest first.
 *
 * @see https://learn.microsoft.com/rest/api/monitor/activity-logs/list (api-version 2015-04-01)
 */
export function answerActivityLog(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const text = parameter(request, "$filter");
  if (text === undefined || text.trim() === "")
    return badRequest("The $filter query parameter is required, with at least the start of eventTimestamp.");
  const nowMs = world.clock.nowMs();
  let filter: ActivityLogFilter;
  try {
    filter = parseActivityLogFilter(text, nowMs);
  } catch (error) {
    if (error instanceof InvalidFilterError) return badRequest(error.message);
    throw error;
  }
  if (filter.fromMs < nowMs - retentionMs - toleranceMs)
    return badRequest("The start time cannot be more than 90 days in the past.");
  if (filter.toMs < filter.fromMs) return badRequest("The start time cannot be later than the end time.");
  const events = (world.tenant.activityLog ?? [])
    .filter((event) => belongsTo(event, path.scope) && passesActivityLogFilter(filter, event))
    .filter((event) => !world.denials.denies(textOf(event, "resourceId") || path.scope, readAction))
    .toSorted((left, right) => Date.parse(right.eventTimestamp) - Date.parse(left.eventTimestamp));
  return pagedAnswer(request, world, select(events, parameter(request, "$select")));
}

function badRequest(message: string): Answer {
  return armError(400, "BadRequest", message);
}

/** An event that names no subscription is taken to be of every one. */
function belongsTo(event: ActivityLogEvent, scope: string): boolean {
  const subscriptionId =
    textOf(event, "subscriptionId") || /^\/subscriptions\/([^/]+)/i.exec(textOf(event, "resourceId"))?.[1];
  return subscriptionId === undefined || `/subscriptions/${subscriptionId}`.toLowerCase() === scope;
}

function select(events: readonly ActivityLogEvent[], names: string | undefined): unknown[] {
  if (names === undefined || names.trim() === "") return [...events];
  const wanted = names.split(",").map((name) => name.trim().toLowerCase());
  return events.map((event) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => wanted.includes(name.toLowerCase()))),
  );
}
