export type FilterOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

/** A `$filter`, parsed. A path is a property name with `/` or `.` between its steps. */
export type Filter =
  | { kind: "and" | "or"; left: Filter; right: Filter }
  | { kind: "not"; operand: Filter }
  | { kind: "compare"; operator: FilterOperator; path: string; value: FilterValue }
  | { kind: "in"; path: string; values: FilterValue[] }
  | { kind: "call"; name: string; arguments: FilterArgument[] }
  | { kind: "any" | "all"; path: string; variable: string; condition?: Filter };

export type FilterValue = string | number | boolean | null;
export type FilterArgument = { path: string } | { value: FilterValue };

/** The text is not a filter that this simulator can read. */
export class InvalidFilterError extends Error {
  override readonly name = "InvalidFilterError";
  readonly code = "InvalidFilter";

  constructor(filter: string, problem: string) {
    super(`Invalid filter clause '${filter}': ${problem}.`);
  }
}
