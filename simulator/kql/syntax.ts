/**
 * The part of KQL that the simulator evaluates, as plain data: what the parser's thread hands over.
 *
 * @see https://learn.microsoft.com/kusto/query/
 */
export type KqlType =
  | "string"
  | "int"
  | "long"
  | "real"
  | "decimal"
  | "bool"
  | "datetime"
  | "timespan"
  | "guid"
  | "dynamic";

export interface NamedExpression {
  name?: string;
  expression: Expression;
}

export type Expression =
  /** Date-times and timespans keep their text; a dynamic literal is JSON. */
  | { kind: "literal"; type: KqlType; value: unknown }
  | { kind: "name"; name: string }
  | { kind: "star" }
  | { kind: "path"; base: Expression; name: string }
  | { kind: "element"; base: Expression; index: Expression }
  | { kind: "call"; name: string; arguments: Expression[] }
  | { kind: "negate"; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  /** `in`, `in~`, `has_any`, `has_all` and their negations; the list may be one tabular expression. */
  | { kind: "list"; operator: string; left: Expression; values: Expression[] }
  | { kind: "between"; negated: boolean; value: Expression; low: Expression; high: Expression }
  | { kind: "toscalar"; query: Pipeline }
  | { kind: "table"; query: Pipeline };

export interface Ordering {
  expression: Expression;
  descending: boolean;
  nullsFirst: boolean;
}

export interface MvExpandColumn extends NamedExpression {
  type?: KqlType;
}

export type Operator =
  | { kind: "where"; condition: Expression }
  | { kind: "project" | "extend" | "distinct"; columns: NamedExpression[] }
  | { kind: "project-away" | "project-keep" | "project-reorder"; names: string[] }
  | { kind: "project-rename"; columns: { name: string; from: string }[] }
  | { kind: "summarize"; aggregates: NamedExpression[]; by: NamedExpression[] }
  | { kind: "sort"; by: Ordering[] }
  | { kind: "take"; count: Expression }
  | { kind: "top"; count: Expression; by: Ordering[] }
  | { kind: "count" }
  | { kind: "union"; sources: Pipeline[]; sourceColumn?: string; fuzzy: boolean; inner: boolean }
  /** `lookup` leaves out the right side's keys. */
  | { kind: "join"; join: string; right: Pipeline; on: Expression[]; isLookup: boolean }
  | { kind: "mv-expand"; columns: MvExpandColumn[]; limit?: Expression }
  | { kind: "search"; condition: Expression }
  /** `render`, `serialize`: without effect on the rows. */
  | { kind: "pass" };

export type Source =
  | { kind: "table"; name: string }
  | { kind: "print"; columns: NamedExpression[] }
  | { kind: "datatable"; columns: { name: string; type: KqlType }[]; values: Expression[] }
  | { kind: "range"; name: string; from: Expression; to: Expression; step: Expression }
  | { kind: "union"; sources: Pipeline[]; sourceColumn?: string; fuzzy: boolean; inner: boolean }
  | { kind: "search"; tables: string[]; condition: Expression };

export interface Pipeline {
  source: Source;
  operators: Operator[];
}

export interface Query {
  lets: { name: string; value: Expression }[];
  body: Pipeline;
}
