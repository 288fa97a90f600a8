import type { PostInvocationContext, PostInvocationHandler } from "@azure/functions";
import { z } from "zod";
import { orchestrationNames } from "../../domain/diagnosis.ts";
import type { ProgressJournal } from "../../services/stores/progress-journal.ts";

const TriggerSchema = z.looseObject({ instanceId: z.string() });
/** What the orchestrator's handler of durable-functions 3.x returns, as far as it is read here. */
const StateSchema = z.looseObject({
  isDone: z.boolean().optional(),
  customStatus: z.looseObject({ phase: z.string() }).optional(),
});

/**
 * A `postInvocation` hook that wakes whoever follows a diagnosis once a turn has ended it or asks its developer something:
 * no line of the journal tells either. It only makes them look sooner; what they then see is the engine's word.
 */
export function wakeFollowers(journal: Pick<ProgressJournal, "wake">): PostInvocationHandler {
  return (hook) => {
    if (!isDiagnose(hook) || !hasNews(hook)) return;
    const trigger = TriggerSchema.safeParse(hook.inputs[0]);
    if (trigger.success) journal.wake(trigger.data.instanceId);
  };
}

function isDiagnose({ invocationContext: context }: PostInvocationContext): boolean {
  return (
    context.functionName === orchestrationNames.diagnose &&
    context.options.trigger.type === "orchestrationTrigger"
  );
}

function hasNews({ result, error }: PostInvocationContext): boolean {
  if (error !== null && error !== undefined) return true;
  const state = StateSchema.safeParse(result);
  return state.success && (state.data.isDone === true || isWaiting(state.data.customStatus?.phase));
}

/** For its developer, who must see it at once. */
function isWaiting(phase: unknown): boolean {
  return phase === "input_required" || phase === "sign_in_required";
}
