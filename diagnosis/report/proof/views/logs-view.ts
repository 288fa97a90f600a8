import {
  isObject,
  isScalar,
  type JsonObject,
  type JsonValue,
  scalarText,
} from "../../../../domain/json-value.ts";
import { childOf, type EvidenceDocument, type PathStep } from "../../../evaluation/place.ts";
import { identifier, textLiteral } from "../jmespath-text.ts";
import { keyOf } from "../list-path.ts";
import { type AzView, plainView } from "./plain-view.ts";

/**
 * A workspace's rows as `az monitor log-analytics query` gives them: one list of objects by column, beside them the table's
 * name, and every value as the text that Python makes of it.
 *
 * @see https://learn.microsoft.com/cli/azure/monitor/log-analytics#az-monitor-log-analytics-query
 */
export function workspaceView(
  { evidence, body }: EvidenceDocument,
  steps: readonly PathStep[],
): AzView | undefined {
  const rows = rowsOf(body);
  if (steps[0] !== "rows" || rows === undefined) return undefined;
  const columns = columnsOf(rows);
  const answer = rows.map(
    (row): JsonObject => ({
      TableName: "PrimaryResult",
      ...Object.fromEntries(columns.map((column) => [column, pythonText(row[column] ?? null)])),
    }),
  );
  const view = plainView(evidence, answer, steps.slice(1));
  return {
    ...view,
    field: ([column = "", ...rest]) =>
      rest.length === 0 && columns.includes(column) ? identifier(column) : undefined,
    isText: true,
    textOf: pythonText,
  };
}

/**
 * The rows of any other resource's logs, asked by `az rest`: `tables[0].rows` is a list of lists, so the query is made to
 * give the columns that are looked at, and no others.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
 */
export function logQueryView(
  { evidence, body }: EvidenceDocument,
  steps: readonly PathStep[],
  fields: readonly string[],
): AzView | undefined {
  const rows = rowsOf(body);
  const [list, index, column, ...rest] = steps;
  if (list !== "rows" || rows === undefined || rest.length > 0) return undefined;
  const known = columnsOf(rows);
  const key = typeof index === "number" ? keyOf(rows, index, column) : undefined;
  const shown = typeof column === "string" ? [column] : fields;
  if (typeof index === "number" && column === undefined) return undefined;
  const columns = [...new Set([...(key?.path ?? []), ...shown])].filter((name) => known.includes(name));
  const base = plainView(
    columns.length === 0 ? evidence : { ...evidence, query: withProject(evidence.query ?? "", columns) },
    { tables: [{ rows: rows.map((row) => columns.map((name) => row[name] ?? null)) }] },
    [],
  );
  return { ...base, path: pathTo(rows, columns, index, key?.path[0], column), field: fieldIn(columns) };
}

function pathTo(
  rows: readonly JsonObject[],
  columns: readonly string[],
  index: PathStep | undefined,
  key: string | undefined,
  column: PathStep | undefined,
): string {
  const list = "tables[0].rows";
  if (typeof index !== "number" || typeof column !== "string") return list;
  const cell = `[${columns.indexOf(column)}]`;
  const value = key === undefined ? undefined : rows[index]?.[key];
  if (key === undefined || typeof value !== "string") return `${list}[${index}]${cell}`;
  return `${list}[?[${columns.indexOf(key)}]==${textLiteral(value)}] | [0]${cell}`;
}

function fieldIn(columns: readonly string[]): AzView["field"] {
  return ([column = "", ...rest]) => {
    const at = columns.indexOf(column);
    return at < 0 || rest.length > 0 ? undefined : `[${at}]`;
  };
}

function rowsOf(body: JsonValue): JsonObject[] | undefined {
  const rows = childOf(body, "rows");
  return Array.isArray(rows) ? rows.filter(isObject) : undefined;
}

/** The columns that hold something in some row: of others the stored rows do not tell whether the table has them. */
function columnsOf(rows: readonly JsonObject[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** On a line of its own where the last one may end in a comment. */
function withProject(query: string, columns: readonly string[]): string {
  return `${query}${query.includes("//") ? "\n" : " "}| project ${columns.map(kqlName).join(", ")}`;
}

function kqlName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `["${name.replaceAll(/["\\]/g, "\\$&")}"]`;
}

/** What Python's `str` makes of a JSON value. */
function pythonText(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return isScalar(value) ? scalarText(value) : JSON.stringify(value);
}
