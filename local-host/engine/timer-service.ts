import type { DurableStore } from "../storage/durable-store.ts";
import type { Clock } from "./clock.ts";
import type { EngineLog } from "./engine-log.ts";

interface TimerServiceOptions {
  store: DurableStore;
  clock: Clock;
  log: EngineLog;
  wake: (instanceId: string) => void;
}

/** Fires durable timers: never early, the overdue ones at once, in the order in which they were due. */
export class TimerService {
  readonly #options: TimerServiceOptions;
  #armedAtMs: number | undefined;
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(options: TimerServiceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#armNext();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  /** A timer was committed that is due at `fireAtMs`. */
  added(fireAtMs: number): void {
    if (this.#armedAtMs === undefined || fireAtMs < this.#armedAtMs) this.#arm(fireAtMs);
  }

  #armNext(): void {
    const nextAtMs = this.#options.store.timers.nextAtMs();
    if (nextAtMs === undefined) this.#armedAtMs = undefined;
    else this.#arm(nextAtMs);
  }

  #arm(atMs: number): void {
    this.#cancel?.();
    this.#armedAtMs = atMs;
    this.#cancel = this.#options.clock.wakeAt(atMs, () => this.#fire());
  }

  #fire(): void {
    if (this.#isStopped) return;
    const { store, clock, log, wake } = this.#options;
    try {
      const nowMs = clock.now();
      const at = new Date(nowMs).toISOString();
      const fired = store.transaction(() =>
        store.timers.dueAt(nowMs).map(({ instanceId, executionId, taskId, fireAtMs }) => {
          const fireAt = new Date(fireAtMs).toISOString();
          store.timers.remove(instanceId, executionId, taskId);
          store.inbox.add(instanceId, executionId, { kind: "TimerFired", at, taskId, fireAt });
          return instanceId;
        }),
      );
      for (const instanceId of fired) wake(instanceId);
      this.#armNext();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log("error", `Due timers could not be stored; tried again in 1000 ms: ${message}`);
      this.#arm(clock.now() + 1_000);
    }
  }
}
