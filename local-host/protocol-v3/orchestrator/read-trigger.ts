import type { EventKind, FailureDetails, HistoryEvent, ParentLink } from "../../engine/history-event.ts";
import { textOf } from "../payload-text.ts";
import { readWireFailure } from "../read-failure.ts";
import { eventTypes } from "./orchestrator-trigger.ts";

/** The orchestration trigger's value as a host gave it, read as far as a replay needs it. */
export interface RecordedTrigger {
  /** The value itself, for the SDK. */
  value: Record<string, unknown> & { history: Record<string, unknown>[] };
  instanceId: string;
  /** One for each of the value's events, in order. */
  events: readonly HistoryEvent[];
}

/** What is given as a recorded trigger value is none. */
export class UnreadableTriggerError extends Error {
  override readonly name = "UnreadableTriggerError";
  readonly code = "UnreadableTrigger";

  constructor(what: string) {
    super(`This is not a recorded trigger value of an orchestration: ${what}.`);
  }
}

const kinds = new Map(Object.entries(eventTypes).map(([kind, type]) => [type, kind as EventKind]));

/**
 * Reads a trigger value that the local host or the Durable extension made: the opposite of `orchestratorTrigger`.
 *
 * @throws UnreadableTriggerError
 */
export function readTrigger(value: unknown): RecordedTrigger {
  const { instanceId, history } = record(value, "the value");
  if (typeof instanceId !== "string" || !Array.isArray(history))
    throw new UnreadableTriggerError("it has no instanceId or no history");
  const events = history.map((event, index) => readEvent(record(event, `history[${index}]`), index));
  return { value: value as RecordedTrigger["value"], instanceId, events };
}

function readEvent(wire: Record<string, unknown>, index: number): HistoryEvent {
  const kind = kinds.get(Number(wire["EventType"]));
  if (!kind)
    throw new UnreadableTriggerError(`history[${index}] has the event type ${textOf(wire["EventType"])}`);
  const at = textOf(wire["Timestamp"]);
  const text = (key: string) => optionalText(wire[key]);
  const number = (key: string) => Number(wire[key]);
  switch (kind) {
    case "ExecutionStarted":
      return {
        kind,
        at,
        executionId: executionIdOf(wire),
        name: textOf(wire["Name"]),
        version: text("Version"),
        input: text("Input"),
        parent: readParent(wire["ParentInstance"]),
        generation: typeof wire["Generation"] === "number" ? wire["Generation"] : null,
      };
    case "TaskScheduled":
      return { kind, at, taskId: number("EventId"), name: textOf(wire["Name"]) };
    case "SubOrchestrationInstanceCreated": {
      const [name, instanceId] = [textOf(wire["Name"]), textOf(wire["InstanceId"])];
      return { kind, at, taskId: number("EventId"), name, version: text("Version"), instanceId };
    }
    case "TaskCompleted":
    case "SubOrchestrationInstanceCompleted":
      return { kind, at, taskId: number("TaskScheduledId"), result: text("Result") };
    case "TaskFailed":
    case "SubOrchestrationInstanceFailed": {
      const failure: FailureDetails | null = readWireFailure(wire["FailureDetails"]);
      const [reason, details] = [text("Reason") ?? "", text("Details")];
      return { kind, at, taskId: number("TaskScheduledId"), reason, details, failure };
    }
    case "TimerCreated":
      return { kind, at, taskId: number("EventId"), fireAt: textOf(wire["FireAt"]) };
    case "TimerFired":
      return { kind, at, taskId: number("TimerId"), fireAt: textOf(wire["FireAt"]) };
    case "EventRaised":
      return { kind, at, name: textOf(wire["Name"]), input: text("Input") };
    case "ExecutionTerminated":
      return { kind, at, reason: text("Input") };
    case "ExecutionSuspended":
    case "ExecutionResumed":
      return { kind, at, reason: text("Reason") };
    case "GenericEvent":
      return { kind, at, eventId: number("EventId"), data: text("Data") };
    case "ExecutionCompleted": {
      const status = textOf(wire["OrchestrationStatus"]) as "Completed" | "Failed" | "Terminated";
      return { kind, at, eventId: number("EventId"), status, output: text("Result"), failure: null };
    }
    case "OrchestratorStarted":
    case "OrchestratorCompleted":
      return { kind, at };
  }
}

function readParent(value: unknown): ParentLink | null {
  if (value === null || value === undefined) return null;
  const parent = record(value, "ParentInstance");
  return {
    name: textOf(parent["Name"]),
    version: optionalText(parent["Version"]),
    instanceId: textOf(record(parent["OrchestrationInstance"], "ParentInstance")["InstanceId"]),
    executionId: executionIdOf(parent),
    taskId: Number(parent["TaskScheduleId"]),
  };
}

function executionIdOf(wire: Record<string, unknown>): string {
  const id = record(wire["OrchestrationInstance"], "OrchestrationInstance")["ExecutionId"];
  return typeof id === "string" ? id : "";
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnreadableTriggerError(`${what} is no object`);
  return value as Record<string, unknown>;
}

function optionalText(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}
