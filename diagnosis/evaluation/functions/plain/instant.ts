import type { JsonValue } from "../../../../domain/json-value.ts";

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const rfc1123 = /^[A-Za-z]{3,9},? \d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2} (?:GMT|UTC)$/;

/**
 * Milliseconds since 1970 of an instant as Azure writes it: ISO 8601 with any number of decimals, with a space for the `T`,
 * with or without zone (UTC then), or the HTTP date form. Undefined for anything else: no guessing.
 */
export function parseInstant(text: JsonValue | undefined): number | undefined {
  if (typeof text !== "string") return undefined;
  const trimmed = text.trim();
  const parts = iso.exec(trimmed);
  if (parts === null) return rfc1123.test(trimmed) ? valid(Date.parse(trimmed)) : undefined;
  const [, date = "", time = "00:00:00", decimals = "", zone = "Z"] = parts;
  const seconds = time.length === 5 ? `${time}:00` : time;
  return valid(Date.parse(`${date}T${seconds}.${`${decimals}000`.slice(0, 3)}${zoneOf(zone)}`));
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function zoneOf(zone: string): string {
  if (/^z$/i.test(zone)) return "Z";
  return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function valid(ms: number): number | undefined {
  return Number.isFinite(ms) ? ms : undefined;
}
