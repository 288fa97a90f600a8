import type { EventOf } from "../history-event.ts";
import type { NewTask } from "../turn.ts";

type CreationEvent =
  | EventOf<"TaskScheduled">
  | EventOf<"SubOrchestrationInstanceCreated">
  | EventOf<"TimerCreated">;

/** The Durable Task Framework's names of what a replay produced, as they stand in its messages. */
const actionNames = {
  activity: "ScheduleTaskOrchestratorAction",
  timer: "CreateTimerOrchestratorAction",
  child: "CreateSubOrchestrationAction",
} as const;

const question =
  "Was a change made to the orchestrator code after this instance had already started running?";

/**
 * The orchestrator code no longer does what the history says it did. The texts are those of DurableTask.Core, so that
 * people find them: https://github.com/Azure/durabletask, TaskOrchestrationContext.cs.
 */
export class NonDeterministicOrchestrationError extends Error {
  override readonly name = "NonDeterministicOrchestrationError";
  readonly code = "NonDeterministicOrchestration";

  constructor(recorded: CreationEvent, replayed: NewTask | undefined) {
    super(`Non-Deterministic workflow detected: ${explain(recorded, replayed)}`);
  }
}

function explain(recorded: CreationEvent, replayed: NewTask | undefined): string {
  const id = recorded.taskId;
  const said = "A previous execution of this orchestration scheduled";
  switch (recorded.kind) {
    case "TaskScheduled":
      if (!replayed)
        return `${said} an activity task with sequence ID ${id} and name '${recorded.name}' (version ''), but the current replay execution hasn't (yet?) scheduled this task. ${question}`;
      if (replayed.kind !== "activity")
        return `${said} an activity task with sequence number ${id} named '${recorded.name}', but the current orchestration replay instead produced a ${actionNames[replayed.kind]} action with this sequence number. ${question}`;
      return `${said} an activity task with sequence number ${id} named '${recorded.name}', but the current orchestration replay instead scheduled an activity task named '${replayed.name}' with this sequence number.  ${question}`;
    case "TimerCreated":
      if (!replayed)
        return `${said} a timer task with sequence number ${id} but the current replay execution hasn't (yet?) scheduled this task. ${question}`;
      return `${said} a timer task with sequence number ${id} named but the current orchestration replay instead produced a ${actionNames[replayed.kind]} action with this sequence number. ${question}`;
    case "SubOrchestrationInstanceCreated":
      if (!replayed)
        return `${said} a sub-orchestration task with sequence ID ${id} and name '${recorded.name}' (version '${recorded.version ?? ""}', instance ID '${recorded.instanceId}'), but the current replay execution hasn't (yet?) scheduled this task. ${question}`;
      if (replayed.kind !== "child")
        return `${said} a sub-orchestration task with sequence ID ${id} and name '${recorded.name}' (version '${recorded.version ?? ""}', instance ID '${recorded.instanceId}'), but the current orchestration replay instead produced a ${actionNames[replayed.kind]} action at this sequence number. ${question}`;
      return `${said} a sub-orchestration task with sequence ID ${id} and name '${recorded.name}' (version '${recorded.version ?? ""}', instance ID '${recorded.instanceId}'), but the current orchestration replay instead scheduled a sub-orchestration task with name ${replayed.name} at this sequence number. ${question}`;
  }
}
