import { expect, test } from "vitest";
import { limits } from "../../domain/limits.ts";
import {
  armStep,
  commonInput,
  failureAnswer,
  inputsOf,
  runDiagnosis,
} from "../support/scripted-diagnosis.ts";

const verifies = "dx-0000";
const common = { ...commonInput, verifies };

test("a verification goes the way of a diagnosis, and every activity hears what it verifies", async () => {
  const instance = await runDiagnosis({ verifies, rounds: [[armStep(5)]] });
  expect(instance.answer.output).toEqual({
    status: "completed",
    report_ref: "dx-0001",
    root_cause: "keyvault.firewall-deny",
    confidence: "proven",
    ended_because: "settled",
  });
  expect(instance.calls.map(({ name, input }) => [name, input["stepId"], input["verifies"]])).toEqual([
    ["readSignals", "signals", verifies],
    ["makePlan", "plan", verifies],
    ["readArm", "s5", verifies],
    ["weigh", "weigh-1", verifies],
    ["writeVerification", "report", verifies],
    ["record", "record", verifies],
  ]);
  expect(inputsOf(instance, "writeVerification")).toEqual([
    { ...common, stepId: "report", unread: [], endedBecause: "settled", reads: 4, durationMs: 40 },
  ]);
});

test("no activity of a diagnosis is told of a verification", async () => {
  const instance = await runDiagnosis({ rounds: [[armStep(5)]] });
  expect(instance.calls.filter(({ input }) => "verifies" in input)).toEqual([]);
  expect(instance.calls.map(({ name }) => name)).not.toContain("writeVerification");
});

test("an input that does not say what is verified starts nothing", async () => {
  const instance = await runDiagnosis({ verifies: null as never, rounds: [] });
  expect(instance.answer.error).toMatch(/verifies/u);
  expect(instance.calls).toEqual([]);
});

test("a cancelled verification still says how far it came, and its state is cancelled", async () => {
  const instance = await runDiagnosis({
    verifies,
    rounds: [[armStep(5)]],
    overrides: { readArm: () => ({ afterMs: 60_000 }) },
    events: [{ afterMs: 30_000, name: "cancel", data: {} }],
  });
  expect(instance.answer.output).toMatchObject({ status: "cancelled", ended_because: "cancelled" });
  expect(inputsOf(instance, "writeVerification")).toMatchObject([{ endedBecause: "cancelled" }]);
});

test("a verification whose sign-in no longer holds waits, and goes on after the next one", async () => {
  const instance = await runDiagnosis({
    verifies,
    rounds: [[armStep(5)]],
    overrides: {
      readArm: (_, attempt) => (attempt === 1 ? { result: failureAnswer("SignInRequired") } : undefined),
    },
    events: [{ afterMs: 600_000, name: "signedIn", data: { signed_in: true } }],
  });
  expect(instance.answer.output).toMatchObject({ status: "completed" });
  expect(instance.turns.some(({ answer }) => JSON.stringify(answer.customStatus).includes("sign_in"))).toBe(
    true,
  );
});

test("where what is compared with is gone, the verification fails and says so", async () => {
  const instance = await runDiagnosis({
    verifies,
    rounds: [],
    overrides: { writeVerification: () => ({ result: failureAnswer("EvidenceMissing") }) },
  });
  expect(instance.answer.output).toMatchObject({
    status: "failed",
    failure: { code: "EvidenceMissing" },
  });
  expect(inputsOf(instance, "record")).toMatchObject([{ outcome: "failed", verifies }]);
});

test("a verification makes no more reads than a diagnosis may", async () => {
  const steps = Array.from({ length: limits.readsPerDiagnosis + 5 }, (_, index) => armStep(5 + index));
  const instance = await runDiagnosis({ verifies, rounds: [steps] });
  expect(inputsOf(instance, "readArm")).toHaveLength(limits.readsPerDiagnosis - 3);
});
