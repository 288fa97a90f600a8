import { setTimeout as sleep } from "node:timers/promises";
import type { AuditOutbox } from "./audit-outbox.ts";
import type { AuditRow } from "./audit-row.ts";

/** One delivery: large enough for tens of thousands of rows a second, small enough for the memory of a small server. */
const batch = { rows: 500, bytes: 4 * 1024 * 1024 };
/** What is written within so long is delivered together. */
const gatherMs = 20;
const firstPauseMs = 200;
const longestPauseMs = 30_000;

/** Writes rows to the server in their order, each once, by its row ID: all of them or none. Rejects where it cannot. */
export type Deliver = (outboxId: string, next: () => readonly AuditRow[]) => Promise<void>;

export interface AuditDrainOptions {
  outbox: () => AuditOutbox;
  deliver: Deliver;
  /** Is told that rows wait, and that they do no longer. */
  log?: { warn(message: string): void; info(message: string): void } | undefined;
  /** Of the pauses after a failure; waiting for one never keeps the process alive. */
  pauseMs?: ((failures: number) => number) | undefined;
}

/**
 * Carries what waits in an outbox to the server, in batches, until nothing waits: after a failure again and again, with longer
 * and longer pauses. Any number of processes may carry from one outbox.
 */
export class AuditDrain {
  readonly #options: AuditDrainOptions;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = 0;
  #failures = 0;
  #isClosed = false;

  constructor(options: AuditDrainOptions) {
    this.#options = options;
  }

  /** Something waits: it is carried soon. */
  wake(inMs = gatherMs): void {
    if (this.#isClosed) return;
    const dueMs = performance.now() + inMs;
    // After a failure the pause counts, whatever is added meanwhile.
    if (this.#timer !== undefined && (this.#failures > 0 || this.#dueMs <= dueMs)) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#carry();
    }, inMs).unref();
  }

  /**
   * Carries now, whatever pause is on.
   *
   * @returns false where something still waits after that time.
   */
  async settle(timeoutMs: number): Promise<boolean> {
    return (await Promise.race([this.#carry(), sleep(timeoutMs, false, { ref: false })])) === true;
  }

  /** Carries for at most that time what is left, and then no more. What remains is carried when AZEBAL starts again. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#isClosed) return;
    await this.settle(timeoutMs);
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** @returns true when nothing waits any more. Never rejects. */
  async #carry(): Promise<boolean> {
    // What was added while a batch was on its way may have come too late for that round.
    while (this.#running !== undefined) await this.#running;
    if (this.#isClosed) return false;
    let isDone = false;
    this.#running = this.#carryAll()
      .then(() => {
        isDone = true;
        this.#succeeded();
      })
      .catch((error: unknown) => this.#failed(error))
      .finally(() => (this.#running = undefined));
    await this.#running;
    return isDone;
  }

  async #carryAll(): Promise<void> {
    const outbox = this.#options.outbox();
    while (!this.#isClosed && outbox.waiting() > 0) {
      let last = 0;
      await this.#options.deliver(outbox.id, () => {
        const waiting = outbox.next(batch);
        last = waiting.at(-1)?.seq ?? last;
        return waiting.map(({ row }) => row);
      });
      if (last > 0) outbox.removeUpTo(last);
    }
  }

  #succeeded(): void {
    if (this.#failures > 0)
      this.#options.log?.info("Every audit entry that waited on this machine is stored.");
    this.#failures = 0;
  }

  #failed(error: unknown): void {
    if (this.#failures === 0)
      this.#options.log?.warn(
        `Audit entries wait on this machine: ${error instanceof Error ? error.message : String(error)}`,
      );
    const pauseMs = this.#options.pauseMs?.(this.#failures) ?? pauseAfter(this.#failures);
    this.#failures += 1;
    this.wake(pauseMs);
  }
}

/** Spread out, so that a restarted server does not meet all its clients at once. */
function pauseAfter(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2);
}
