import { scalarText } from "../../tenant/field.ts";
import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { KqlDuration } from "./duration.ts";
import { KqlInstant } from "./instant.ts";

/** KQL's `tostring`: nothing for null, JSON for objects and lists. */
export function textOfValue(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (value instanceof KqlInstant) return value.toText();
  if (value instanceof KqlDuration) return value.toJSON();
  return scalarText(value);
}

/** Converts to a type as KQL's `tolong`, `todatetime` and so on do: null where the value cannot be read as one. */
export function convertValue(type: KqlType, value: Value): Value {
  if (type === "string" || type === "guid")
    return value === null && type === "guid" ? null : textOfValue(value);
  if (value === null || value === undefined || value === "") return null;
  switch (type) {
    case "int":
    case "long": {
      const number = numberOf(value);
      return number === null ? null : Math.trunc(number);
    }
    case "real":
    case "decimal":
      return numberOf(value);
    case "bool":
      return booleanOf(value);
    case "datetime":
      if (value instanceof KqlInstant) return value;
      return typeof value === "string" ? (KqlInstant.parse(value) ?? null) : null;
    case "timespan":
      if (value instanceof KqlDuration) return value;
      return typeof value === "string" ? (KqlDuration.parse(value) ?? null) : null;
    case "dynamic":
      return value;
  }
}

/** The number in a value, or null. */
export function numberOf(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function booleanOf(value: Value): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "string") return null;
  if (/^(?:true|1)$/i.test(value)) return true;
  return /^(?:false|0)$/i.test(value) ? false : null;
}

/** A cell as it stands in JSON, read as its column's type. Dynamic columns may hold JSON as text. */
export function readCell(type: KqlType, cell: unknown): Value {
  if (type !== "dynamic") return convertValue(type, cell ?? null);
  if (typeof cell !== "string" || !/^\s*[[{]/.test(cell)) return cell ?? null;
  try {
    return JSON.parse(cell) as Value;
  } catch {
    return cell;
  }
}
