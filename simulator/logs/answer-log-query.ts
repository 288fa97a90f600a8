import { type Answer, ok } from "../http/answer.ts";
import { jsonBody, parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { KqlSemanticError, KqlSyntaxError } from "../kql/kql-errors.ts";
import type { KqlType } from "../kql/syntax.ts";
import type { Table, Value } from "../kql/table.ts";
import { fieldOf } from "../tenant/field.ts";
import { parseTimespan, type Timespan } from "../time/timespan.ts";
import type { World } from "../world.ts";
import {
  badArgument,
  insufficientAccess,
  logError,
  logQueryRefusal,
  logResourceNotFound,
  workspaceNotFound,
} from "./log-errors.ts";
import { componentKeyOf, hasTablesOf, logStoresOf, workspaceKeyOf } from "./log-stores.ts";
import { type LogStore, logTableSource } from "./log-tables.ts";

const queryPath = /^\/v1\/(?:(workspaces|apps)\/([^/]+)|(subscriptions\/.+))\/query$/i;
const readAction = "Microsoft.OperationalInsights/workspaces/query/read";

/**
 * `POST /v1/workspaces/{customer id}/query` and `POST /v1/{resource id}/query` (or GET with `query=`).
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
 */
export async function answerLogQuery(request: SimulatedRequest, world: World): Promise<Answer> {
  const match = queryPath.exec(request.path);
  if (match === null || !["GET", "POST"].includes(request.method))
    return logError(404, "PathNotFoundError", "The requested path does not exist");
  const target = resolveTarget(match, world);
  if ("status" in target) return target;
  const body = request.method === "POST" ? jsonBody(request) : undefined;
  const query = fieldOf(body, "query") ?? parameter(request, "query");
  if (typeof query !== "string" || query.trim() === "")
    return badArgument("QueryNotSpecifiedError", "The query is missing: send it as the property 'query'.");
  const timespan = fieldOf(body, "timespan") ?? parameter(request, "timespan");
  let span: Timespan | undefined;
  if (typeof timespan === "string" && timespan !== "") {
    span = parseTimespan(timespan, world.clock.nowMs());
    if (span === undefined)
      return badArgument("InvalidTimespanError", `The timespan '${timespan}' is not valid.`);
  }
  try {
    const table = await world.kql.run(query, logTableSource(target.stores, span), world.clock.nowMs());
    return ok({ tables: [tableBody(table)] });
  } catch (error) {
    if (error instanceof KqlSyntaxError || error instanceof KqlSemanticError) return logQueryRefusal(error);
    throw error;
  }
}

function resolveTarget(match: RegExpExecArray, world: World): { stores: LogStore[] } | Answer {
  const [, kind, id = "", resourcePath] = match;
  const resourceKey =
    resourcePath === undefined
      ? kind?.toLowerCase() === "apps"
        ? componentKeyOf(id, world)
        : workspaceKeyOf(id, world)
      : `/${resourcePath.toLowerCase()}`;
  if (resourceKey === undefined) {
    if (!hasTablesOf(id, world)) return workspaceNotFound(id);
    const held = Object.entries(world.tenant.tables ?? {}).filter(
      ([key]) => key.toLowerCase() === id.toLowerCase(),
    );
    return { stores: held.map(([, tables]) => ({ tables })) };
  }
  if (world.denials.denies(resourceKey, readAction)) return insufficientAccess();
  if (resourcePath !== undefined && !world.index.knows(resourceKey) && !hasTablesOf(resourceKey, world))
    return logResourceNotFound(`/${resourcePath}`);
  return { stores: logStoresOf(resourceKey, world) };
}

function tableBody(table: Table): unknown {
  return {
    name: "PrimaryResult",
    columns: table.columns.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((row) =>
      row.map((value, index) => cell(table.columns[index]?.type ?? "string", value)),
    ),
  };
}

/** The API sends dynamic values as text: JSON for objects and lists. */
function cell(type: KqlType, value: Value): unknown {
  if (type !== "dynamic" || value === null || value === undefined) return value ?? null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
