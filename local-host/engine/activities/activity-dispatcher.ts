import type { DurableStore } from "../../storage/durable-store.ts";
import type { QueuedActivity } from "../../storage/rows/activity-rows.ts";
import type { Clock } from "../clock.ts";
import type { EngineLog } from "../engine-log.ts";
import type { HistoryEvent } from "../history-event.ts";
import { isTerminal } from "../instances/instance-record.ts";
import { oversize } from "../turns/limit-payloads.ts";
import type { ActivityOutcome, ActivityRunner } from "./activity-runner.ts";

export interface ActivityDispatcherOptions {
  store: DurableStore;
  runner: ActivityRunner;
  clock: Clock;
  log: EngineLog;
  maxConcurrent: number;
  /** An activity during which the process ended this often fails instead of being started again. */
  maxStarts: number;
  maxPayloadBytes: number;
  wake: (instanceId: string) => void;
}

interface Finished {
  task: QueuedActivity;
  outcome: ActivityOutcome;
}

/**
 * Runs activities, a limited number at once. Each is at least run once: it leaves the queue in the transaction that
 * stores its result, so that a crash before runs it again and a crash after does not. Results that come together are
 * stored together.
 */
export class ActivityDispatcher {
  readonly #options: ActivityDispatcherOptions;
  readonly #running = new Map<number, QueuedActivity>();
  #queue: QueuedActivity[] = [];
  #finished: Finished[] = [];
  #isStopped = false;
  #isFlushing = false;
  #cancelRetry: (() => void) | undefined;

  constructor(options: ActivityDispatcherOptions) {
    this.#options = options;
  }

  get freeSlots(): number {
    return this.#queue.length > 0 ? 0 : this.#options.maxConcurrent - this.#running.size;
  }

  /** Takes up what an earlier process has left: interrupted activities are run again at once. */
  recover(): void {
    const { store } = this.#options;
    const woken = store.transaction(() => {
      const given: string[] = [];
      for (const task of store.activities.all()) {
        if (task.attempt >= this.#options.maxStarts) given.push(...this.#giveUp(task));
        else this.#queue.push(task);
      }
      return given;
    });
    this.#startClaimed(store.transaction(() => this.#claim()));
    for (const instanceId of woken) this.#options.wake(instanceId);
  }

  /** Adds newly committed activities; those with an attempt are already claimed and start now. */
  add(tasks: readonly QueuedActivity[]): void {
    this.#startClaimed(tasks.filter(({ attempt }) => attempt > 0));
    this.#queue.push(...tasks.filter(({ attempt }) => attempt === 0));
  }

  /** Running activities are abandoned: their results are not taken any more, and they run again after the next start. */
  stop(): void {
    this.#flush();
    this.#isStopped = true;
    this.#cancelRetry?.();
    const { store } = this.#options;
    store.transaction(() => {
      // Being stopped in good order does not count as having ended in the middle of the activity.
      for (const task of this.#running.values()) store.activities.setStarts(task.sequence, task.attempt - 1);
    });
  }

  #startClaimed(tasks: readonly QueuedActivity[]): void {
    for (const task of tasks) {
      this.#running.set(task.sequence, task);
      void this.#options.runner.run(task).then(
        (outcome) => this.#finish(task, outcome),
        (error: unknown) => this.#finish(task, brokenRun(task, error)),
      );
    }
  }

  #finish(task: QueuedActivity, outcome: ActivityOutcome): void {
    if (this.#isStopped) return;
    this.#running.delete(task.sequence);
    this.#finished.push({ task, outcome: this.#limited(task, outcome) });
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => this.#flush());
  }

  #limited(task: QueuedActivity, outcome: ActivityOutcome): ActivityOutcome {
    const size =
      outcome.kind === "completed" ? oversize(outcome.result, this.#options.maxPayloadBytes) : undefined;
    if (!size) return outcome;
    const reason = `Activity function '${task.name}' failed: its result is ${size}`;
    return { kind: "failed", reason, details: "", failure: null };
  }

  #flush(): void {
    this.#isFlushing = false;
    if (this.#isStopped) return;
    const { store, log, clock } = this.#options;
    const finished = this.#finished;
    this.#finished = [];
    const queue = this.#queue;
    try {
      const { woken, claimed } = store.transaction(() => ({
        woken: finished.flatMap((one) => this.#store(one)),
        claimed: this.#claim(),
      }));
      for (const instanceId of woken) this.#options.wake(instanceId);
      this.#startClaimed(claimed);
    } catch (error) {
      this.#queue = queue;
      this.#finished = [...finished, ...this.#finished];
      const message = error instanceof Error ? error.message : String(error);
      log("error", `Results of ${finished.length} activities could not be stored; tried again: ${message}`);
      this.#isFlushing = true;
      this.#cancelRetry = clock.wakeAt(clock.now() + 1_000, () => this.#flush());
    }
  }

  #store({ task, outcome }: Finished): string[] {
    const { store, clock } = this.#options;
    if (!store.activities.finish(task.sequence)) return [];
    const instance = store.instances.get(task.instanceId);
    if (!instance || instance.executionId !== task.executionId || isTerminal(instance.status)) return [];
    const at = new Date(clock.now()).toISOString();
    const { taskId } = task;
    const event: HistoryEvent =
      outcome.kind === "completed"
        ? { kind: "TaskCompleted", at, taskId, result: outcome.result }
        : { ...outcome, kind: "TaskFailed", at, taskId };
    store.inbox.add(task.instanceId, task.executionId, event);
    return [task.instanceId];
  }

  /** Marks as many queued activities as started as there are free places. */
  #claim(): QueuedActivity[] {
    const free = Math.max(0, this.#options.maxConcurrent - this.#running.size);
    const claimed = this.#queue.slice(0, free).map((task) => ({ ...task, attempt: task.attempt + 1 }));
    for (const task of claimed) this.#options.store.activities.setStarts(task.sequence, task.attempt);
    this.#queue = this.#queue.slice(claimed.length);
    return claimed;
  }

  #giveUp(task: QueuedActivity): string[] {
    const { store, clock, log } = this.#options;
    const reason = `Activity function '${task.name}' failed: it was started ${task.attempt} times, and each time the process ended before it had finished.`;
    log("error", reason, task.instanceId);
    const { instanceId, executionId } = task;
    const payload = JSON.stringify({ taskId: task.taskId, name: task.name, input: task.input });
    store.deadLetters.add({
      instanceId,
      executionId,
      kind: "activity",
      payload,
      reason,
      atMs: clock.now(),
    });
    return this.#store({ task, outcome: { kind: "failed", reason, details: "", failure: null } });
  }
}

/** The runner should have made this an outcome itself. */
function brokenRun(task: QueuedActivity, error: unknown): ActivityOutcome {
  const message = error instanceof Error ? error.message : "unknown error";
  const reason = `Activity function '${task.name}' failed: ${message}`;
  return { kind: "failed", reason, details: "", failure: null };
}
