import { ReplayTask } from "./replay-task.ts";

/**
 * External events of one execution. Names match ignoring case; of several waits for one name the newest is served
 * first; events that nobody waits for are kept, oldest first. As DurableOrchestrationContext of the extension does it.
 */
export class EventMailbox {
  readonly #waiting = new Map<string, ReplayTask[]>();
  readonly #kept = new Map<string, (string | null)[]>();

  get keptEvents(): number {
    let count = 0;
    for (const inputs of this.#kept.values()) count += inputs.length;
    return count;
  }

  wait(name: string): ReplayTask {
    const key = name.toLowerCase();
    const kept = this.#kept.get(key);
    if (kept) {
      const input = kept.shift() ?? null;
      if (kept.length === 0) this.#kept.delete(key);
      return ReplayTask.settled({ kind: "completed", result: input });
    }
    const task = new ReplayTask();
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.push(task);
    else this.#waiting.set(key, [task]);
    return task;
  }

  raise(name: string, input: string | null): void {
    const key = name.toLowerCase();
    const waiting = this.#waiting.get(key);
    const task = waiting?.pop();
    if (task) {
      if (waiting?.length === 0) this.#waiting.delete(key);
      task.settle({ kind: "completed", result: input });
      return;
    }
    const kept = this.#kept.get(key);
    if (kept) kept.push(input);
    else this.#kept.set(key, [input]);
  }
}
