import type { KqlInstant } from "../values/instant.ts";

const formatPattern = /y{4}|yy|M{1,2}|d{1,2}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|[fF]{1,7}|tt/g;

/**
 * Writes an instant by a format such as `yyyy-MM-dd HH:mm:ss.fff`.
 *
 * @see https://learn.microsoft.com/kusto/query/format-datetime-function
 */
export function formatInstant(instant: KqlInstant, format: string): string {
  const date = new Date(instant.toMs());
  const fraction = instant.toText().slice(20, 27);
  const hour = date.getUTCHours();
  const values: Record<string, number> = {
    M: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    H: hour,
    h: hour % 12 === 0 ? 12 : hour % 12,
    m: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
  return format.replaceAll(formatPattern, (part) => {
    const letter = part.charAt(0);
    if (part === "tt") return hour < 12 ? "AM" : "PM";
    if (letter === "y") return String(date.getUTCFullYear()).slice(-part.length);
    if (letter === "f") return fraction.slice(0, part.length);
    if (letter === "F") return fraction.slice(0, part.length).replace(/0+$/, "");
    return String(values[letter] ?? "").padStart(part.length, "0");
  });
}
