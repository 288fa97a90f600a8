import { InvocationContext, PreInvocationContext } from "@azure/functions";
import { expect, test } from "vitest";
import { captureHistory, type HistoryCaptureOptions } from "../../../activities/history/capture-history.ts";
import { openActivityWorld } from "../../support/activity-world.ts";
import { armStep, runDiagnosis } from "../../support/scripted-diagnosis.ts";

const hookOf = (input: unknown, trigger = "orchestrationTrigger", functionName = "diagnose") =>
  new PreInvocationContext({
    inputs: [input],
    invocationContext: new InvocationContext({
      functionName,
      options: {
        trigger: { type: trigger, name: "context" },
        return: undefined,
        extraInputs: [],
        extraOutputs: [],
      } as never,
    }),
  });

function captureTo(history: HistoryCaptureOptions["history"], timeoutMs?: number) {
  const warnings: unknown[][] = [];
  const capture = captureHistory({
    history,
    buildId: "build-1",
    now: () => "2026-11-24T10:00:00.000Z",
    log: { warn: (...line) => warnings.push(line) },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return { capture, warnings };
}

test("each turn of a diagnosis is stored as the host gave it, once, in order", async () => {
  const instance = await runDiagnosis({ rounds: [[armStep(5)]] });
  const { stores } = await openActivityWorld();
  const { capture, warnings } = captureTo(stores.history);
  const triggers = instance.turns.map((turn) => turn.trigger);
  for (const trigger of [...triggers, triggers[0]]) await capture(hookOf(structuredClone(trigger)));
  expect(await stores.history.list("dx-0001")).toEqual(
    triggers.map((trigger, index) => ({
      diagnosisId: "dx-0001",
      executionId: "e".repeat(32),
      turn: index + 1,
      trigger: JSON.stringify(trigger),
      buildId: "build-1",
      recordedAt: "2026-11-24T10:00:00.000Z",
    })),
  );
  expect(warnings).toEqual([]);
});

test("a trigger value that arrives as text is stored as that text", async () => {
  const [turn] = (await runDiagnosis({ rounds: [] })).turns;
  const text = JSON.stringify(turn!.trigger, undefined, 1);
  const { stores } = await openActivityWorld();
  await captureTo(stores.history).capture(hookOf(text));
  expect((await stores.history.list("dx-0001"))[0]!.trigger).toBe(text);
});

test("other functions, other orchestrations and other values are left alone", async () => {
  const appended: unknown[] = [];
  const { capture } = captureTo({ append: async (turn) => void appended.push(turn) });
  const trigger = { instanceId: "dx", history: [] };
  await capture(hookOf(trigger, "activityTrigger"));
  await capture(hookOf(trigger, "orchestrationTrigger", "another"));
  await capture(hookOf("no JSON"));
  await capture(hookOf({ instanceId: 1 }));
  expect(appended).toEqual([]);
});

test("a history that cannot be stored is logged, and the turn goes on", async () => {
  const failure = new Error("disk full");
  const { capture, warnings } = captureTo({ append: async () => Promise.reject(failure) });
  await capture(hookOf({ instanceId: "dx", history: [{ EventType: 12 }] }));
  expect(warnings).toEqual([
    [
      "The history of a turn was not stored; it cannot be replayed.",
      { diagnosis_id: "dx", turn: 1, error: failure },
    ],
  ]);
});

test("a store that does not answer holds a turn no longer than the limit", async () => {
  const { capture, warnings } = captureTo({ append: () => new Promise(() => {}) }, 5);
  await capture(hookOf({ instanceId: "dx", history: [] }));
  expect(warnings).toMatchObject([[expect.any(String), { error: { name: "HistoryTimeoutError" } }]]);
});
