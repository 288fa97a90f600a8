const ticksOf: Record<string, number> = {
  tick: 1,
  ticks: 1,
  microsecond: 10,
  microseconds: 10,
  ms: 10_000,
  milli: 10_000,
  millis: 10_000,
  millisec: 10_000,
  millisecond: 10_000,
  milliseconds: 10_000,
  s: 10_000_000,
  sec: 10_000_000,
  second: 10_000_000,
  seconds: 10_000_000,
  m: 600_000_000,
  min: 600_000_000,
  minute: 600_000_000,
  minutes: 600_000_000,
  h: 36_000_000_000,
  hr: 36_000_000_000,
  hour: 36_000_000_000,
  hours: 36_000_000_000,
  d: 864_000_000_000,
  day: 864_000_000_000,
  days: 864_000_000_000,
};

const clockPattern = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/;

/** A length of time in ticks of 100 ns. */
export class KqlDuration {
  readonly ticks: bigint;

  constructor(ticks: bigint) {
    this.ticks = ticks;
  }

  /** Reads `5d`, `1.5h`, `1.02:03:04.5` or a plain number of days; undefined for what is none. */
  static parse(text: string): KqlDuration | undefined {
    const trimmed = text.trim();
    const short = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(trimmed);
    const unit = ticksOf[short?.[2]?.toLowerCase() ?? ""];
    if (short !== null && unit !== undefined)
      return new KqlDuration(BigInt(Math.round(Number(short[1]) * unit)));
    if (/^-?\d+$/.test(trimmed)) return new KqlDuration(BigInt(trimmed) * 864_000_000_000n);
    const clock = clockPattern.exec(trimmed);
    if (clock === null) return undefined;
    const [, sign, days = "0", hours, minutes, seconds = "0", fraction = ""] = clock;
    const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
    const ticks = BigInt(whole) * 10_000_000n + BigInt(fraction.padEnd(7, "0"));
    return new KqlDuration(sign === "-" ? -ticks : ticks);
  }

  /** `d.hh:mm:ss.fffffff`, without the days and the fraction where they are zero. */
  toJSON(): string {
    const sign = this.ticks < 0n ? "-" : "";
    const ticks = this.ticks < 0n ? -this.ticks : this.ticks;
    const two = (value: bigint): string => String(value).padStart(2, "0");
    const seconds = ticks / 10_000_000n;
    const days = seconds / 86_400n;
    const fraction = ticks % 10_000_000n;
    const clock = `${two((seconds / 3_600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
    return `${sign}${days > 0n ? `${days}.` : ""}${clock}${fraction > 0n ? `.${String(fraction).padStart(7, "0")}` : ""}`;
  }
}
