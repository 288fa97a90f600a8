import type { DurableStore } from "../../storage/durable-store.ts";
import type { EventOf, HistoryEvent } from "../history-event.ts";
import type { InstanceRecord } from "./instance-record.ts";

/**
 * Sets a failed instance back, as the Azure Storage provider does: failed activities and their scheduling, failed
 * children and the failed end turn into generic events, so that their task numbers are free again; failed children are
 * rewound themselves. Part of one transaction.
 *
 * @returns the instances whose turn has to be made.
 */
export function rewindInstance(
  store: DurableStore,
  instance: InstanceRecord,
  reason: string | null,
  nowMs: number,
): string[] {
  const { instanceId } = instance;
  const history = store.history.read(instanceId);
  const failedTasks = new Set<number>();
  const failedChildren = new Set<number>();
  for (const event of history) {
    if (event.kind === "TaskFailed") failedTasks.add(event.taskId);
    if (event.kind === "SubOrchestrationInstanceFailed") failedChildren.add(event.taskId);
  }
  const rewound = history.map((event) => withoutFailure(event, failedTasks));
  const children = childrenToRewind(store, history, failedChildren);
  store.history.delete(instanceId);
  store.history.append(instanceId, 0, rewound);
  store.instances.update({
    ...instance,
    status: "Running",
    output: null,
    updatedAtMs: nowMs,
    eventCount: rewound.length,
    failedTurns: 0,
  });
  if (children.length === 0) {
    const at = new Date(nowMs).toISOString();
    store.inbox.add(instanceId, instance.executionId, {
      kind: "GenericEvent",
      at,
      eventId: -1,
      data: reason,
    });
    return [instanceId];
  }
  // The parent is woken by its children when they end.
  return children.flatMap((child) => rewindInstance(store, child, reason, nowMs));
}

function withoutFailure(event: HistoryEvent, failedTasks: ReadonlySet<number>): HistoryEvent {
  const generic = (eventId: number): HistoryEvent => ({
    kind: "GenericEvent",
    at: event.at,
    eventId,
    data: null,
  });
  if (event.kind === "TaskScheduled" && failedTasks.has(event.taskId)) return generic(event.taskId);
  if (event.kind === "TaskFailed" || event.kind === "SubOrchestrationInstanceFailed") return generic(-1);
  return event.kind === "ExecutionCompleted" ? generic(event.eventId) : event;
}

function childrenToRewind(
  store: DurableStore,
  history: readonly HistoryEvent[],
  failed: ReadonlySet<number>,
): InstanceRecord[] {
  return history
    .filter((event): event is EventOf<"SubOrchestrationInstanceCreated"> => {
      return event.kind === "SubOrchestrationInstanceCreated" && failed.has(event.taskId);
    })
    .map((event) => store.instances.get(event.instanceId))
    .filter((child): child is InstanceRecord => child?.status === "Failed");
}
