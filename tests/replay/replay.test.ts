import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { orchestrationNames } from "../../domain/diagnosis.ts";
import { createDiagnose } from "../../orchestrations/diagnose.ts";
import { createVerifyFix } from "../../orchestrations/verify-fix.ts";
import { ActionProgram } from "../support/durable-emulator/action-program.ts";
import { sdkHandler } from "../support/durable-emulator/sdk-handler.ts";
import {
  eventTypes,
  type HistoryEvent,
  type OrchestrationTrigger,
  type TurnAnswer,
} from "../support/durable-emulator/wire-shapes.ts";

/**
 * One instance of `diagnose`, or of `verifyFix`, as the real Durable extension ran it: the last trigger value (its history holds those of all
 * earlier turns as prefixes), and what the orchestrator answered in each turn. Details of failures are shortened.
 * `whole-app*` are diagnoses of shared scenarios by the whole app (tests/durable-extension/record-histories.ts); in the others
 * the activities answered by script, so that each goes the way of its name.
 */
interface Recording {
  /** `verified-fix` is from the emulator of these tests. */
  recordedOn: string;
  deadlineMinutes: number;
  /** Absent in recordings made before a diagnosis could wait for a sign-in. */
  signInMinutes?: number;
  trigger: Omit<OrchestrationTrigger, "history">;
  history: HistoryEvent[];
  turns: { events: number; answer: TurnAnswer }[];
}

const files = globSync("*.json", { cwd: import.meta.dirname }).toSorted();
const recordings = files.map((file): [string, Recording] => [
  basename(file, ".json"),
  JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Recording,
]);

/** Gives the orchestrator the trigger value of one turn, as text is received. */
async function replay(recording: Recording, turn: number): Promise<TurnAnswer> {
  const { deadlineMinutes, signInMinutes = 0 } = recording;
  const started = recording.history.find(({ EventType: type }) => type === eventTypes.executionStarted);
  const create = started?.["Name"] === orchestrationNames.verifyFix ? createVerifyFix : createDiagnose;
  const handle = sdkHandler(create({ deadlineMinutes, signInMinutes }));
  const history = recording.history.slice(0, recording.turns[turn]!.events);
  return await handle(structuredClone({ ...recording.trigger, history }));
}

test("there is a recording for each way in which a diagnosis can go", () => {
  expect(recordings.map(([name]) => name)).toEqual([
    "cancelled-reading",
    "cancelled-waiting",
    "cancelled-weighing",
    "deadline",
    "failed-read",
    "one-round",
    "retried-weigh",
    "sign-in-missing",
    "two-rounds-throttled",
    "verified-fix",
    "whole-app-killed",
    "whole-app-throttled",
    "whole-app",
  ]);
});

test.each(recordings)("every turn of the recorded history %s is answered as it was", async (_, recording) => {
  const answers: TurnAnswer[] = [];
  for (const turn of recording.turns.keys()) answers.push(await replay(recording, turn));
  expect(answers).toEqual(recording.turns.map((turn) => turn.answer));
});

test.each(recordings)("the emulated action shim accepts what the extension made of %s", (_, recording) => {
  const program = new ActionProgram(recording.turns.at(-1)!.answer.actions[0]!);
  program.run(recording.history);
  expect({ commands: [...program.commands.keys()], openTimers: program.openTimers }).toEqual({
    commands: [],
    openTimers: 0,
  });
});

test("a history that another order of yields made does not replay", async () => {
  const [, recording] = recordings.find(([name]) => name === "one-round")!;
  const history = recording.history.map((event) =>
    event.EventType === 5 && event["TaskScheduledId"] === 2 ? { ...event, TaskScheduledId: 3 } : event,
  );
  const last = recording.turns.length - 1;
  expect(await replay({ ...recording, history }, last)).not.toEqual(recording.turns[last]!.answer);
});
