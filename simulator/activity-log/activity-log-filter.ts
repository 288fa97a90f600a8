import { type Filter, InvalidFilterError } from "../odata/filter.ts";
import { parseFilter } from "../odata/parse-filter.ts";
import { textOf } from "../tenant/field.ts";
import type { ActivityLogEvent } from "../tenant/tenant-schema.ts";

export interface ActivityLogFilter {
  fromMs: number;
  toMs: number;
  conditions: readonly { field: string; value: string }[];
}

const nameOf: Record<string, (event: ActivityLogEvent) => string> = {
  resourcegroupname: (event) =>
    textOf(event, "resourceGroupName") ||
    (/\/resourcegroups\/([^/]+)/i.exec(textOf(event, "resourceId"))?.[1] ?? ""),
  resourceuri: (event) => textOf(event, "resourceId").replace(/\/+$/, ""),
  resourceid: (event) => textOf(event, "resourceId").replace(/\/+$/, ""),
  resourceprovider: (event) =>
    textOf(event, "resourceProviderName", "value") ||
    (/\/providers\/([^/]+)/i.exec(textOf(event, "resourceId"))?.[1] ?? ""),
  resourcetype: (event) => textOf(event, "resourceType", "value"),
  correlationid: (event) => textOf(event, "correlationId"),
  caller: (event) => textOf(event, "caller"),
  status: (event) => textOf(event, "status", "value"),
  level: (event) => textOf(event, "level"),
  levels: (event) => textOf(event, "level"),
  operations: (event) => textOf(event, "operationName", "value"),
  eventchannels: (event) => textOf(event, "channels"),
};

/** These take a list, separated by commas. */
const listFields = new Set(["levels", "operations", "eventchannels"]);

/**
 * Reads the Activity Log's `$filter`: conditions joined by `and`, a start among them.
 *
 * @throws InvalidFilterError for anything else; the service takes only these patterns.
 * @see https://learn.microsoft.com/rest/api/monitor/activity-logs/list (api-version 2015-04-01)
 */
export function parseActivityLogFilter(text: string, nowMs: number): ActivityLogFilter {
  const filter = { fromMs: Number.NaN, toMs: nowMs, conditions: [] as { field: string; value: string }[] };
  const visit = (node: Filter): void => {
    if (node.kind === "and") {
      visit(node.left);
      visit(node.right);
      return;
    }
    if (node.kind !== "compare" || node.value === null)
      throw new InvalidFilterError(text, "only comparisons joined by 'and' are allowed");
    const field = node.path.toLowerCase();
    const value = String(node.value);
    if (field === "eventtimestamp") setTime(filter, node.operator, Date.parse(value), text);
    else if (node.operator === "eq" && field in nameOf) filter.conditions.push({ field, value });
    else throw new InvalidFilterError(text, `'${node.path} ${node.operator}' is not allowed`);
  };
  visit(parseFilter(text));
  if (Number.isNaN(filter.fromMs))
    throw new InvalidFilterError(text, "a start of eventTimestamp is required");
  return filter;
}

function setTime(
  filter: { fromMs: number; toMs: number },
  operator: string,
  timeMs: number,
  text: string,
): void {
  if (Number.isNaN(timeMs)) throw new InvalidFilterError(text, "eventTimestamp must be an ISO 8601 instant");
  if (operator === "ge" || operator === "gt") filter.fromMs = timeMs;
  else if (operator === "le" || operator === "lt") filter.toMs = timeMs;
  else throw new InvalidFilterError(text, `'eventTimestamp ${operator}' is not allowed`);
}

export function passesActivityLogFilter(filter: ActivityLogFilter, event: ActivityLogEvent): boolean {
  const timeMs = Date.parse(event.eventTimestamp);
  if (timeMs < filter.fromMs || timeMs > filter.toMs) return false;
  return filter.conditions.every(({ field, value }) => {
    const actual = (nameOf[field]?.(event) ?? "").toLowerCase();
    const wanted = value.replace(/\/+$/, "").toLowerCase();
    if (!listFields.has(field)) return actual === wanted;
    const actuals = actual.split(",").map((part) => part.trim());
    return wanted.split(",").some((part) => actuals.includes(part.trim()));
  });
}
