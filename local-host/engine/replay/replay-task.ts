import type { TaskFailure } from "../history-event.ts";

export type Settlement =
  | { kind: "completed"; result: string | null }
  | ({ kind: "failed" } & TaskFailure)
  | { kind: "cancelled" };

/**
 * Something that a replayed orchestration waits for. Listeners run synchronously, in order of registration, as the
 * continuations of the Durable Task Framework do: task numbers are given out in that order.
 */
export class ReplayTask {
  settlement: Settlement | undefined;
  #listeners: ((settlement: Settlement) => void)[] = [];

  static settled(settlement: Settlement): ReplayTask {
    const task = new ReplayTask();
    task.settle(settlement);
    return task;
  }

  settle(settlement: Settlement): void {
    if (this.settlement) return;
    this.settlement = settlement;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener(settlement);
  }

  onSettled(listener: (settlement: Settlement) => void): void {
    if (this.settlement) listener(this.settlement);
    else this.#listeners.push(listener);
  }
}
