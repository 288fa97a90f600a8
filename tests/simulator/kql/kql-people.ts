import { KqlEngine } from "../../../simulator/kql/kql-engine.ts";
import type { Table, TableSource } from "../../../simulator/kql/table.ts";

export const engine = new KqlEngine();
export const nowMs = Date.parse("2026-06-01T12:00:00Z");

const people: Table = {
  columns: [
    { name: "name", type: "string" },
    { name: "team", type: "string" },
    { name: "age", type: "long" },
    { name: "extra", type: "dynamic" },
  ],
  rows: [
    ["ann", "red", 30, { roles: ["reader", "owner"], city: "Oslo" }],
    ["bob", "blue", 40, { roles: ["reader"] }],
    ["cid", "red", null, { roles: [] }],
    ["dan", "red", 20, null],
  ],
};
const teams: Table = {
  columns: [
    { name: "team", type: "string" },
    { name: "lead", type: "string" },
  ],
  rows: [
    ["red", "ann"],
    ["blue", "bob"],
    ["blue", "eve"],
    ["green", "fay"],
  ],
};
const tables: Record<string, Table> = { people, teams };
/** Two small tables to query. */
export const source: TableSource = { find: (name) => tables[name], names: () => Object.keys(tables) };

export async function run(query: string): Promise<{ names: string[]; rows: unknown[] }> {
  const { columns, rows } = await engine.run(query, source, nowMs);
  return { names: columns.map(({ name }) => name), rows: JSON.parse(JSON.stringify(rows)) as unknown[] };
}

export const rowsOf = async (query: string): Promise<unknown[]> => (await run(query)).rows;
