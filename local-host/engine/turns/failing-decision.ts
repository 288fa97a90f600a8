import type { Turn, TurnDecision, TurnEnd } from "../turn.ts";

/** A decision that does nothing but end the instance. A termination that waits to be read goes first. */
export function failingDecision(turn: Turn, reason: string): TurnDecision {
  const terminated = turn.newEvents.find((event) => event.kind === "ExecutionTerminated");
  const end: TurnEnd = terminated
    ? { kind: "Terminated", reason: terminated.reason }
    : { kind: "Failed", reason, details: null, failure: null };
  let nextTaskId = 0;
  for (const event of turn.history)
    if ("taskId" in event) nextTaskId = Math.max(nextTaskId, event.taskId + 1);
  return {
    tasks: [],
    end,
    nextTaskId,
    customStatus: null,
    suspended: undefined,
    cancelledTimers: [],
    openTasks: 0,
    isWaitingForOpenTasks: false,
    droppedEvents: 0,
  };
}
