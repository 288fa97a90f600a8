/**
 * Loaded into the storage emulator (`--import`). The emulator ends with its standard input, and each line there puts its
 * clock forward by so many milliseconds: what is invisible or leased for a time is free again at once.
 */
const RealDate = Date;
let aheadMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(RealDate.now() + aheadMs);
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
} as DateConstructor;

process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => {
  for (const line of text.trim().split("\n")) {
    aheadMs += Number(line);
    process.stdout.write(`The clock is ${aheadMs} ms ahead.\n`);
  }
});
process.stdin.once("end", () => process.exit(0));
