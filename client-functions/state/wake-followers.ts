import type { PostInvocationContext, PostInvocationHandler } from "@azure/functions";
import { z } from "zod";
import { isDiagnosisOrchestration } from "../../domain/diagnosis.ts";
import type { ProgressJournal } from "../../services/stores/progress-journal.ts";
import type { EndedDiagnoses } from "./ended-diagnoses.ts";

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
export function wakeFollowers(
  journal: Pick<ProgressJournal, "wake">,
  ended: Pick<EndedDiagnoses, "expect">,
): PostInvocationHandler {
  return (hook) => {
    const news = isDiagnose(hook) ? newsOf(hook) : undefined;
    if (news === undefined) return;
    const trigger = TriggerSchema.safeParse(hook.inputs[0]);
    if (!trigger.success) return;
    const { instanceId } = trigger.data;
    if (news === "end") ended.expect(instanceId);
    journal.wake(instanceId);
  };
}

function isDiagnose({ invocationContext: context }: PostInvocationContext): boolean {
  return (
    isDiagnosisOrchestration(context.functionName) && context.options.trigger.type === "orchestrationTrigger"
  );
}

function newsOf({ result, error }: PostInvocationContext): "end" | "question" | undefined {
  if (error !== null && error !== undefined) return "end";
  const state = StateSchema.safeParse(result).data;
  if (state?.isDone === true) return "end";
  return isWaiting(state?.customStatus?.phase) ? "question" : undefined;
}

/** For its developer, who must see it at once. */
function isWaiting(phase: unknown): boolean {
  return phase === "input_required" || phase === "sign_in_required";
}
