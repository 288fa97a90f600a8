import { isObject, type JsonObject, objectsIn, textIn } from "./json-shapes.ts";
import type { LogTable, ScenarioTenant } from "./scenario-tenant.ts";
import type { StoredRead } from "./stored-read.ts";

/** A column that a query names in a condition. */
const conditionColumn =
  /\b(?:where|and|or)\s+(?:not\s*\()?([A-Za-z_]\w*)\s*(?:==|=~|!=|!~|>|<|in\b|has|contains|startswith)/gu;

/**
 * Log tables by the resource that was asked. Rows are those that the queries gave: of what they left out nothing is known. Rows of
 * a query over several tables stand in the first.
 */
export function tablesOf(reads: readonly StoredRead[]): ScenarioTenant["tables"] {
  const tables: ScenarioTenant["tables"] = {};
  for (const { body, evidence, path } of reads) {
    if (evidence.source !== "logs" || evidence.status !== 200 || !isObject(body)) continue;
    const resource = path.replace(/^\/v1/u, "").replace(/\/query$/iu, "");
    const held = (tables[resource] ??= {});
    const name = textIn(body, "table");
    const named = [...(evidence.query ?? "").matchAll(conditionColumn)].map(([, column]) => column ?? "");
    const made = tableOf(objectsIn(body, "rows"), ["TimeGenerated", ...named]);
    held[name] = held[name] === undefined ? made : joined(held[name], made);
  }
  return tables;
}

function tableOf(rows: readonly JsonObject[], expected: readonly string[]): LogTable {
  const names = [...new Set([...rows.flatMap((row) => Object.keys(row)), ...expected])].filter(
    (name) => name !== "TimeGenerated" || rows.length === 0 || rows.some((row) => name in row),
  );
  const columns = names.map((name) => ({ name, type: typeOf(name, rows) }));
  return { columns, rows: rows.map((row) => names.map((name) => row[name] ?? null)) };
}

function typeOf(name: string, rows: readonly JsonObject[]): string {
  if (/^(?:TimeGenerated|timestamp)$/u.test(name)) return "datetime";
  const value = rows.map((row) => row[name]).find((found) => found !== undefined && found !== null);
  if (typeof value === "number") return Number.isInteger(value) ? "long" : "real";
  if (typeof value === "boolean") return "bool";
  return typeof value === "object" ? "dynamic" : "string";
}

/** Two answers on one table, a row that both have once. */
function joined(left: LogTable, right: LogTable): LogTable {
  const rows = [...rowsOf(left), ...rowsOf(right)];
  const once = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return tableOf(
    [...once.values()],
    [...left.columns, ...right.columns].map(({ name }) => name),
  );
}

function rowsOf({ columns, rows }: LogTable): JsonObject[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.flatMap(({ name }, index) => (row[index] === null ? [] : [[name, row[index]]])),
    ),
  );
}
