import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import type { WriterTask } from "./journal-writer.ts";

export interface WriterProcess {
  /** What was stored, as the writer was told: `seq stepId`. */
  readonly said: string[];
  /** Resolves once the writer has said so many. */
  hasSaid(lines: number): Promise<void>;
  /** @returns the exit code; null where it was killed. */
  ended: Promise<number | null>;
  kill(): Promise<void>;
}

/**
 * Writes in a process of its own, until it is done, killed, or the test is over.
 *
 * @param program  the file beside this one that takes the task; it says each thing once it is stored.
 */
export function startWriter<Task = WriterTask>(task: Task, program = "journal-writer.ts"): WriterProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const output = createInterface({ input: child.stdout });
  const said: string[] = [];
  output.on("line", (text) => said.push(text));
  return {
    said,
    ended,
    hasSaid: async (lines) => {
      while (said.length < lines) await once(output, "line");
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
