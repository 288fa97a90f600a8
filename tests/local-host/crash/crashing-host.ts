import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

interface Answer {
  status: number;
  body: unknown;
}

/** A host in a child process that can be killed and started again on the same files. */
export class CrashingHost {
  readonly directory = mkdtempSync(join(tmpdir(), "local-host-crash-"));
  readonly #environment: Record<string, string>;
  #child: ChildProcessWithoutNullStreams | undefined;
  #lines: Interface | undefined;
  #errors = "";

  constructor(environment: Record<string, string> = {}) {
    this.#environment = environment;
  }

  /** @returns false when the process was killed before it was ready. */
  async start(): Promise<boolean> {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, "apps", "crash-child.ts")], {
      env: { ...process.env, ...this.#environment, CRASH_DIRECTORY: this.directory },
    });
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#child.stdin.on("error", () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout });
    return (await this.line("ready")) !== undefined;
  }

  /** The next line that begins so; undefined when the process ended first. */
  async line(beginning: string): Promise<string | undefined> {
    const lines = this.#lines;
    const child = this.#child;
    if (!lines || !child) throw new Error("not started");
    return new Promise((resolve, reject) => {
      const onLine = (line: string) => {
        if (line.startsWith(beginning)) finish(line);
      };
      const onEnd = () => {
        if (child.exitCode !== null && child.exitCode !== 0)
          reject(new Error(`The host ended with ${child.exitCode}: ${this.#errors}`));
        finish(undefined);
      };
      const finish = (line: string | undefined) => {
        lines.off("line", onLine);
        child.off("close", onEnd);
        resolve(line);
      };
      lines.on("line", onLine);
      child.once("close", onEnd);
      if (child.exitCode !== null || child.signalCode !== null) onEnd();
    });
  }

  /** Sends a request; undefined when the process was killed before it answered. */
  async request(text: string): Promise<Answer | undefined> {
    const answered = this.line("answer ");
    this.#child?.stdin.write(`${text}\n`);
    const line = await answered;
    if (line === undefined) return undefined;
    const [, status = "", ...body] = line.split(" ");
    const said = body.join(" ");
    return { status: Number(status), body: said === "" ? undefined : JSON.parse(said) };
  }

  /** The instance's output once it has ended; undefined when the process was killed before. */
  async output(id: string): Promise<unknown> {
    for (;;) {
      const answer = await this.request(`GET instances/${id}`);
      if (!answer) return undefined;
      const { runtimeStatus, output } = answer.body as { runtimeStatus: string; output: unknown };
      if (runtimeStatus !== "Pending" && runtimeStatus !== "Running") return output;
    }
  }

  async untilHistory(id: string, type: string): Promise<void> {
    for (;;) {
      const answer = await this.request(`GET instances/${id}?showHistory=true`);
      if (!answer) throw new Error(`The host ended before ${id} had ${type}.`);
      const { historyEvents = [] } = answer.body as { historyEvents?: { EventType: string }[] };
      if (historyEvents.some(({ EventType }) => EventType === type)) return;
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "close");
  }

  /** What the app has noted: `start <step> <idempotency key>` and `effect …`. */
  log(): string[] {
    return lines(join(this.directory, "log.txt"));
  }

  /** Where the app has killed its process. */
  crashes(): string[] {
    return lines(join(this.directory, "points.txt"));
  }

  release(step: string): void {
    writeFileSync(join(this.directory, `${step}.released`), "");
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true });
  }
}

function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
}
