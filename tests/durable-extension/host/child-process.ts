import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

/** A program that runs beside a test. It also ends by itself when the test's process is gone: with its standard input. */
export interface ChildProgram {
  pid: number;
  /** Resolves once a line on standard output matches. Rejects with what the program wrote where it ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Asks it to end, and makes it end where it has not after some seconds. */
  stop(): Promise<void>;
  /** Ends it as the kernel does: no handler runs. */
  kill(): Promise<void>;
}

const stopWithinMs = 10_000;
const keptCharacters = 20_000;

export function startProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProgram {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(command, args, {
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  let written = "";
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      written = `${written}${part}`.slice(-keptCharacters);
      for (const look of looking) look();
    });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    get pid() {
      return child.pid!;
    },
    async line(pattern) {
      const found = Promise.withResolvers<RegExpExecArray>();
      const look = () => {
        const match = pattern.exec(written);
        if (match) found.resolve(match);
      };
      looking.add(look);
      look();
      const failed = ended.then(() => {
        throw new Error(`${command} ${args.join(" ")} ended early:\n${written}`);
      });
      child.once("error", found.reject);
      return await Promise.race([found.promise, failed]).finally(() => looking.delete(look));
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    async stop() {
      const impatience = new AbortController();
      void pause(stopWithinMs, undefined, { signal: impatience.signal }).then(
        () => child.kill("SIGKILL"),
        () => {},
      );
      await end("SIGTERM");
      impatience.abort();
    },
    kill: () => end("SIGKILL"),
  };
}
