import { isDeepStrictEqual } from "node:util";
import type { TurnDecision, TurnEnd } from "../engine/turn.ts";
import type { ReplayedTurn } from "../replay-turns.ts";
import { describeEvent, describeTask } from "./describe-event.ts";
import type { TurnToReplay } from "./turns-to-replay.ts";

/** How the Durable Task Framework begins the reason of an instance whose code has changed under it. */
const nonDeterminism = "Non-Deterministic workflow detected";

/** Everything in which a decision and what the next turn's history records of it do not agree, in words. */
export function compareTurn(
  { number, recorded }: TurnToReplay,
  decided: TurnDecision,
  next: TurnToReplay | undefined,
): string[] {
  const { end } = decided;
  if (end?.kind === "Failed" && end.reason.startsWith(nonDeterminism)) return [end.reason];
  if (recorded) {
    if (end) return [`Recorded: went on to turn ${number + 1}. Decided now: ${describeEnd(end)}.`];
    return compareTasks(recorded, decided);
  }
  return next ? compareContinuation(end, next) : [];
}

function compareTasks(recorded: NonNullable<ReplayedTurn["recorded"]>, { tasks }: TurnDecision): string[] {
  const was = new Map(recorded.map((event) => [event.taskId, describeEvent(event)]));
  const is = new Map(tasks.map((task) => [task.taskId, describeTask(task)]));
  const taskIds = [...new Set([...was.keys(), ...is.keys()])].toSorted((left, right) => left - right);
  return taskIds
    .filter((taskId) => !isSame(was.get(taskId), is.get(taskId)))
    .map(
      (taskId) => `Recorded: ${was.get(taskId) ?? "nothing"}. Decided now: ${is.get(taskId) ?? "nothing"}.`,
    );
}

/** Names of functions are compared as the host compares them, which is without their case. */
function isSame(left: string | undefined, right: string | undefined): boolean {
  return left?.toLowerCase() === right?.toLowerCase();
}

function compareContinuation(end: TurnEnd | undefined, next: TurnToReplay): string[] {
  const isContinued = end?.kind === "ContinuedAsNew";
  if (!end)
    return ["Recorded: the execution ended here, and another followed. Decided now: the execution goes on."];
  // An ended instance that was started again under its ID has another execution too.
  if (!isContinued) return [];
  const { input } = next.turn.instance;
  return isDeepStrictEqual(parsed(end.input), parsed(input))
    ? []
    : [`Recorded: continued as new with ${input}. Decided now: continues as new with ${end.input}.`];
}

function describeEnd(end: TurnEnd): string {
  switch (end.kind) {
    case "Completed":
      return "ends as Completed";
    case "Failed":
      return `ends as Failed (${end.reason})`;
    case "Terminated":
      return "ends as Terminated";
    case "ContinuedAsNew":
      return "continues as new";
  }
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
