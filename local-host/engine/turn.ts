import type { EventOf, FailureDetails, HistoryEvent } from "./history-event.ts";
import type { InstanceRecord } from "./instances/instance-record.ts";

/** Everything an orchestrator is given for one turn. `newEvents` starts with OrchestratorStarted. */
export interface Turn {
  instance: InstanceRecord;
  history: readonly HistoryEvent[];
  newEvents: readonly HistoryEvent[];
}

export type NewTask =
  | { kind: "activity"; taskId: number; name: string; input: string | null }
  | { kind: "timer"; taskId: number; fireAt: string }
  | {
      kind: "child";
      taskId: number;
      name: string;
      version: string | null;
      instanceId: string;
      input: string | null;
    };

export type TurnEnd =
  | { kind: "Completed"; output: string | null }
  | {
      kind: "Failed";
      reason: string;
      details: string | null;
      failure: FailureDetails | null;
      /** What the status shows, where that is not the reason. */
      shown?: string;
    }
  | { kind: "Terminated"; reason: string | null }
  | { kind: "ContinuedAsNew"; input: string | null; carried: readonly EventOf<"EventRaised">[] };

/** What one turn decided; the engine commits all of it or nothing. */
export interface TurnDecision {
  tasks: readonly NewTask[];
  end: TurnEnd | undefined;
  /** The number that the end's own event takes: one more than the last task's. */
  nextTaskId: number;
  customStatus: string | null;
  /** Set while the instance is suspended: the reason given with the suspension. */
  suspended: { reason: string | null } | undefined;
  /** Timers that nobody waits for any more. */
  cancelledTimers: readonly number[];
  /** Tasks that keep the instance alive after its orchestrator has returned. */
  openTasks: number;
  /** The orchestrator has returned or thrown, and only open tasks keep the instance running. */
  isWaitingForOpenTasks: boolean;
  /** Waited-for events that this execution leaves behind unread. */
  droppedEvents: number;
}

/** Replays the orchestrator. Throws where no decision was reached (a broken hook, a bug): the turn is then tried again. */
export interface OrchestrationRunner {
  run(turn: Turn): Promise<TurnDecision>;
}
