const maxDepth = 6;
const maxEntries = 100;
/** More than a log line keeps, so that a secret is not cut in two before it is recognised. */
const maxCharacters = 32_000;

/** Any value as plain JSON of bounded size, without cycles. Never throws, also not for hostile getters. */
export function logValue(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === "string") return value.slice(0, maxCharacters);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return "[function]";
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value)) return "[circular]";
  if (above.length >= maxDepth) return "[deeper]";
  const path = [...above, value];
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((item) => logValue(item, path));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
  const keys = value instanceof Error ? errorKeys : Object.keys(value).slice(0, maxEntries);
  const entries = keys.map((key) => [key, logValue(propertyOf(value, key), path)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

/** What tells of an error; most of it is not enumerable. */
const errorKeys = ["name", "message", "code", "status", "stack", "cause", "errors"];

function propertyOf(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    // A getter of others may throw anything; the log line is written all the same.
    return "[unreadable]";
  }
}
