import type { OrchestrationContext, Task } from "durable-functions";
import { eventNames } from "../../domain/diagnosis.ts";
import { hasSettled } from "./has-settled.ts";

/**
 * Watches for the external event `cancel` over any number of races.
 *
 * A task may stand in one race only: a second race would list it in the actions again, and the host would start it
 * again. So each race gets a waiter of its own. A waiter that lost stays behind and takes an event that arrives between
 * two races; that is why every waiter is asked, not only the newest.
 */
export class CancelWatch {
  readonly #context: OrchestrationContext;
  readonly #waiters: Task[] = [];

  constructor(context: OrchestrationContext) {
    this.#context = context;
  }

  /** A new waiter, to be raced once. */
  nextWaiter(): Task {
    const waiter = this.#context.df.waitForExternalEvent(eventNames.cancel);
    this.#waiters.push(waiter);
    return waiter;
  }

  isCancelled(): boolean {
    return this.#waiters.some(hasSettled);
  }
}
