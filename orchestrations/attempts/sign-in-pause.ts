import type { OrchestrationContext, Task } from "durable-functions";
import { eventNames } from "../../domain/diagnosis.ts";
import type { CancelWatch } from "./cancel-watch.ts";
import { instantAfter, timerDelayMs } from "./deadline.ts";
import { hasSettled } from "./has-settled.ts";

/** How a pause ended: the developer signed in again, did not in time, or cancelled. */
export type PauseEnd = "signed_in" | "over" | "cancelled";

/**
 * Pauses a diagnosis whose developer must sign in again. Once a pause has ended without that, there is no other: the
 * waiter that stays behind would take the event of a later one.
 */
export class SignInPause {
  readonly #context: OrchestrationContext;
  readonly #limitMs: number;
  #isOver = false;

  /** @param limitMs  how long one pause may last. */
  constructor(context: OrchestrationContext, limitMs: number) {
    this.#context = context;
    this.#limitMs = limitMs;
  }

  get isPossible(): boolean {
    return !this.#isOver && this.#limitMs > 0;
  }

  *wait(cancel: CancelWatch): Generator<Task, PauseEnd, unknown> {
    if (cancel.isCancelled()) return "cancelled";
    const { df } = this.#context;
    const signedIn = df.waitForExternalEvent(eventNames.signedIn);
    const limit = df.createTimer(instantAfter(df.currentUtcDateTime, timerDelayMs(this.#limitMs)));
    yield df.Task.any([signedIn, limit, cancel.nextWaiter()]);
    if (!hasSettled(limit)) limit.cancel();
    if (cancel.isCancelled()) return "cancelled";
    if (hasSettled(signedIn)) return "signed_in";
    this.#isOver = true;
    return "over";
  }
}
