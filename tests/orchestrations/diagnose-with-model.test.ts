import { describe, expect, test } from "vitest";
import {
  armStep,
  commonInput,
  failureAnswer,
  inputsOf,
  planningAnswer,
  runDiagnosis,
} from "../support/scripted-diagnosis.ts";

const planner = "model";
const namesOf = ({ calls }: Awaited<ReturnType<typeof runDiagnosis>>) =>
  calls.map(({ name, input }) => (name === "askModel" ? `${name} ${String(input["stepId"])}` : name));
const modelOf = (instance: Awaited<ReturnType<typeof runDiagnosis>>) =>
  inputsOf(instance, "writeReport")[0]!["model"];

/** `weigh` says, round by round, what is to be read next; an empty list is the end, without a cause unless it is said. */
const weighing = (answers: Record<number, unknown>) => ({
  weigh: (input: Record<string, unknown>) => {
    const result = answers[input["round"] as number];
    return result === undefined ? undefined : { result };
  },
});
const undecided = planningAnswer([]);
const atEnd = { ...undecided, value: { ...undecided.value, settled: true } };

describe("a diagnosis with a model", () => {
  test("asks it while the first round is read, and for words once the cause is found", async () => {
    const instance = await runDiagnosis({ planner, rounds: [[armStep(5), armStep(6)]] });
    expect(namesOf(instance)).toEqual([
      "readSignals",
      "makePlan",
      "readArm",
      "readArm",
      "askModel model-1",
      "weigh",
      "askModel model-explain",
      "writeReport",
      "record",
    ]);
    expect(inputsOf(instance, "askModel")[0]).toEqual({
      ...commonInput,
      stepId: "model-1",
      purpose: "plan",
      evidenceId: "m1",
      unread: [],
      reads: 3,
      durationMs: 0,
      endedBecause: "exhausted",
      readsLeft: 37,
      nextStep: 1,
      tokensUsed: 0,
    });
    expect(inputsOf(instance, "askModel")[1]).toMatchObject({
      purpose: "explain",
      evidenceId: "m0",
      tokensUsed: 1_000,
    });
    expect([modelOf(instance), instance.answer.output]).toMatchObject([
      { failures: [], tokens: 2_000, costUsd: 0.02 },
      { status: "completed", root_cause: "keyvault.firewall-deny" },
    ]);
  });

  test("asks it again where the rules come to an end without a cause and something new was read, three times at most", async () => {
    const rounds = [1, 2, 3, 4, 5].map((number) => [armStep(number + 4)]);
    const instance = await runDiagnosis({
      planner,
      rounds,
      overrides: weighing({
        1: atEnd,
        2: planningAnswer([armStep(6)]),
        3: atEnd,
        4: planningAnswer([armStep(7)]),
        5: atEnd,
      }),
    });
    expect(namesOf(instance).filter((name) => name.startsWith("askModel"))).toEqual([
      "askModel model-1",
      "askModel model-2",
      "askModel model-3",
    ]);
    expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
  });

  test("does not ask it again where nothing was read since", async () => {
    const instance = await runDiagnosis({
      planner,
      rounds: [[armStep(5)]],
      overrides: weighing({ 1: atEnd, 2: atEnd }),
    });
    expect(namesOf(instance)).toEqual([
      "readSignals",
      "makePlan",
      "readArm",
      "askModel model-1",
      "weigh",
      "askModel model-2",
      "weigh",
      "writeReport",
      "record",
    ]);
  });

  test("asks it where the rules have nothing to read at all", async () => {
    const instance = await runDiagnosis({ planner, rounds: [[]], overrides: weighing({ 1: atEnd }) });
    expect(namesOf(instance)).toEqual([
      "readSignals",
      "makePlan",
      "askModel model-1",
      "weigh",
      "writeReport",
      "record",
    ]);
  });

  test("does not ask it where the request alone proves the cause", async () => {
    const instance = await runDiagnosis({ planner, rounds: [] });
    expect(namesOf(instance)).toEqual([
      "readSignals",
      "makePlan",
      "askModel model-explain",
      "writeReport",
      "record",
    ]);
  });

  test("goes on without a model that cannot be asked, does not ask it again, and the report is told", async () => {
    const instance = await runDiagnosis({
      planner,
      rounds: [[armStep(5)]],
      overrides: { askModel: () => ({ result: failureAnswer("ModelNotAllowed") }) },
    });
    expect(namesOf(instance).filter((name) => name.startsWith("askModel"))).toEqual(["askModel model-1"]);
    expect([modelOf(instance), instance.answer.output]).toMatchObject([
      { failures: ["ModelNotAllowed"], tokens: 0 },
      { status: "completed", confidence: "proven" },
    ]);
  });

  test("asks one that answered nonsense for its words all the same", async () => {
    const instance = await runDiagnosis({
      planner,
      rounds: [[armStep(5)]],
      overrides: {
        askModel: ({ purpose }) =>
          purpose === "plan" ? { result: failureAnswer("ModelNonsense") } : undefined,
      },
    });
    expect(modelOf(instance)).toMatchObject({ failures: ["ModelNonsense"], tokens: 1_000 });
  });

  test("waits once for a model that asks to wait a little, and not for one that asks for long", async () => {
    const throttled = (retryAfterMs: number) =>
      runDiagnosis({
        planner,
        rounds: [[armStep(5)]],
        overrides: {
          askModel: ({ purpose }) =>
            purpose === "plan" ? { result: failureAnswer("Throttled", { retryAfterMs }) } : undefined,
        },
      });
    const [short, long] = [await throttled(5_000), await throttled(60_000)];
    const asked = (instance: typeof short) => inputsOf(instance, "askModel").length;
    expect([asked(short), asked(long), modelOf(short), modelOf(long)]).toMatchObject([
      2,
      1,
      { failures: ["Throttled"] },
      { failures: ["Throttled"] },
    ]);
  });

  test("tries one that breaks down twice", async () => {
    const instance = await runDiagnosis({
      planner,
      rounds: [[armStep(5)]],
      overrides: { askModel: ({ purpose }) => (purpose === "plan" ? { error: "503" } : undefined) },
    });
    expect([inputsOf(instance, "askModel").length, modelOf(instance)]).toMatchObject([
      2,
      { failures: ["Unavailable"] },
    ]);
  });

  test("that is cancelled meanwhile asks for no words", async () => {
    const instance = await runDiagnosis({
      planner,
      rounds: [[armStep(5)]],
      overrides: { readArm: () => ({ result: failureAnswer("Cancelled") }) },
    });
    expect(namesOf(instance).filter((name) => name.startsWith("askModel"))).toEqual(["askModel model-1"]);
    expect(instance.answer.output).toMatchObject({ status: "cancelled" });
  });
});
