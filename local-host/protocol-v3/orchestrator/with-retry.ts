import { OrchestrationRefusedError } from "../../engine/replay/orchestration-refused-error.ts";
import type { OrchestrationReplay } from "../../engine/replay/orchestration-replay.ts";
import { ReplayTask } from "../../engine/replay/replay-task.ts";
import type { RetryPolicy } from "./orchestrator-action.ts";

/**
 * Tries `attempt` until it succeeds or the attempts are used up. Each failure takes one task number for the delay's
 * timer and one for the next attempt; after the last failure a timer is created too, due at once (RetryInterceptor of
 * DurableTask.Core keeps it so that older histories replay, and the SDK counts on it).
 */
export function withRetry(
  replay: OrchestrationReplay,
  what: string,
  policy: RetryPolicy,
  attempt: () => ReplayTask,
): ReplayTask {
  const whole = new ReplayTask();
  const startedAtMs = replay.nowMs;
  const run = (attemptNumber: number) =>
    attempt().onSettled((settlement) => {
      if (settlement.kind !== "failed" || settlement.failure?.isNonRetriable) return whole.settle(settlement);
      if (attemptNumber >= policy.maxAttempts) {
        replay.createTimer(replay.nowMs).onSettled(() => whole.settle(settlement));
        return;
      }
      const delayMs = delayAfter(attemptNumber, policy);
      if (replay.nowMs >= startedAtMs + policy.timeoutMs || !(delayMs > 0)) {
        throw OrchestrationRefusedError.wouldHang(
          `The retry policy of ${what} ran out of time (retryTimeoutInMilliseconds ${policy.timeoutMs}) before its ${policy.maxAttempts} attempts: the SDK does not know of the time and waits for the next attempt. Leave retryTimeoutInMilliseconds out.`,
        );
      }
      replay.createTimer(replay.nowMs + delayMs).onSettled(() => run(attemptNumber + 1));
    });
  run(1);
  return whole;
}

function delayAfter(attemptNumber: number, policy: RetryPolicy): number {
  const delayMs = policy.firstIntervalMs * policy.backoffCoefficient ** (attemptNumber - 1);
  return delayMs < policy.maxIntervalMs ? delayMs : policy.maxIntervalMs;
}
