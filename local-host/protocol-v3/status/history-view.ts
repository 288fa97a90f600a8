import type { HistoryEvent } from "../../engine/history-event.ts";
import { wireEvent, wireFailure } from "../orchestrator/orchestrator-trigger.ts";

interface HistoryViewOptions {
  showInput: boolean;
  showOutput: boolean;
}

type Item = Record<string, unknown>;
type Scheduling = { at: string; name: string; instanceId?: string; item: Item };

/**
 * A history as the management API shows it (`showHistory=true`): event types by name, what scheduled a task folded into
 * its completion, numbers left out. The view is lossy, as the extension's is: it cannot be replayed.
 */
export function historyView(
  events: readonly HistoryEvent[],
  instanceId: string,
  options: HistoryViewOptions,
): Item[] {
  const items: Item[] = [];
  const schedulings = new Map<string, Scheduling>();
  const folded = new Set<Item>();
  for (const event of events) {
    const item = viewOf(event, instanceId, options);
    if (!item) continue;
    items.push(item);
    if (event.kind === "TaskScheduled") {
      schedulings.set(`task ${event.taskId}`, { at: event.at, name: event.name, item });
    } else if (event.kind === "SubOrchestrationInstanceCreated") {
      const { at, name, instanceId: childId } = event;
      schedulings.set(`child ${event.taskId}`, { at, name, instanceId: childId, item });
    } else if (event.kind === "TaskCompleted" || event.kind === "TaskFailed") {
      fold(schedulings.get(`task ${event.taskId}`), item, folded, options);
    } else if (
      event.kind === "SubOrchestrationInstanceCompleted" ||
      event.kind === "SubOrchestrationInstanceFailed"
    ) {
      fold(schedulings.get(`child ${event.taskId}`), item, folded, options);
    }
  }
  return items.filter((item) => !folded.has(item));
}

function fold(
  scheduling: Scheduling | undefined,
  item: Item,
  folded: Set<Item>,
  { showInput }: HistoryViewOptions,
): void {
  if (!scheduling) return;
  folded.add(scheduling.item);
  item["ScheduledTime"] = scheduling.at.replace(/Z$/, "+00:00");
  item["FunctionName"] = scheduling.name;
  if (scheduling.instanceId !== undefined) item["InstanceId"] = scheduling.instanceId;
  if (showInput) item["Input"] = null;
}

const hidden = new Set([
  "EventId",
  "IsPlayed",
  "TaskScheduledId",
  "TimerId",
  "OrchestrationInstance",
  "ParentInstance",
  "Version",
]);

function viewOf(event: HistoryEvent, instanceId: string, options: HistoryViewOptions): Item | undefined {
  if (event.kind === "OrchestratorStarted" || event.kind === "OrchestratorCompleted") return undefined;
  const wire = wireEvent(event, instanceId, false);
  const item: Item = {};
  for (const [key, value] of Object.entries(wire)) if (!hidden.has(key)) item[key] = value;
  item["EventType"] = event.kind;
  if (event.kind === "ExecutionStarted") {
    item["FunctionName"] = event.name;
    delete item["Name"];
    delete item["Tags"];
  } else if (event.kind === "TaskCompleted" || event.kind === "SubOrchestrationInstanceCompleted") {
    showResult(item, event.result, options);
  } else if (event.kind === "ExecutionCompleted") {
    showResult(item, event.output, options);
    item["FailureDetails"] = wireFailure(event.failure);
  }
  return item;
}

function showResult(item: Item, text: string | null, { showOutput }: HistoryViewOptions): void {
  if (showOutput) item["Result"] = text === null ? null : JSON.parse(text);
  else delete item["Result"];
}
