import type { OrchestrationContext, Task } from "durable-functions";
import { ActivityFailedError } from "../activity-failed-error.ts";
import { settle } from "../call.ts";
import type { CancelWatch } from "./cancel-watch.ts";
import { instantAfter, timerDelayMs } from "./deadline.ts";
import { hasSettled } from "./has-settled.ts";

/** How a race ended: every task has settled, or what cut it short. */
export type RaceEnd = "settled" | "deadline" | "cancelled";

export interface RunningActivity {
  name: string;
  task: Task;
}

/** What became of one activity of a race. */
export type Settled =
  | { state: "answered"; answer: unknown }
  | { state: "failed"; error: ActivityFailedError }
  | { state: "unanswered" };

export interface Race {
  end: RaceEnd;
  settled: Settled[];
}

/**
 * Runs plain activities (no durable retries: see `call`) at once, against the deadline and the cancel event.
 *
 * When one of them fails, `Task.all` is over for the SDK although the others still run; those are then awaited one by
 * one, outside the race, since a task may stand in one race only. Activities bound their own time, so this outlives
 * the deadline by one read at most.
 */
export function* raceActivities(
  context: OrchestrationContext,
  activities: readonly RunningActivity[],
  deadlineAt: Date,
  cancel: CancelWatch,
): Generator<Task, Race, unknown> {
  const all = context.df.Task.all(activities.map((activity) => activity.task));
  const deadline = context.df.createTimer(deadlineAt);
  const cancelled = cancel.nextWaiter();
  const winner = yield context.df.Task.any([all, deadline, cancelled]);
  const settled: Settled[] = [];
  for (const { name, task } of activities) {
    if (winner === all || hasSettled(task)) settled.push(yield* outcomeOf(name, task));
    else settled.push({ state: "unanswered" });
  }
  const isLate = hasSettled(deadline);
  if (!isLate) deadline.cancel();
  return { end: cancel.isCancelled() ? "cancelled" : isLate ? "deadline" : "settled", settled };
}

function* outcomeOf(name: string, task: Task): Generator<Task, Settled, unknown> {
  try {
    return { state: "answered", answer: yield* settle(name, task) };
  } catch (error) {
    if (!(error instanceof ActivityFailedError)) throw error;
    return { state: "failed", error };
  }
}

/** Waits on a durable timer; the answer says whether the wait was cut short by a cancel. `waitMs` really pass. */
export function* waitUnlessCancelled(
  context: OrchestrationContext,
  waitMs: number,
  cancel: CancelWatch,
): Generator<Task, "waited" | "cancelled", unknown> {
  if (cancel.isCancelled()) return "cancelled";
  const timer = context.df.createTimer(instantAfter(context.df.currentUtcDateTime, timerDelayMs(waitMs)));
  yield context.df.Task.any([timer, cancel.nextWaiter()]);
  if (!hasSettled(timer)) timer.cancel();
  return cancel.isCancelled() ? "cancelled" : "waited";
}
