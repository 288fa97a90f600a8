import { type Drive, run } from "../scenario.ts";

async function endEarly(s: Parameters<Drive>[0], days: number): Promise<void> {
  await s.start("timerLong", days);
  await s.until(["Running"]);
  await s.operation("terminate?reason=enough");
  s.note(await s.done());
}

/** Composition, timers, and code that no longer does what the history says. */
export const taskScenarios: Record<string, Drive> = {
  fanOut: run("fanOut"),
  allFails: run("allFails"),
  anyActivityWins: run("anyActivityWins"),
  anyFailureWins: run("anyFailureWins"),
  neverAwaited: run("neverAwaited"),
  yieldTwice: run("yieldTwice"),
  nested: run("nested"),
  timer: run("timer"),
  timerPast: run("timerPast"),
  timerCancelled: run("timerCancelled"),
  timerCancelledThenMore: run("timerCancelledThenMore"),
  async timerAbandoned(s) {
    await s.start("timerAbandoned");
    await s.untilHistory("TaskCompleted");
    await s.status();
    s.note(await s.done());
  },
  timerAbandonedThenThrow: run("timerAbandonedThenThrow"),
  timerLong5: (s) => endEarly(s, 5),
  timerLong10: (s) => endEarly(s, 10),
  async changesName(s) {
    await s.start("changesName");
    s.note(await s.done());
    await s.status();
    await s.operation("terminate?reason=hung");
  },
  async changesKind(s) {
    await s.start("changesKind");
    s.note(await s.done());
    await s.status();
    await s.operation("terminate?reason=hung");
  },
  async losesTask(s) {
    await s.start("losesTask");
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
  async losesTaskThenWaits(s) {
    await s.start("losesTaskThenWaits");
    s.note(await s.done());
    await s.raise("go", 1);
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
  async gainsTask(s) {
    await s.start("gainsTask");
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
  async yieldsNonTask(s) {
    await s.start("yieldsNonTask");
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
  async async(s) {
    await s.start("async");
    s.note(await s.done());
    await s.operation("terminate?reason=hung");
  },
};
