import type { DurableStore } from "../../storage/durable-store.ts";
import type { HistoryEvent } from "../history-event.ts";
import type { InstanceRecord } from "../instances/instance-record.ts";
import type { TurnEnd } from "../turn.ts";

/**
 * Tells the orchestration that waits for this one how it ended, if it still waits. Part of the child's last turn.
 *
 * @returns the instances that have something new to read.
 */
export function notifyParent(
  store: DurableStore,
  child: InstanceRecord,
  end: Exclude<TurnEnd, { kind: "ContinuedAsNew" }>,
  at: string,
): string[] {
  if (!child.parent) return [];
  const { instanceId, executionId, taskId } = child.parent;
  if (store.instances.get(instanceId)?.executionId !== executionId) return [];
  store.inbox.add(instanceId, executionId, endedEvent(end, taskId, at));
  return [instanceId];
}

function endedEvent(
  end: Exclude<TurnEnd, { kind: "ContinuedAsNew" }>,
  taskId: number,
  at: string,
): HistoryEvent {
  if (end.kind === "Completed")
    return { kind: "SubOrchestrationInstanceCompleted", at, taskId, result: end.output };
  const failure = end.kind === "Failed" ? end.failure : null;
  // The SDK reads a failure only where both texts are there.
  const details = end.kind === "Failed" ? (end.details ?? (failure ? null : "")) : "";
  return {
    kind: "SubOrchestrationInstanceFailed",
    at,
    taskId,
    reason: end.reason ?? "",
    details,
    failure,
  };
}
