const ticksPerMs = 10_000n;
const isoPattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** A point in time in ticks of 100 ns since 1970, which is what KQL keeps. */
export class KqlInstant {
  readonly ticks: bigint;

  constructor(ticks: bigint) {
    this.ticks = ticks;
  }

  static ofMs(ms: number): KqlInstant {
    return new KqlInstant(BigInt(Math.trunc(ms)) * ticksPerMs);
  }

  /** Reads ISO 8601, with or without a time; undefined for what is none. */
  static parse(text: string): KqlInstant | undefined {
    const match = isoPattern.exec(text.trim());
    if (match === null) {
      const ms = Date.parse(text);
      return Number.isNaN(ms) ? undefined : KqlInstant.ofMs(ms);
    }
    const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
    const ms = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    );
    const ticks = BigInt(fraction.padEnd(7, "0").slice(0, 7));
    return new KqlInstant(BigInt(ms - zoneMs(zone)) * ticksPerMs + ticks);
  }

  toMs(): number {
    return Number(this.ticks / ticksPerMs);
  }

  /** ISO 8601 with as many digits of a second as it needs. */
  toJSON(): string {
    return this.toText().replace(/(?:\.0+|(?<=\.\d+)0+)Z$/, "Z");
  }

  /** ISO 8601 with seven digits of a second, as KQL's `tostring` writes it. */
  toText(): string {
    const wholeSeconds = new Date(Math.floor(this.toMs() / 1_000) * 1_000).toISOString().slice(0, 19);
    const rest = ((this.ticks % 10_000_000n) + 10_000_000n) % 10_000_000n;
    return `${wholeSeconds}.${String(rest).padStart(7, "0")}Z`;
  }
}

function zoneMs(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
