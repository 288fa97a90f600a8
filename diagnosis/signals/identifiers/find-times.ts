import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type TimeSignal = Signals["times"][number];

const mostTimes = 100;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Each pattern with how its groups make `[year, month, day, hour, minute, second, zone]`. A time without a zone is UTC. */
const notations: readonly { pattern: RegExp; read: (groups: string[]) => string | undefined }[] = [
  {
    // ISO 8601, with a blank, a slash or dots in place of its signs; a comma before the milliseconds as Python logs it.
    pattern:
      /(?<!\d)(20\d\d)[-/](\d\d)[-/](\d\d)(?:T|\s|\s>\s)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?/g,
    read: ([, year, month, day, hour, minute, second, zone]) =>
      instant(year!, month!, day!, hour!, minute!, second!, zone!),
  },
  {
    // RFC 1123: `Thu, 09 Jul 2026 10:11:03 GMT`.
    pattern:
      /\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} (20\d\d) (\d\d):(\d\d):(\d\d)(?: (GMT|UTC|[+-]\d{4}))?/g,
    read: ([, day, month, year, hour, minute, second, zone]) =>
      instant(year!, String(months.indexOf(month!) + 1), day!, hour!, minute!, second!, zone!),
  },
  {
    // `10/29/2026 09:58:12`, `2/17/2026 10:57:00 AM`: month first, as .NET and Azure print it.
    pattern: /(?<!\d)(\d{1,2})\/(\d{1,2})\/(20\d\d),? (\d{1,2}):(\d\d):(\d\d)(?:\.\d{1,9})?(?:\s?(AM|PM))?/g,
    read: ([, month, day, year, hour, minute, second, half]) =>
      instant(
        year!,
        month!,
        day!,
        String((Number(hour) % (half ? 12 : 24)) + (half === "PM" ? 12 : 0)),
        minute!,
        second!,
        "Z",
      ),
  },
];

/** The instants that the error and the notes state, as ISO 8601 in UTC. */
export function findTimes(scan: Scan, parts: readonly TextPart[]): TimeSignal[] {
  const found = distinct<TimeSignal>(mostTimes, (signal) => signal.time);
  for (const part of parts) {
    if (part.kind === "code") continue;
    const inPart = notations.flatMap(({ pattern, read }) =>
      [...find(scan, part, pattern)].flatMap(({ groups, index, position }) => {
        const time = read(groups);
        return time === undefined ? [] : [{ index, signal: { time, ...position } }];
      }),
    );
    for (const { signal } of inPart.toSorted((left, right) => left.index - right.index)) found.add(signal);
  }
  return found.list();
}

function instant(
  year: string,
  month: string,
  day: string,
  hour: string,
  minute: string,
  second: string,
  zone: string,
): string | undefined {
  const two = (text: string) => text.padStart(2, "0");
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : "Z";
  const date = new Date(
    `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second || "00")}${offset}`,
  );
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
