import type { OrchestrationContext, Task } from "durable-functions";
import * as df from "durable-functions";
import type { z } from "zod";
import type { ActivityContract } from "../domain/activity-catalogue.ts";
import { ActivityFailedError } from "./activity-failed-error.ts";

/**
 * Calls one activity and waits for its answer: input and output are parsed by the catalogue, whose retry policy the
 * host applies.
 *
 * Never race this against a timer that is cancelled when it loses. Each retry takes two task ids at the moment its
 * failure arrives, but once the timer is cancelled the Durable extension replays the race as already over and gives
 * those ids to the activities behind it: "Non-Deterministic workflow detected" (seen on extension 3.19.0). Races belong
 * to `attempts/race.ts`, where the orchestration does the retrying.
 *
 * @throws ActivityFailedError when the retries are spent, or the answer has another shape than the contract's.
 */
export function* call<Input extends z.ZodType, Output extends z.ZodType>(
  context: OrchestrationContext,
  contract: ActivityContract<Input, Output>,
  input: z.input<Input>,
): Generator<Task, z.output<Output>, unknown> {
  const retry = new df.RetryOptions(contract.retry.firstIntervalMs, contract.retry.maxAttempts);
  retry.backoffCoefficient = contract.retry.backoffCoefficient;
  const task = context.df.callActivityWithRetry(contract.name, retry, contract.input.parse(input));
  const parsed = contract.output.safeParse(yield* settle(contract.name, task));
  if (!parsed.success) throw new ActivityFailedError(contract.name, { cause: parsed.error });
  return parsed.data;
}

/** Waits for one task that has been scheduled, or schedules it. A failure arrives as `ActivityFailedError`. */
export function* settle(activityName: string, task: Task): Generator<Task, unknown, unknown> {
  try {
    return yield task;
  } catch (error) {
    throw new ActivityFailedError(activityName, { cause: error });
  }
}
