/** The value at a path of property names and array positions, or undefined where a step is missing. */
export function fieldOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (current === null || typeof current !== "object") return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** The text at a path; empty where there is none. */
export function textOf(value: unknown, ...path: readonly (string | number)[]): string {
  const found = fieldOf(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The array at a path; empty where there is none. */
export function listOf(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A scalar as text, anything else as JSON; empty for nothing. */
export function scalarText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  return JSON.stringify(value) ?? "";
}

/** Azure compares ids and names without case. */
export function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
