/** A value as JSON text; null where JSON has no text for it (undefined, null, a function). */
export function jsonText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value) ?? null;
}

/**
 * An activity's input as the extension hands it to the worker: always a string. Objects and arrays cross as JSON,
 * numbers as text, and a boolean as .NET writes it (`True`), which the worker cannot parse and passes on as a string.
 * The SDK has already quoted strings once. Null means that no data is sent.
 */
export function activityInputText(input: unknown): string | null {
  if (typeof input === "string") return input;
  if (typeof input === "boolean") return input ? "True" : "False";
  if (typeof input === "number") return (jsonText(input) ?? "null").replace("e", "E");
  return jsonText(input);
}

/** A value of unknown type as text for people; text stays as it is. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? typeof value);
}
