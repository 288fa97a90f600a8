import { isoOf, parseInstant } from "./instant.ts";
import type { PlainFunction, PlainTable } from "./plain-function.ts";

const shifted =
  (sign: 1 | -1, unitMs: number): PlainFunction =>
  ([instant, amount]) => {
    const ms = parseInstant(instant);
    return ms === undefined || typeof amount !== "number" ? null : isoOf(ms + sign * amount * unitMs);
  };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Over instants in any form that Azure writes; results are ISO 8601, UTC. Null for a text that is no instant. */
export const instantFunctions: PlainTable = {
  before: ([left, right]) => {
    const [first, second] = [parseInstant(left), parseInstant(right)];
    return first === undefined || second === undefined ? null : first < second;
  },
  /** From the first to the second; negative where the second is earlier. */
  seconds_between: ([left, right]) => {
    const [first, second] = [parseInstant(left), parseInstant(right)];
    return first === undefined || second === undefined ? null : (second - first) / 1_000;
  },
  hours_before: shifted(-1, hourMs),
  hours_after: shifted(1, hourMs),
  minutes_before: shifted(-1, minuteMs),
  minutes_after: shifted(1, minuteMs),
  days_before: shifted(-1, 24 * hourMs),
  days_after: shifted(1, 24 * hourMs),
  to_instant: ([text]) => {
    const ms = parseInstant(text);
    return ms === undefined ? null : isoOf(ms);
  },
};
