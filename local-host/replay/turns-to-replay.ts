import { isDeepStrictEqual } from "node:util";
import type { HistoryEvent } from "../engine/history-event.ts";
import { newInstance } from "../engine/instances/new-instance.ts";
import type { Turn } from "../engine/turn.ts";
import {
  type RecordedTrigger,
  readTrigger,
  UnreadableTriggerError,
} from "../protocol-v3/orchestrator/read-trigger.ts";
import type { CreationEvent, ReplayedTurn } from "../replay-turns.ts";
import { describeEvent } from "./describe-event.ts";

export interface TurnToReplay extends Pick<ReplayedTurn, "source" | "wasRepeated" | "recorded"> {
  number: number;
  turn: Turn;
  /** For the SDK. */
  trigger: RecordedTrigger["value"];
  /** What is wrong with the recording itself. */
  problems: readonly string[];
}

/** Puts the recorded trigger values in order, and fills in the turns that are missing. @throws UnreadableTriggerError */
export function turnsToReplay(triggers: readonly unknown[]): TurnToReplay[] {
  const executions = new Map<string, Map<number, RecordedTrigger>>();
  for (const value of triggers) {
    const trigger = readTrigger(value);
    const started = startOf(trigger);
    const turns = executions.get(started.executionId) ?? new Map<number, RecordedTrigger>();
    executions.set(started.executionId, turns.set(turnStarts(trigger.events).length, trigger));
  }
  return [...executions.values()].flatMap(turnsOfExecution);
}

function turnsOfExecution(recordings: ReadonlyMap<number, RecordedTrigger>): TurnToReplay[] {
  const last = Math.max(...recordings.keys());
  const turns: TurnToReplay[] = [];
  let later: RecordedTrigger | undefined;
  for (let number = last; number >= 1; number--) {
    turns.unshift(turnToReplay(number, recordings.get(number), later));
    later = recordings.get(number) ?? later;
  }
  return turns;
}

function turnToReplay(
  number: number,
  own: RecordedTrigger | undefined,
  later: RecordedTrigger | undefined,
): TurnToReplay {
  const rebuilt = later && cutAt(later, number);
  const problems: string[] = [];
  let wasRepeated = false;
  let trigger = own ?? rebuilt;
  if (!own)
    problems.push(`Turn ${number} was not recorded. It is replayed from the history of a later turn.`);
  if (own && rebuilt) {
    const at = firstDifference(own.events, rebuilt.events);
    const start = turnStarts(own.events).at(-1) ?? 0;
    if (at !== undefined && at < start)
      problems.push(
        `The history of a later turn does not continue this one: its event ${at} was ${describeEvent(own.events[at])} and is ${describeEvent(rebuilt.events[at])}.`,
      );
    // Another start of the same turn: the host was interrupted before it could commit the first.
    else if (at !== undefined) {
      wasRepeated = true;
      trigger = rebuilt;
    }
  }
  if (!trigger) throw new UnreadableTriggerError(`nothing holds turn ${number}`);
  return {
    number,
    turn: turnOf(trigger),
    trigger: trigger.value,
    source: trigger === own ? "recorded" : "rebuilt",
    wasRepeated,
    recorded: later && createdIn(later, number),
    problems,
  };
}

/** The trigger value that a turn had, by the history of a later one: without what the turn and its successors added. */
function cutAt(later: RecordedTrigger, number: number): RecordedTrigger {
  const starts = turnStarts(later.events);
  const start = starts[number - 1] ?? 0;
  const length = start + lengthWithoutDecision(later.events.slice(start, starts[number]));
  const history = later.value.history
    .slice(0, length)
    .map((event, index) => (index >= start ? { ...event, IsPlayed: false } : event));
  const value = { ...later.value, history, isReplaying: number > 1 };
  return { ...later, value, events: later.events.slice(0, length) };
}

/** A turn ends with what it created and OrchestratorCompleted; the extension puts one more of the latter after continueAsNew. */
function lengthWithoutDecision(events: readonly HistoryEvent[]): number {
  const created = events.findIndex(isCreation);
  return created >= 0 ? created : events.findLastIndex(({ kind }) => kind === "OrchestratorCompleted");
}

function createdIn(later: RecordedTrigger, number: number): CreationEvent[] {
  const starts = turnStarts(later.events);
  return later.events.slice(starts[number - 1], starts[number]).filter(isCreation);
}

function turnOf({ instanceId, events }: RecordedTrigger): Turn {
  const { executionId, name, version, input, parent, generation, at } = startOf({ events });
  const instance = newInstance({
    instanceId,
    executionId,
    name,
    version,
    input,
    parent,
    generation: generation ?? 0,
    buildId: "",
    nowMs: Date.parse(at),
  });
  const start = turnStarts(events).at(-1) ?? 0;
  return { instance, history: events.slice(0, start), newEvents: events.slice(start) };
}

function startOf({ events }: Pick<RecordedTrigger, "events">) {
  const started = events.find((event) => event.kind === "ExecutionStarted");
  if (!started) throw new UnreadableTriggerError("its history has no ExecutionStarted");
  return started;
}

function turnStarts(events: readonly HistoryEvent[]): number[] {
  return [...events.keys()].filter((index) => events[index]?.kind === "OrchestratorStarted");
}

function isCreation(event: HistoryEvent): event is CreationEvent {
  return (
    event.kind === "TaskScheduled" ||
    event.kind === "TimerCreated" ||
    event.kind === "SubOrchestrationInstanceCreated"
  );
}

function firstDifference(left: readonly HistoryEvent[], right: readonly HistoryEvent[]): number | undefined {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++)
    if (!isDeepStrictEqual(left[index], right[index])) return index;
  return undefined;
}
