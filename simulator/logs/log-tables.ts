import type { KqlType } from "../kql/syntax.ts";
import type { Row, Table, TableSource, Value } from "../kql/table.ts";
import { readCell, textOfValue } from "../kql/values/convert-value.ts";
import { KqlInstant } from "../kql/values/instant.ts";
import { covers } from "../tenant/arm-path.ts";
import type { TenantLogTable } from "../tenant/tenant-schema.ts";
import type { Timespan } from "../time/timespan.ts";
import { otherSpelling } from "./application-insights-names.ts";

/** One holder of tables; rows of others' resources are left out where `resourceKey` names one. */
export interface LogStore {
  tables: Readonly<Record<string, TenantLogTable>>;
  resourceKey?: string;
}

const timeColumns = ["TimeGenerated", "timestamp"];
const resourceColumns = ["_ResourceId", "ResourceId"];

/**
 * The tables that a log query sees, the first store that has one winning, in either spelling of Application Insights.
 * `span` limits rows by their time, as the API's `timespan` does.
 */
export function logTableSource(stores: readonly LogStore[], span: Timespan | undefined): TableSource {
  return {
    find: (name) => {
      for (const store of stores) {
        const found = findIn(store, name);
        if (found !== undefined) return limited(found, span);
      }
      return undefined;
    },
    names: () => [...new Set(stores.flatMap(({ tables }) => Object.keys(tables)))],
  };
}

function findIn(store: LogStore, name: string): Table | undefined {
  const own = store.tables[name];
  if (own !== undefined) return ofResource(readTable(own), store.resourceKey);
  const other = otherSpelling(name);
  const held = other === undefined ? undefined : store.tables[other.table];
  if (other === undefined || held === undefined) return undefined;
  const table = ofResource(readTable(held), store.resourceKey);
  const columns = table.columns.map((column) => ({
    ...column,
    name: other.columns.get(column.name) ?? column.name,
  }));
  return { columns, rows: table.rows };
}

function readTable(table: TenantLogTable): Table {
  const columns = table.columns.map(({ name, type }) => ({ name, type: columnType(type) }));
  const rows = table.rows.map((row) => columns.map(({ type }, index) => readCell(type, row[index])));
  return { columns, rows };
}

function columnType(type: string): KqlType {
  const known: Record<string, KqlType> = {
    double: "real",
    boolean: "bool",
    date: "datetime",
    time: "timespan",
  };
  const lower = type.toLowerCase();
  return known[lower] ?? (lower as KqlType);
}

/** A query about a resource sees rows that name it; a table that names none is taken to be all about it. */
function ofResource(table: Table, resourceKey: string | undefined): Table {
  const at = table.columns.findIndex(({ name }) => resourceColumns.includes(name));
  if (resourceKey === undefined || at < 0) return table;
  return {
    ...table,
    rows: table.rows.filter((row) => covers(resourceKey, textOfValue(row[at]).toLowerCase())),
  };
}

function limited(table: Table, span: Timespan | undefined): Table {
  const at = table.columns.findIndex(({ name }) => timeColumns.includes(name));
  if (span === undefined || at < 0) return table;
  const isInside = (time: Value): boolean =>
    time instanceof KqlInstant && time.toMs() >= span.fromMs && time.toMs() <= span.toMs;
  return { ...table, rows: table.rows.filter((row: Row) => isInside(row[at])) };
}
