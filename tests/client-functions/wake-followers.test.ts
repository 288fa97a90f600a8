import { InvocationContext, PostInvocationContext } from "@azure/functions";
import { expect, test } from "vitest";
import { EndedDiagnoses } from "../../client-functions/state/ended-diagnoses.ts";
import { wakeFollowers } from "../../client-functions/state/wake-followers.ts";

interface Turn {
  result?: unknown;
  error?: unknown;
  input?: unknown;
  trigger?: string;
  functionName?: string;
}

/** The diagnoses whose followers a turn wakes, with `!` where they are told to expect its end. */
function wokenBy({
  result,
  error,
  input = { instanceId: "dx-1" },
  trigger = "orchestrationTrigger",
  functionName = "diagnose",
}: Turn): string[] {
  const woken: string[] = [];
  const ended = new EndedDiagnoses();
  const wake = wakeFollowers({ wake: (id) => void woken.push(ended.isExpected(id) ? `${id}!` : id) }, ended);
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

test.each<[string, Turn, string]>([
  ["that ends the diagnosis", { result: { isDone: true, output: {} } }, "dx-1!"],
  ["that fails it", { error: new TypeError("a bug") }, "dx-1!"],
  [
    "that asks its developer something",
    { result: { isDone: false, customStatus: { phase: "input_required" } } },
    "dx-1",
  ],
  [
    "that asks its developer to sign in",
    { result: { isDone: false, customStatus: { phase: "sign_in_required" } } },
    "dx-1",
  ],
])("a turn %s wakes whoever follows it", (_, turn, woken) => {
  expect(wokenBy(turn)).toEqual([woken]);
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
