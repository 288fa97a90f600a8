import { InvocationContext, PostInvocationContext } from "@azure/functions";
import { expect, test } from "vitest";
import { wakeFollowers } from "../../activities/progress/wake-followers.ts";

interface Turn {
  result?: unknown;
  error?: unknown;
  input?: unknown;
  trigger?: string;
  functionName?: string;
}

/** The diagnoses whose followers a turn wakes. */
function wokenBy({
  result,
  error,
  input = { instanceId: "dx-1" },
  trigger = "orchestrationTrigger",
  functionName = "diagnose",
}: Turn): string[] {
  const woken: string[] = [];
  const wake = wakeFollowers({ wake: (diagnosisId) => void woken.push(diagnosisId) });
  void wake(
    new PostInvocationContext({
      inputs: [input],
      result,
      error,
      invocationContext: new InvocationContext({
        functionName,
        options: {
          trigger: { type: trigger, name: "context" },
          return: undefined,
          extraInputs: [],
          extraOutputs: [],
        } as never,
      }),
    }),
  );
  return woken;
}

test.each<[string, Turn]>([
  ["that ends the diagnosis", { result: { isDone: true, output: {} } }],
  ["that fails it", { error: new TypeError("a bug") }],
  [
    "that asks its developer something",
    { result: { isDone: false, customStatus: { phase: "input_required" } } },
  ],
])("a turn %s wakes whoever follows it", (_, turn) => {
  expect(wokenBy(turn)).toEqual(["dx-1"]);
});

test.each<[string, Turn]>([
  ["that goes on", { result: { isDone: false, customStatus: { phase: "reading" } } }],
  ["that set no status", { result: { isDone: false } }],
  ["whose answer is none", { result: undefined }],
  ["of an activity", { result: { isDone: true }, trigger: "activityTrigger" }],
  ["of another orchestration", { result: { isDone: true }, functionName: "other" }],
  ["of which nobody says whose it is", { result: { isDone: true }, input: "dx-1" }],
])("a turn %s wakes nobody", (_, turn) => {
  expect(wokenBy(turn)).toEqual([]);
});
