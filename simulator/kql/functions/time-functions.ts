import { KqlSemanticError } from "../kql-errors.ts";
import type { Value } from "../table.ts";
import { convertValue, numberOf, textOfValue } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";
import { KqlInstant } from "../values/instant.ts";
import { formatInstant } from "./format-instant.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const unitMs: Record<string, number> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
};

function instantOf(value: Value): KqlInstant | null {
  const instant = convertValue("datetime", value);
  return instant instanceof KqlInstant ? instant : null;
}

function fromInstant(run: (instant: KqlInstant, date: Date) => Value): KqlFunction["run"] {
  return ([value]) => {
    const instant = instantOf(value ?? null);
    return instant === null ? null : run(instant, new Date(instant.toMs()));
  };
}

function startOf(unit: "day" | "hour" | "week" | "month" | "year", isEnd: boolean): KqlFunction {
  return define(1, 2, "datetime", ([value, offset]) => {
    const instant = instantOf(value ?? null);
    if (instant === null) return null;
    const date = new Date(instant.toMs());
    const steps = Math.trunc(numberOf(offset ?? 0) ?? 0) + (isEnd ? 1 : 0);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const ms = {
      hour: Date.UTC(year, month, day, date.getUTCHours() + steps),
      day: Date.UTC(year, month, day + steps),
      week: Date.UTC(year, month, day - date.getUTCDay() + 7 * steps),
      month: Date.UTC(year, month + steps),
      year: Date.UTC(year + steps, 0),
    }[unit];
    const start = KqlInstant.ofMs(ms);
    return isEnd ? new KqlInstant(start.ticks - 1n) : start;
  });
}

/** Calendar units count borders crossed, as KQL's `datetime_diff` does. */
function difference(unit: string, later: KqlInstant, earlier: KqlInstant): number {
  const [one, other] = [new Date(later.toMs()), new Date(earlier.toMs())];
  const months =
    (one.getUTCFullYear() - other.getUTCFullYear()) * 12 + one.getUTCMonth() - other.getUTCMonth();
  if (unit === "year") return one.getUTCFullYear() - other.getUTCFullYear();
  if (unit === "quarter") return Math.floor(months / 3);
  if (unit === "month") return months;
  const sizeMs = unitMs[unit];
  if (sizeMs === undefined) throw new KqlSemanticError("SEM0219", `'datetime_diff': unknown part '${unit}'.`);
  return Math.floor(later.toMs() / sizeMs) - Math.floor(earlier.toMs() / sizeMs);
}

function shifted(unit: string, amount: number, instant: KqlInstant): KqlInstant {
  const date = new Date(instant.toMs());
  const months = { year: 12, quarter: 3, month: 1 }[unit];
  if (months !== undefined) {
    const moved = new Date(date);
    moved.setUTCMonth(moved.getUTCMonth() + months * amount);
    return KqlInstant.ofMs(moved.getTime());
  }
  const sizeMs = unitMs[unit];
  if (sizeMs === undefined) throw new KqlSemanticError("SEM0219", `'datetime_add': unknown part '${unit}'.`);
  return new KqlInstant(instant.ticks + BigInt(amount * sizeMs) * 10_000n);
}

export const timeFunctions: Record<string, KqlFunction> = {
  now: define(0, 1, "datetime", ([offset], { now }) =>
    offset instanceof KqlDuration ? new KqlInstant(now.ticks + offset.ticks) : now,
  ),
  ago: define(1, 1, "datetime", ([back], { now }) =>
    back instanceof KqlDuration ? new KqlInstant(now.ticks - back.ticks) : null,
  ),
  startofday: startOf("day", false),
  startofweek: startOf("week", false),
  startofmonth: startOf("month", false),
  startofyear: startOf("year", false),
  endofday: startOf("day", true),
  endofweek: startOf("week", true),
  endofmonth: startOf("month", true),
  endofyear: startOf("year", true),
  getyear: define(
    1,
    1,
    "int",
    fromInstant((_instant, date) => date.getUTCFullYear()),
  ),
  monthofyear: define(
    1,
    1,
    "int",
    fromInstant((_instant, date) => date.getUTCMonth() + 1),
  ),
  dayofmonth: define(
    1,
    1,
    "int",
    fromInstant((_instant, date) => date.getUTCDate()),
  ),
  hourofday: define(
    1,
    1,
    "int",
    fromInstant((_instant, date) => date.getUTCHours()),
  ),
  dayofweek: define(
    1,
    1,
    "timespan",
    fromInstant((_instant, date) => new KqlDuration(BigInt(date.getUTCDay()) * 864_000_000_000n)),
  ),
  datetime_diff: define(3, 3, "long", ([unit, later, earlier]) => {
    const [one, other] = [instantOf(later ?? null), instantOf(earlier ?? null)];
    return one === null || other === null ? null : difference(textOfValue(unit).toLowerCase(), one, other);
  }),
  datetime_add: define(3, 3, "datetime", ([unit, amount, value]) => {
    const [instant, count] = [instantOf(value ?? null), numberOf(amount ?? null)];
    return instant === null || count === null
      ? null
      : shifted(textOfValue(unit).toLowerCase(), count, instant);
  }),
  make_datetime: define(3, 6, "datetime", (values) => {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = values.map(
      (value) => numberOf(value) ?? 0,
    );
    return KqlInstant.ofMs(Date.UTC(year, month - 1, day, hour, minute, second));
  }),
  unixtime_seconds_todatetime: define(1, 1, "datetime", ([value]) => {
    const seconds = numberOf(value ?? null);
    return seconds === null ? null : KqlInstant.ofMs(seconds * 1_000);
  }),
  unixtime_milliseconds_todatetime: define(1, 1, "datetime", ([value]) => {
    const ms = numberOf(value ?? null);
    return ms === null ? null : KqlInstant.ofMs(ms);
  }),
  format_datetime: define(2, 2, "string", ([value, format]) => {
    const instant = instantOf(value ?? null);
    return instant === null ? "" : formatInstant(instant, textOfValue(format));
  }),
};
