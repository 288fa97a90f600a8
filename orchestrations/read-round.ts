import type { OrchestrationContext, Task } from "durable-functions";
import {
  type ActivityContract,
  activityCatalogue,
  type readArm,
  type Unread,
} from "../domain/activity-catalogue.ts";
import type { DiagnosisInput } from "../domain/diagnosis.ts";
import type { Outcome } from "../domain/failure.ts";
import { type ReadStep, readActivityNames } from "../domain/read-step.ts";
import { type Ask, type Bounds, perform } from "./attempts/perform.ts";
import type { RaceEnd } from "./attempts/race.ts";
import { commonInput } from "./common-input.ts";
import { unreadOf } from "./findings.ts";
import type { ModelAnswer } from "./model-ask.ts";
import { showSignInRequired, showStatus } from "./show-status.ts";

type ReadAnswer = { evidenceId: string; status: number; summary: string; reused: boolean };
type ReadContract = ActivityContract<(typeof readArm)["input"], (typeof readArm)["output"]>;

export interface RoundResult {
  end: RaceEnd;
  answered: number;
  unread: Unread[];
  /** Of the model, where it was asked meanwhile. */
  model?: Outcome<ModelAnswer>;
}

/**
 * Makes the reads of one round at once, and asks the model meanwhile where it is to be asked. What none of the attempts could
 * read is in `unread`.
 */
export function* readRound(
  context: OrchestrationContext,
  input: DiagnosisInput,
  steps: readonly ReadStep[],
  at: { round: number; done: number },
  bounds: Bounds,
  model?: Ask<ModelAnswer>,
): Generator<Task, RoundResult, unknown> {
  const progress = { done: at.done, total: at.done + steps.length };
  const asks = steps.map((step): Ask<ReadAnswer | ModelAnswer> => {
    const contract: ReadContract = activityCatalogue[readActivityNames[step.request.kind]];
    const common = commonInput(input);
    return {
      contract,
      input: (attempt) => ({ ...common, stepId: step.stepId, step, attempt, progress }),
    };
  });
  if (model !== undefined) asks.push(model);
  const { end, outcomes } = yield* perform(context, asks, bounds, {
    performing: () => showStatus(context, { phase: "reading", round: at.round, ...progress }),
    waiting: () => showStatus(context, { phase: "waiting", round: at.round, ...progress }),
    signInRequired: (why) => showSignInRequired(context, why, { round: at.round, ...progress }),
  });
  const unread = steps.flatMap((step, index) => {
    const outcome = outcomes[index]!;
    return outcome.ok ? [] : [unreadOf(step, outcome.failure)];
  });
  const result = { end, answered: steps.length - unread.length, unread };
  return model === undefined ? result : { ...result, model: outcomes.at(-1) as Outcome<ModelAnswer> };
}
