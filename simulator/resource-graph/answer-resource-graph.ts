import { z } from "zod";
import { type Answer, ok } from "../http/answer.ts";
import { offsetOf, tokenOf } from "../http/page.ts";
import { jsonBody, type SimulatedRequest } from "../http/simulated-request.ts";
import { KqlSemanticError, KqlSyntaxError } from "../kql/kql-errors.ts";
import type { KqlType } from "../kql/syntax.ts";
import type { Row, Table } from "../kql/table.ts";
import type { World } from "../world.ts";
import { graphTableSource } from "./graph-tables.ts";
import { resourceGraphError, resourceGraphRefusal } from "./resource-graph-errors.ts";

const mostRows = 1_000;

const RequestSchema = z.looseObject({
  query: z.string().min(1),
  subscriptions: z.array(z.string()).nullish(),
  managementGroups: z.array(z.string()).nullish(),
  options: z
    .looseObject({
      resultFormat: z.enum(["objectArray", "table"]).nullish(),
      $top: z.int().min(1).max(mostRows).nullish(),
      $skip: z.int().min(0).nullish(),
      $skipToken: z.string().nullish(),
    })
    .nullish(),
});

/** Types as the `table` format names them. */
const tableTypes: Record<KqlType, string> = {
  string: "string",
  guid: "string",
  timespan: "string",
  int: "integer",
  long: "integer",
  real: "number",
  decimal: "number",
  bool: "boolean",
  datetime: "datetime",
  dynamic: "object",
};

/**
 * `POST /providers/Microsoft.ResourceGraph/resources`: KQL over the tenant's resources, a page at a time.
 *
 * @see https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources (api-version 2024-04-01)
 */
export async function answerResourceGraph(request: SimulatedRequest, world: World): Promise<Answer> {
  const parsed = RequestSchema.safeParse(jsonBody(request));
  if (!parsed.success) {
    const message = parsed.error.issues
      .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
      .join("; ");
    return resourceGraphError([{ code: "InvalidRequest", message }], world.clock.now());
  }
  const { query, subscriptions, options } = parsed.data;
  const asked =
    subscriptions === null || subscriptions === undefined || subscriptions.length === 0
      ? undefined
      : new Set(subscriptions.map((id) => id.toLowerCase()));
  let table: Table;
  try {
    table = await world.kql.run(query, graphTableSource(world, asked), world.clock.nowMs());
  } catch (error) {
    if (error instanceof KqlSyntaxError || error instanceof KqlSemanticError)
      return resourceGraphRefusal(error, world.clock.now());
    throw error;
  }
  return ok(page(table, parsed.data.options ?? {}, options?.resultFormat === "table"));
}

interface PageOptions {
  $top?: number | null | undefined;
  $skip?: number | null | undefined;
  $skipToken?: string | null | undefined;
}

/** More pages are only offered where each row has its id, as in the service. */
function page(table: Table, options: PageOptions, isTable: boolean): unknown {
  const offset = offsetOf(options.$skipToken ?? undefined) || (options.$skip ?? 0);
  const end = offset + (options.$top ?? mostRows);
  const rows = table.rows.slice(offset, end);
  const isMore = end < table.rows.length;
  const hasId = table.columns.some(({ name }) => name === "id");
  return {
    totalRecords: table.rows.length,
    count: rows.length,
    data: isTable ? tableData(table, rows) : rows.map((row) => objectOf(table, row)),
    facets: [],
    resultTruncated: isMore && !hasId ? "true" : "false",
    ...(isMore && hasId ? { $skipToken: tokenOf(end) } : {}),
  };
}

function objectOf(table: Table, row: Row): Record<string, unknown> {
  return Object.fromEntries(table.columns.map(({ name }, index) => [name, row[index] ?? null]));
}

function tableData(table: Table, rows: readonly Row[]): unknown {
  const columns = table.columns.map(({ name, type }) => ({ name, type: tableTypes[type] }));
  return { columns, rows };
}
