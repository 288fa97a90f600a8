import type { KqlType } from "./syntax.ts";

export interface Column {
  name: string;
  type: KqlType;
}

/**
 * A value of a row: null, text, number, boolean, `KqlInstant`, `KqlDuration`, or for dynamic columns any JSON value.
 */
export type Value = unknown;
export type Row = readonly Value[];

export interface Table {
  columns: readonly Column[];
  rows: readonly Row[];
}

/** Where a query's tables come from. */
export interface TableSource {
  /** Undefined where the name is no table. */
  find(name: string): Table | undefined;
  /** The names of all tables, for `search` and wildcards. */
  names(): readonly string[];
}
