/** What an activity or a child failed with, where the app describes its exceptions. */
export interface FailureDetails {
  errorType: string;
  errorMessage: string;
  stackTrace: string | null;
  innerFailure: FailureDetails | null;
  isNonRetriable: boolean;
  properties: Record<string, unknown> | null;
}

/** The task of another orchestration that waits for this one. */
export interface ParentLink {
  name: string;
  version: string | null;
  instanceId: string;
  executionId: string;
  taskId: number;
}

export interface TaskFailure {
  reason: string;
  details: string | null;
  failure: FailureDetails | null;
}

/**
 * One event of an execution's history, in the engine's own words. Instants are ISO 8601, UTC; `input`, `result` and
 * `output` are JSON text, or null for "no value" (which is not the text `null`).
 */
export type HistoryEvent = { at: string } & (
  | { kind: "OrchestratorStarted" }
  | { kind: "OrchestratorCompleted" }
  | {
      kind: "ExecutionStarted";
      executionId: string;
      name: string;
      version: string | null;
      input: string | null;
      parent: ParentLink | null;
      /** How often this instance ID was started before; null for children and after continueAsNew. */
      generation: number | null;
    }
  | {
      kind: "ExecutionCompleted";
      eventId: number;
      status: "Completed" | "Failed" | "Terminated";
      output: string | null;
      failure: FailureDetails | null;
    }
  | { kind: "ExecutionTerminated"; reason: string | null }
  | { kind: "ExecutionSuspended"; reason: string | null }
  | { kind: "ExecutionResumed"; reason: string | null }
  | { kind: "TaskScheduled"; taskId: number; name: string }
  | { kind: "TaskCompleted"; taskId: number; result: string | null }
  | ({ kind: "TaskFailed"; taskId: number } & TaskFailure)
  | {
      kind: "SubOrchestrationInstanceCreated";
      taskId: number;
      name: string;
      version: string | null;
      instanceId: string;
    }
  | { kind: "SubOrchestrationInstanceCompleted"; taskId: number; result: string | null }
  | ({ kind: "SubOrchestrationInstanceFailed"; taskId: number } & TaskFailure)
  | { kind: "TimerCreated"; taskId: number; fireAt: string }
  | { kind: "TimerFired"; taskId: number; fireAt: string }
  | { kind: "EventRaised"; name: string; input: string | null }
  /** What a rewind leaves of a failed task and of the failed end, and the rewind's own reason (`eventId` -1). */
  | { kind: "GenericEvent"; eventId: number; data: string | null }
);

export type EventKind = HistoryEvent["kind"];
export type EventOf<Kind extends EventKind> = Extract<HistoryEvent, { kind: Kind }>;
