import { spawnSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { handleProcessErrors } from "../../../services/platform/process-errors.ts";

function handled() {
  const source = new EventEmitter();
  const logged: unknown[] = [];
  const codes: number[] = [];
  const uninstall = handleProcessErrors({
    source,
    logger: { error: (message, fields) => logged.push([message, fields]) },
    exit: (code) => codes.push(code),
  });
  return { source, logged, codes, uninstall };
}

describe("an error that nobody caught", () => {
  it.each([
    [
      "uncaughtException",
      "The process ends because of an error that nothing caught. Start it again; nothing is lost.",
    ],
    [
      "unhandledRejection",
      "The process ends because a promise failed unheeded. Start it again; nothing is lost.",
    ],
  ])("is logged once and ends the process with code 1: %s", (event, message) => {
    const { source, logged, codes } = handled();
    const error = new RangeError("x");
    source.emit(event, error);
    source.emit(event, new RangeError("while ending"));
    expect([logged, codes]).toEqual([[[message, { error }]], [1]]);
  });

  it("is no longer handled once the handler is taken off", () => {
    const { source, uninstall } = handled();
    uninstall();
    expect(source.eventNames()).toEqual([]);
  });

  it.each(["throw new RangeError('lost in a timer')", "Promise.reject(new RangeError('lost in a promise'))"])(
    "leaves one line of JSON on standard error of a real process: %s",
    (fault) => {
      const module = (name: string) =>
        fileURLToPath(new URL(`../../../services/platform/${name}`, import.meta.url));
      const script = `
        import { createLogger } from ${JSON.stringify(module("logging.ts"))};
        import { handleProcessErrors } from ${JSON.stringify(module("process-errors.ts"))};
        handleProcessErrors({ logger: createLogger({ level: "error", now: () => "t" }) });
        setTimeout(() => { ${fault}; }, 0);
        setTimeout(() => {}, 60_000);
      `;
      const run = spawnSync(process.execPath, ["--input-type=module-typescript", "--eval", script], {
        encoding: "utf8",
        timeout: 30_000,
      });
      const lines = run.stderr.trim().split("\n");
      expect([run.status, run.stdout, lines.length]).toEqual([1, "", 1]);
      expect(JSON.parse(lines[0]!)).toMatchObject({
        time: "t",
        level: "error",
        error: { name: "RangeError" },
      });
    },
  );
});
