import type { HistoryEvent } from "../engine/history-event.ts";
import type { NewTask } from "../engine/turn.ts";

/** A history event in a few words, for people. */
export function describeEvent(event: HistoryEvent | undefined): string {
  if (!event) return "nothing";
  if (event.kind === "TaskScheduled") return `activity ${event.taskId} '${event.name}'`;
  if (event.kind === "TimerCreated") return `timer ${event.taskId} for ${instant(event.fireAt)}`;
  if (event.kind === "SubOrchestrationInstanceCreated")
    return `sub-orchestration ${event.taskId} '${event.name}' (${event.instanceId})`;
  const subject = "taskId" in event ? ` ${event.taskId}` : "name" in event ? ` '${event.name}'` : "";
  return `${event.kind}${subject} at ${event.at}`;
}

/** A task in the same words as the event that records it. */
export function describeTask(task: NewTask): string {
  switch (task.kind) {
    case "activity":
      return `activity ${task.taskId} '${task.name}'`;
    case "timer":
      return `timer ${task.taskId} for ${instant(task.fireAt)}`;
    case "child":
      return `sub-orchestration ${task.taskId} '${task.name}' (${task.instanceId})`;
  }
}

/** To the millisecond, as the SDK counts; the extension writes ten-millionths of a second. */
function instant(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : new Date(ms).toISOString();
}
