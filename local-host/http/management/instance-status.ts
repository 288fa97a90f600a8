import type { InstanceRecord } from "../../engine/instances/instance-record.ts";
import { isTerminal } from "../../engine/instances/instance-record.ts";
import { statusView } from "../../protocol-v3/status/status-view.ts";
import type { InstanceQuery } from "../../storage/rows/instance-rows.ts";
import { emptyResponse, jsonResponse } from "../json-response.ts";
import { dateMs, flag, type ManagementContext, type ManagementRequest } from "./management-request.ts";

const continuationHeader = "x-ms-continuation-token";
const knownStatuses = new Set([
  "Running",
  "Completed",
  "ContinuedAsNew",
  "Failed",
  "Canceled",
  "Terminated",
  "Pending",
  "Suspended",
]);

/** `GET instances/{id}`: 202 while it runs, 200 once it has ended, 404 for an unknown one. */
export function getStatus(
  context: ManagementContext,
  given: ManagementRequest,
  instanceId: string,
): Response {
  const instance = context.engine.commands.get(instanceId);
  return instance ? statusResponse(context, given, instance) : emptyResponse(404);
}

export function statusResponse(
  context: ManagementContext,
  { url, request }: ManagementRequest,
  instance: InstanceRecord,
): Response {
  const body = statusView(instance, {
    showInput: flag(url, "showInput", true),
    showHistoryOutput: flag(url, "showHistoryOutput", false),
    history: flag(url, "showHistory", false)
      ? context.engine.commands.history(instance.instanceId)
      : undefined,
  });
  if (!isTerminal(instance.status))
    return jsonResponse(202, body, { location: request.url, "retry-after": "5" });
  const isError = instance.status === "Failed" && flag(url, "returnInternalServerErrorOnFailure", false);
  return jsonResponse(isError ? 500 : 200, body);
}

/** `GET instances`: the instances that fit, in order of their IDs, `top` at a time. */
export function listInstances(context: ManagementContext, { url, request }: ManagementRequest): Response {
  const top = Number.parseInt(url.searchParams.get("top") ?? "", 10);
  const query = instanceFilter(url);
  const token = request.headers.get(continuationHeader)?.trim();
  if (token) query.fromId = Buffer.from(token, "base64url").toString();
  if (top > 0) query.limit = top + 1;
  const found = context.engine.commands.query(query);
  const page = top > 0 ? found.slice(0, top) : found;
  const next = found[page.length];
  const showInput = flag(url, "showInput", true);
  return jsonResponse(
    200,
    page.map((instance) => statusView(instance, { showInput, showHistoryOutput: false })),
    { [continuationHeader]: next ? Buffer.from(next.instanceId).toString("base64url") : "" },
  );
}

/** The filter of a list or a purge. Statuses that do not exist are ignored. */
export function instanceFilter(url: URL): InstanceQuery {
  const query: InstanceQuery = {};
  const prefix = url.searchParams.get("instanceIdPrefix");
  if (prefix !== null) query.prefix = prefix;
  const createdFromMs = dateMs(url, "createdTimeFrom");
  if (createdFromMs !== undefined) query.createdFromMs = createdFromMs;
  const createdToMs = dateMs(url, "createdTimeTo");
  if (createdToMs !== undefined) query.createdToMs = createdToMs;
  const statuses = url.searchParams
    .getAll("runtimeStatus")
    .flatMap((value) => value.split(","))
    .filter((status) => knownStatuses.has(status));
  if (statuses.length > 0) query.statuses = statuses;
  return query;
}
