import type { OrchestrationReplay } from "../../engine/replay/orchestration-replay.ts";
import { ReplayTask } from "../../engine/replay/replay-task.ts";

const dayMs = 86_400_000;

/** The Azure Storage provider's limits, which the SDK is told in the trigger and splits long timers by as well. */
export const maximumShortTimerMs = 6 * dayMs;
export const longTimerIntervalMs = 3 * dayMs;

/** A timer; beyond six days it is a chain of timers of three days each, as DurableOrchestrationContext makes it. */
export function createTimer(replay: OrchestrationReplay, fireAtMs: number, isCanceled: boolean): ReplayTask {
  if (fireAtMs - replay.nowMs <= maximumShortTimerMs) return replay.createTimer(fireAtMs, isCanceled);
  const whole = new ReplayTask();
  const wait = (untilMs: number) =>
    replay.createTimer(untilMs, isCanceled).onSettled((settlement) => {
      const remainingMs = fireAtMs - replay.nowMs;
      if (settlement.kind === "cancelled" || remainingMs <= 0) return whole.settle(settlement);
      wait(replay.nowMs + Math.min(remainingMs, longTimerIntervalMs));
    });
  wait(replay.nowMs + longTimerIntervalMs);
  return whole;
}
