/** Any JSON Schema, as data. */
export type JsonSchema = Record<string, unknown>;

/** What says nothing to a caller; lengths are checked when a call comes, with an answer that says what to send. */
const idle = new Set(["$schema", "propertyNames", "minLength", "maxLength"]);

/**
 * The same schema in fewer bytes, in the part that draft-07 and 2020-12 share: clients validate with either. Open
 * objects, counts from 0 and largest integers are the defaults; a format speaks for its long pattern.
 */
export function compactJsonSchema(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !idle.has(key) && !isDefault(key, value, schema))
      .map(([key, value]) => [
        key,
        key === "properties" ? mapValues(value, compactValue) : compactValue(value),
      ]),
  );
}

function isDefault(key: string, value: unknown, schema: JsonSchema): boolean {
  if (key === "additionalProperties" || key === "properties") return isEmptyObject(value);
  if (key === "minimum" && value === Number.MIN_SAFE_INTEGER) return true;
  if (key === "minimum")
    return value === 0 && !("maximum" in schema && schema["maximum"] !== Number.MAX_SAFE_INTEGER);
  if (key === "maximum") return value === Number.MAX_SAFE_INTEGER;
  return key === "pattern" && "format" in schema;
}

function compactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compactValue);
  return typeof value === "object" && value !== null ? compactJsonSchema(value as JsonSchema) : value;
}

function mapValues(value: unknown, map: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
