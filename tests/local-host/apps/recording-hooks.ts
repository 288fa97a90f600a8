import { app } from "@azure/functions";
import type { RecordedTurn } from "../conformance/recording.ts";
import { recorded } from "../recorded.ts";

// One of the app's files: records through hooks what its functions are given and what they answer.
const recorder = recorded();

const copy = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

app.hook.preInvocation((context) => {
  const { type } = context.invocationContext.options.trigger;
  const [input] = context.inputs;
  context.hookData["in"] = copy(input);
  if (type === "activityTrigger") count(context.invocationContext.triggerMetadata, 1);
});

app.hook.postInvocation((context) => {
  const { functionName, options, triggerMetadata } = context.invocationContext;
  const given = context.hookData["in"];
  const thrown = context.error instanceof Error ? context.error.message : context.error;
  const answer = context.error ? { thrown: String(thrown) } : undefined;
  if (options.trigger.type === "orchestrationTrigger") {
    const turn = given as RecordedTurn["in"] & { instanceId: string };
    const said = answer ?? { out: { json: copy(context.result) } };
    recorder.turns.push({ instanceId: turn.instanceId, function: functionName, in: turn, ...said });
  }
  if (options.trigger.type === "activityTrigger") {
    const instanceId = String(triggerMetadata?.["instanceId"]);
    const input = given === undefined ? {} : { value: given };
    const said = answer ?? { out: context.result ?? null };
    recorder.activities.push({ instanceId, function: functionName, in: input, ...said });
    count(triggerMetadata, -1);
  }
});

function count(triggerMetadata: Record<string, unknown> | undefined, change: number): void {
  const instanceId = String(triggerMetadata?.["instanceId"]);
  recorder.openActivities.set(instanceId, (recorder.openActivities.get(instanceId) ?? 0) + change);
}
