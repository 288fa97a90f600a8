import { describe, expect, it } from "vitest";
import type { LogLevel } from "../../../services/platform/log-level.ts";
import { createLogger, type Logger } from "../../../services/platform/logging.ts";
import { withTrace } from "../../../services/platform/trace.ts";

const time = "2026-10-14T09:20:00.000Z";

function recorded(level: LogLevel = "debug"): { logger: Logger; lines: string[]; entries: () => unknown[] } {
  const lines: string[] = [];
  const logger = createLogger({ level, write: (line) => lines.push(line), now: () => time });
  return { logger, lines, entries: () => lines.map((line) => JSON.parse(line) as unknown) };
}

describe("a log line", () => {
  it("is one JSON object with time, level, message and fields", () => {
    const { logger, lines } = recorded();
    logger.info("A diagnosis began.", { diagnosisId: "d-1", reads: 3 });
    expect(lines).toEqual([
      `{"time":"${time}","level":"info","message":"A diagnosis began.","diagnosisId":"d-1","reads":3}\n`,
    ]);
  });

  it("stays one line whatever its text holds", () => {
    const { logger, lines } = recorded();
    logger.warn("first\nsecond\r\u2028third", { text: "a\nb" });
    expect(lines.length).toBe(1);
    expect(lines[0]?.trimEnd().split("\n").length).toBe(1);
  });

  it("carries the trace that it is written within", async () => {
    const { logger, entries } = recorded();
    const trace = {
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      spanId: "00f067aa0ba902b7",
      isSampled: true,
    };
    await withTrace(trace, async () => {
      await Promise.resolve();
      logger.info("within");
    });
    logger.info("outside");
    expect(entries()).toEqual([
      { time, level: "info", message: "within", trace_id: trace.traceId, span_id: trace.spanId },
      { time, level: "info", message: "outside" },
    ]);
  });

  it("carries the fields of its logger, which a call may replace", () => {
    const { logger, entries } = recorded();
    const child = logger.child({ room: "gateway", session: "s-1" });
    child.child({ tool: "debug_error" }).error("Failed.", { session: "s-2" });
    expect(entries()).toEqual([
      { time, level: "error", message: "Failed.", room: "gateway", session: "s-2", tool: "debug_error" },
    ]);
  });

  it("keeps time, level and message against fields of the same name", () => {
    const { logger, entries } = recorded();
    logger.info("true", { message: "false", level: "none", time: "never", trace_id: "x", other: 1 });
    expect(entries()).toEqual([{ time, level: "info", message: "true", other: 1 }]);
  });

  it("tells of an error with its class, code, stack and causes", () => {
    const { logger, entries } = recorded();
    const cause = Object.assign(new RangeError("inner"), { code: "E_INNER" });
    const error = new TypeError("outer", { cause });
    logger.error("Failed.", { error });
    expect(entries()).toEqual([
      {
        time,
        level: "error",
        message: "Failed.",
        error: {
          name: "TypeError",
          message: "outer",
          stack: error.stack,
          cause: { name: "RangeError", message: "inner", code: "E_INNER", stack: cause.stack },
        },
      },
    ]);
  });
});

describe("a level", () => {
  it.each<[LogLevel, LogLevel[]]>([
    ["error", ["error"]],
    ["warn", ["error", "warn"]],
    ["info", ["error", "warn", "info"]],
    ["debug", ["error", "warn", "info", "debug"]],
  ])("%s lets through %j", (level, through) => {
    const { logger, entries } = recorded(level);
    for (const name of ["error", "warn", "info", "debug"] as const) logger[name](name);
    expect(entries().map((entry) => (entry as { level: string }).level)).toEqual(through);
  });
});

describe("a secret", () => {
  const jwt = `eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from('{"aud":"https://management.azure.com"}').toString("base64url")}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;
  const key = `${"Ab3/+".repeat(17)}Q==`;

  it.each<[string, string, string]>([
    ["a bearer token", `authorization: Bearer ${jwt}`, jwt],
    ["a token in a sentence", `the token ${jwt} was refused`, jwt],
    ["an account key", `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key};`, key],
    [
      "a signed link",
      "GET https://a.blob.core.windows.net/c?sv=2024-11-04&sig=q1w2e3r4t5y6u7i8o9p0%3D",
      "q1w2e3r4t5y6u7i8o9p0",
    ],
    [
      "a password",
      "Server=tcp:s.database.windows.net;User ID=app;Password=Tr0ub4dor&3xyz;",
      "Tr0ub4dor&3xyz",
    ],
  ])("is redacted in the message and in every field: %s", (_, text, secret) => {
    const { logger, lines } = recorded();
    logger.error(text, {
      text,
      nested: { list: [text] },
      error: new TypeError(text, { cause: new RangeError(text) }),
    });
    expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain("redacted");
  });

  it("is redacted by the name of its field", () => {
    const { logger, lines } = recorded();
    logger.info("settings", { clientSecret: "plainlooking1", nested: { password: "alsoplain22" } });
    expect(lines[0]).not.toMatch(/plainlooking1|alsoplain22/u);
  });
});

describe("a logger never throws", () => {
  it.each<[string, () => Record<string, unknown>, unknown]>([
    [
      "a circle",
      () => {
        const circle: Record<string, unknown> = { name: "a" };
        circle["self"] = circle;
        return { circle };
      },
      { circle: { name: "a", self: "[circular]" } },
    ],
    [
      "a getter that throws",
      () => ({
        hostile: {
          get x(): never {
            throw new TypeError("no");
          },
        },
      }),
      { hostile: { x: "[unreadable]" } },
    ],
    [
      "a bigint, a symbol and a function",
      () => ({ b: 1n, s: Symbol("s"), f: () => 1 }),
      { b: "1", s: "Symbol(s)", f: "[function]" },
    ],
    [
      "an invalid date",
      () => ({ at: new Date(Number.NaN), ok: new Date(0) }),
      { at: "[invalid date]", ok: "1970-01-01T00:00:00.000Z" },
    ],
    [
      "what is not there",
      () => ({ none: undefined, nothing: null, nan: Number.NaN }),
      { nothing: null, nan: null },
    ],
    [
      "a deep value",
      () => ({ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }),
      { a: { b: { c: { d: { e: { f: "[deeper]" } } } } } },
    ],
    [
      "a long list",
      () => ({ list: Array.from({ length: 500 }, () => 1) }),
      { list: Array.from({ length: 100 }, () => 1) },
    ],
    ["a long text", () => ({ text: "y".repeat(9_000) }), { text: `${"y".repeat(8_000)}… (9000 characters)` }],
    [
      "a toJSON that throws",
      () => ({ odd: { toJSON: () => JSON.parse("{") as unknown } }),
      { odd: { toJSON: "[function]" } },
    ],
  ])("for %s", (_, fields, logged) => {
    const { logger, entries } = recorded();
    logger.info("m", fields());
    expect(entries()).toEqual([{ time, level: "info", message: "m", ...(logged as object) }]);
  });

  it("where its writer fails", () => {
    const logger = createLogger({
      level: "info",
      write: () => {
        throw new TypeError("disk full");
      },
    });
    expect(() => logger.info("m")).not.toThrow();
  });
});
