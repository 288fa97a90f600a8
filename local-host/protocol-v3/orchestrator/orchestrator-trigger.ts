import type { EventKind, FailureDetails, HistoryEvent } from "../../engine/history-event.ts";
import type { Turn } from "../../engine/turn.ts";
import { defaultHttpPollingMs } from "./http-call.ts";

/** Numbers of DurableTask.Core's EventType. */
export const eventTypes: Record<EventKind, number> = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventRaised: 15,
  GenericEvent: 17,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
};

/** What the orchestrator itself produces is never marked as played in the extension's histories. */
const neverPlayed = new Set<EventKind>([
  "OrchestratorStarted",
  "OrchestratorCompleted",
  "TaskScheduled",
  "TimerCreated",
  "SubOrchestrationInstanceCreated",
]);

/**
 * The orchestration trigger's value of durable-functions 3.x: the whole history and the instance's own data, as
 * Durable extension 3.19 sends it. Every call makes new objects, since the SDK changes what it is given.
 */
export function orchestratorTrigger({ instance, history, newEvents }: Turn): Record<string, unknown> {
  return {
    history: [
      ...history.map((event) => wireEvent(event, instance.instanceId, !neverPlayed.has(event.kind))),
      ...newEvents.map((event) => wireEvent(event, instance.instanceId, false)),
    ],
    input: instance.input === null ? null : JSON.parse(instance.input),
    instanceId: instance.instanceId,
    isReplaying: history.length > 0,
    parentInstanceId: instance.parent?.instanceId ?? null,
    sourceInstanceId: instance.sourceInstanceId,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: "3.00:00:00",
    maximumShortTimerDuration: "6.00:00:00",
    defaultHttpAsyncRequestSleepTimeMillseconds: defaultHttpPollingMs,
  };
}

/** One event on the wire, with the property names of DurableTask.Core. */
export function wireEvent(
  event: HistoryEvent,
  instanceId: string,
  isPlayed: boolean,
): Record<string, unknown> {
  const EventType = eventTypes[event.kind];
  const rest = (eventId: number) => ({ EventId: eventId, IsPlayed: isPlayed, Timestamp: event.at });
  switch (event.kind) {
    case "ExecutionStarted":
      return {
        OrchestrationInstance: { InstanceId: instanceId, ExecutionId: event.executionId },
        EventType,
        ParentInstance: event.parent && {
          Name: event.parent.name,
          OrchestrationInstance: {
            InstanceId: event.parent.instanceId,
            ExecutionId: event.parent.executionId,
          },
          TaskScheduleId: event.parent.taskId,
          Version: event.parent.version,
        },
        Name: event.name,
        Version: event.version,
        Input: event.input,
        Tags: null,
        Correlation: null,
        ParentTraceContext: null,
        ScheduledStartTime: null,
        Generation: event.generation,
        GenerateNewTrace: false,
        ...rest(-1),
      };
    case "TaskScheduled": {
      const { name } = event;
      return {
        EventType,
        Name: name,
        Version: "",
        Input: null,
        ParentTraceContext: null,
        Tags: null,
        ...rest(event.taskId),
      };
    }
    case "SubOrchestrationInstanceCreated":
      return {
        EventType,
        Name: event.name,
        Version: event.version,
        InstanceId: event.instanceId,
        Input: null,
        ClientSpanId: null,
        Tags: null,
        ...rest(event.taskId),
      };
    case "TaskCompleted":
    case "SubOrchestrationInstanceCompleted":
      return { EventType, TaskScheduledId: event.taskId, Result: event.result, ...rest(-1) };
    case "TaskFailed":
    case "SubOrchestrationInstanceFailed":
      return {
        EventType,
        TaskScheduledId: event.taskId,
        Reason: event.reason,
        Details: event.details,
        FailureDetails: wireFailure(event.failure),
        ...rest(-1),
      };
    case "TimerCreated":
      return { EventType, FireAt: event.fireAt, ...rest(event.taskId) };
    case "TimerFired":
      return { EventType, TimerId: event.taskId, FireAt: event.fireAt, ...rest(-1) };
    case "EventRaised":
      return { EventType, Name: event.name, Input: event.input, ParentTraceContext: null, ...rest(-1) };
    case "ExecutionTerminated":
      return { EventType, Input: event.reason, ...rest(-1) };
    case "ExecutionSuspended":
    case "ExecutionResumed":
      return { EventType, Reason: event.reason, ...rest(-1) };
    case "GenericEvent":
      return { Data: event.data, EventType, ...rest(event.eventId) };
    case "ExecutionCompleted":
      return { EventType, OrchestrationStatus: event.status, Result: event.output, ...rest(event.eventId) };
    case "OrchestratorStarted":
    case "OrchestratorCompleted":
      return { EventType, ...rest(-1) };
  }
}

/** FailureDetails as DurableTask.Core writes them; the SDK and the status API read the same shape. */
export function wireFailure(failure: FailureDetails | null): Record<string, unknown> | null {
  return (
    failure && {
      ErrorType: failure.errorType,
      ErrorMessage: failure.errorMessage,
      StackTrace: failure.stackTrace,
      InnerFailure: wireFailure(failure.innerFailure),
      IsNonRetriable: failure.isNonRetriable,
      Properties: failure.properties,
    }
  );
}
