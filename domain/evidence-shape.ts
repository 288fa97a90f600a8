import type { ReadRequest } from "./read-step.ts";
import { isObject, type JsonObject, type JsonValue } from "./json-value.ts";

/**
 * The form in which an answer is stored, so that a pointer into it names what a person would name: the column of a log
 * row, the metric of a point.
 *
 * - logs: `{ "table": "AzureDiagnostics", "rows": [{ "<column>": value }] }`. `table` is the table that the query starts
 *   from; a column without a value in a row is left out.
 * - metrics: `{ "<metric name>": [{ "timeStamp", "average"?, "maximum"?, … }] }`, the points of all series in order; a
 *   series split by a dimension carries the dimension's values in each point.
 * - ARM, Graph and Resource Graph answers stay as they are (`value` and `data` joined over pages by the reader).
 *
 * An answer of another shape, such as an error body, stays as it is.
 */
export function shapeAnswer(body: JsonValue, request: ReadRequest): JsonValue {
  if (request.kind === "logs") return shapeLogs(body, request.query);
  if (request.kind === "metrics") return shapeMetrics(body);
  return body;
}

/** The answer of the log service, whose query this is, as rows by the names of their columns. */
export function shapeLogs(body: JsonValue, query: string): JsonValue {
  const tables = listIn(body, "tables");
  const first = tables?.find(isObject);
  const columns = listIn(first, "columns");
  const rows = listIn(first, "rows");
  if (columns === undefined || rows === undefined) return body;
  const names = columns.map((column) => (isObject(column) ? String(column["name"] as string) : ""));
  return { table: tableOf(query), rows: rows.map((row) => rowObject(row, names)) };
}

function rowObject(row: JsonValue, names: readonly string[]): JsonObject {
  const values = Array.isArray(row) ? row : [];
  const object: JsonObject = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? null;
    if (name !== "" && value !== null) object[name] = value;
  }
  return object;
}

/** The first table that a query reads: after `let` statements and comments, the first name that starts a statement. */
export function tableOf(query: string): string {
  const statements = query
    .replace(/\/\/[^\n]*/g, "")
    .split(/;\s*(?:\n|$)|;\s+/)
    .map((statement) => statement.trim());
  const main = statements.findLast((statement) => statement !== "") ?? "";
  const joined = /^(?:union|search|find)\b/.test(main);
  const options = joined ? main.replace(/^\w+\s+/, "").replace(/^(?:\w+\s*=\s*\w+\s+|in\s*)+/, "") : main;
  return /^\(?\s*([A-Za-z_]\w*)/.exec(options)?.[1] ?? "PrimaryResult";
}

/** The answer of Azure Monitor as points by the names of the metrics. */
export function shapeMetrics(body: JsonValue): JsonValue {
  const metrics = listIn(body, "value");
  if (metrics === undefined) return body;
  const shaped: JsonObject = {};
  for (const metric of metrics) {
    const name = isObject(metric) && isObject(metric["name"]) ? metric["name"]["value"] : undefined;
    if (typeof name !== "string") continue;
    const earlier = shaped[name];
    shaped[name] = [...(Array.isArray(earlier) ? earlier : []), ...pointsOf(metric)];
  }
  return shaped;
}

function pointsOf(metric: JsonValue): JsonValue[] {
  return (listIn(metric, "timeseries") ?? []).flatMap((series) => {
    const dimensions = dimensionsOf(series);
    return (listIn(series, "data") ?? []).map((point) =>
      isObject(point) ? { ...point, ...dimensions } : point,
    );
  });
}

function dimensionsOf(series: JsonValue): JsonObject {
  const dimensions: JsonObject = {};
  for (const entry of listIn(series, "metadatavalues") ?? []) {
    const name = isObject(entry) && isObject(entry["name"]) ? entry["name"]["value"] : undefined;
    const value = isObject(entry) ? entry["value"] : undefined;
    if (typeof name === "string" && value !== undefined) dimensions[name] = value;
  }
  return dimensions;
}

function listIn(value: JsonValue | undefined, name: string): JsonValue[] | undefined {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}
