import { scalarText } from "../tenant/field.ts";
import {
  type Filter,
  type FilterArgument,
  type FilterOperator,
  type FilterValue,
  InvalidFilterError,
} from "./filter.ts";

const isoInstant = /^\d{4}-\d\d-\d\d(T|$)/;

/**
 * Answers whether an item passes a filter. Texts compare without case, as Azure's services do; texts that are both ISO
 * instants compare as instants.
 *
 * @param callFunction decides functions that only one service knows; undefined where it does not know it either.
 * @throws InvalidFilterError for a function that nobody knows.
 */
export function matchesFilter(
  filter: Filter,
  item: unknown,
  callFunction?: (name: string, values: readonly unknown[]) => boolean | undefined,
): boolean {
  switch (filter.kind) {
    case "and":
      return (
        matchesFilter(filter.left, item, callFunction) && matchesFilter(filter.right, item, callFunction)
      );
    case "or":
      return (
        matchesFilter(filter.left, item, callFunction) || matchesFilter(filter.right, item, callFunction)
      );
    case "not":
      return !matchesFilter(filter.operand, item, callFunction);
    case "compare":
      return compare(filter.operator, valueAt(item, filter.path), filter.value);
    case "in":
      return filter.values.some((value) => compare("eq", valueAt(item, filter.path), value));
    case "call": {
      const values = filter.arguments.map((argument) => argumentValue(item, argument));
      return callFunction?.(filter.name, values) ?? textFunction(filter.name, values);
    }
    case "any":
    case "all": {
      const list = valueAt(item, filter.path);
      const elements: unknown[] = Array.isArray(list) ? list : [];
      const condition = filter.condition;
      if (condition === undefined) return elements.length > 0;
      const passes = (element: unknown): boolean =>
        matchesFilter(condition, { [filter.variable]: element }, callFunction);
      return filter.kind === "any" ? elements.some(passes) : elements.every(passes);
    }
  }
}

/** The value at a path whose names compare without case. */
export function valueAt(item: unknown, path: string): unknown {
  let current = item;
  for (const step of path.split(/[/.]/)) {
    if (current === null || typeof current !== "object") return undefined;
    const record = current as Record<string, unknown>;
    const name =
      step in record ? step : Object.keys(record).find((key) => key.toLowerCase() === step.toLowerCase());
    current = name === undefined ? undefined : record[name];
  }
  return current;
}

function argumentValue(item: unknown, argument: FilterArgument): unknown {
  return "path" in argument ? valueAt(item, argument.path) : argument.value;
}

function textFunction(name: string, values: readonly unknown[]): boolean {
  const [first, second] = values.map((value) => scalarText(value).toLowerCase());
  switch (name) {
    case "startswith":
      return (first ?? "").startsWith(second ?? "");
    case "endswith":
      return (first ?? "").endsWith(second ?? "");
    case "contains":
      return (first ?? "").includes(second ?? "");
    case "substringof":
      return (second ?? "").includes(first ?? "");
    default:
      throw new InvalidFilterError(`${name}(…)`, "the function is not supported");
  }
}

function compare(operator: FilterOperator, left: unknown, right: FilterValue): boolean {
  const order = orderOf(left ?? null, right);
  switch (operator) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "gt":
      return order !== undefined && order > 0;
    case "ge":
      return order !== undefined && order >= 0;
    case "lt":
      return order !== undefined && order < 0;
    case "le":
      return order !== undefined && order <= 0;
  }
}

function orderOf(left: unknown, right: FilterValue): number | undefined {
  if (left === null || right === null) return left === right ? 0 : undefined;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [one, other] = [scalarText(left), scalarText(right)];
  if (isoInstant.test(one) && isoInstant.test(other)) return Date.parse(one) - Date.parse(other);
  const [low, high] = [one.toLowerCase(), other.toLowerCase()];
  return low === high ? 0 : low < high ? -1 : 1;
}
