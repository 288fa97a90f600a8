import { parseIsoDuration } from "./iso-duration.ts";

export interface Timespan {
  fromMs: number;
  toMs: number;
}

/**
 * Reads a `timespan` parameter as Azure Monitor takes it: `start/end`, `start/duration`, `duration/end`, or a duration
 * that ends now. Undefined for anything else.
 */
export function parseTimespan(text: string, nowMs: number): Timespan | undefined {
  const parts = text.split("/").map((part) => part.trim());
  const [first = "", second] = parts;
  if (parts.length > 2) return undefined;
  const durationMs = parseIsoDuration(first);
  if (second === undefined)
    return durationMs === undefined ? undefined : { fromMs: nowMs - durationMs, toMs: nowMs };
  const secondDurationMs = parseIsoDuration(second);
  const [fromMs, toMs] = [Date.parse(first), Date.parse(second)];
  if (durationMs !== undefined) return Number.isNaN(toMs) ? undefined : { fromMs: toMs - durationMs, toMs };
  if (Number.isNaN(fromMs)) return undefined;
  if (secondDurationMs !== undefined) return { fromMs, toMs: fromMs + secondDurationMs };
  return Number.isNaN(toMs) ? undefined : { fromMs, toMs };
}
