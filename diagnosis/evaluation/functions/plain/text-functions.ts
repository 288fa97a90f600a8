import { sameJson, scalarText } from "../../../../domain/json-value.ts";
import { onOneText, onText, type PlainFunction, type PlainTable } from "./plain-function.ts";
import { firstMatch } from "./search-pattern.ts";

const contains: PlainFunction = ([subject, sought]) => {
  if (Array.isArray(subject)) return subject.some((item) => sameJson(item, sought ?? null));
  if (typeof subject !== "string") return false;
  return typeof sought === "string" ? subject.includes(sought) : null;
};

/** `contains`, case ignored. */
const mentions: PlainFunction = ([subject, sought]) => {
  if (typeof sought !== "string") return false;
  const part = sought.toLowerCase();
  if (Array.isArray(subject))
    return subject.some((item) => typeof item === "string" && item.toLowerCase() === part);
  return typeof subject === "string" && subject.toLowerCase().includes(part);
};

export const textFunctions: PlainTable = {
  contains,
  mentions,
  starts_with: ([text, part]) =>
    typeof text === "string" && typeof part === "string" && text.startsWith(part),
  ends_with: ([text, part]) => typeof text === "string" && typeof part === "string" && text.endsWith(part),
  matches: ([text, pattern]) =>
    typeof text === "string" && typeof pattern === "string" && firstMatch(text, pattern) !== undefined,
  find: onText((text, pattern = "") => {
    const found = firstMatch(text, pattern);
    return found?.[1] ?? found?.[0] ?? null;
  }),
  same_text: ([left, right]) =>
    typeof left === "string" && typeof right === "string" && left.toLowerCase() === right.toLowerCase(),
  lower: onOneText((text) => text.toLowerCase()),
  upper: onOneText((text) => text.toUpperCase()),
  trim: onOneText((text) => text.trim()),
  split: onText((text, separator = ",") => text.split(separator)),
  replace: onText((text, from = "", to = "") => (from === "" ? text : text.replaceAll(from, to))),
  join: ([separator, list]) =>
    typeof separator === "string" && Array.isArray(list)
      ? list.filter((item) => typeof item === "string").join(separator)
      : null,
  strip_prefix: onText((text, prefix = "") => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  strip_suffix: onText((text, suffix = "") =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  last_segment: onText(
    (text, separator = "/") => text.split(separator).findLast((part) => part !== "") ?? null,
  ),
  host_of: onText(hostOf),
  url_decode: onText(decoded),
  /** What no shell and no JSON needs quoted or escaped; null for anything else. */
  bare: onOneText((text) => (/^[\w./-]{1,500}$/.test(text) && !text.startsWith("-") ? text : null)),
  to_string: ([value]) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : scalarText(value ?? null),
  to_number: ([value]) => {
    if (typeof value === "number") return value;
    const isNumeric = typeof value === "string" && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value.trim());
    return isNumeric ? Number(value) : null;
  },
};

/** The host of a URL, a connection string's server or a bare `host:port`; lower case. */
function hostOf(text: string): string | null {
  const found =
    /^(?:[a-z][a-z0-9+.-]*:\/\/|tcp:)?(?:[^@/?#\s]*@)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?=[:,/?#]|$)/i.exec(
      text.trim(),
    );
  return found?.[1]?.toLowerCase() ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
