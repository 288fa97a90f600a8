import type { JudgedTurn } from "./replay-recording.ts";

/** The hosts say again which function it was. */
const hostsPrefix = /^Activity function '[^']*' failed: /u;

type Happened = JudgedTurn["happened"][number];

/** What was new in a turn, one line for each event. @param names  names of activities by task number. */
export function happenedLines({ happened }: JudgedTurn, names: ReadonlyMap<number, string>): string[] {
  return happened.map((event) => describeHappened(event, names));
}

function describeHappened(event: Happened, names: ReadonlyMap<number, string>): string {
  const task = "taskId" in event ? `${event.taskId} ${names.get(event.taskId) ?? ""}`.trim() : "";
  switch (event.kind) {
    case "ExecutionStarted":
      return `started ${event.name}`;
    case "TaskCompleted":
    case "SubOrchestrationInstanceCompleted":
      return `${task} ${outcomeOf(event.result)}`;
    case "TaskFailed":
    case "SubOrchestrationInstanceFailed":
      return `${task} failed: ${event.reason.replace(hostsPrefix, "")}`;
    case "TimerFired":
      return `timer ${task} fired`;
    case "EventRaised":
      return `event ${event.name} ${event.input ?? ""}`.trim();
    case "ExecutionTerminated":
    case "ExecutionSuspended":
    case "ExecutionResumed":
      return `${event.kind.replace("Execution", "").toLowerCase()} ${event.reason ?? ""}`.trim();
    case "TaskScheduled":
    case "TimerCreated":
    case "SubOrchestrationInstanceCreated":
    case "ExecutionCompleted":
    case "OrchestratorStarted":
    case "OrchestratorCompleted":
    case "GenericEvent":
      return event.kind;
  }
}

/** Activities answer `{ ok, value }` or `{ ok, failure }`; anything else is shown as it is. */
function outcomeOf(result: string | null): string {
  const { ok, value, failure } = objectIn(result) ?? {};
  if (ok === true) return `gave ${JSON.stringify(value)}`;
  if (ok === false) return `was refused ${JSON.stringify(failure)}`;
  return `gave ${result ?? "nothing"}`;
}

function objectIn(text: string | null): Record<string, unknown> | undefined {
  const value: unknown = text === null ? null : JSON.parse(text);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** What this build decides, one line for each task, then the status and the end. */
export function decidedLines({ decided, at }: JudgedTurn): string[] {
  const { tasks, customStatus, end } = decided;
  const lines = tasks.map((task) => {
    switch (task.kind) {
      case "activity":
        return `${task.taskId} ${task.name} ${essentials(task.input)}`.trim();
      case "timer":
        return `${task.taskId} timer, ${seconds(Date.parse(task.fireAt) - Date.parse(at))}`;
      case "child":
        return `${task.taskId} sub-orchestration ${task.name} ${essentials(task.input)}`.trim();
    }
    return "";
  });
  if (customStatus !== null) lines.push(`status ${customStatus}`);
  if (decided.suspended) lines.push("stays suspended");
  if (end) lines.push(describeEnd(end));
  return lines.length > 0 ? lines : ["waits"];
}

function describeEnd(end: NonNullable<JudgedTurn["decided"]["end"]>): string {
  switch (end.kind) {
    case "Completed":
      return `ends: Completed ${end.output ?? ""}`.trim();
    case "Failed":
      return `ends: Failed, ${end.shown ?? end.reason}`;
    case "Terminated":
      return `ends: Terminated ${end.reason ?? ""}`.trim();
    case "ContinuedAsNew":
      return "continues as new";
  }
}

function seconds(ms: number): string {
  return ms < 0 ? "due at once" : `due after ${Math.round(ms / 100) / 10} s`;
}

/** Each input names the diagnosis and its owner; what differs from one to the next is the rest. */
function essentials(input: string | null): string {
  const value = objectIn(input);
  if (!value) return input ?? "";
  const { diagnosisId: _id, principal: _principal, ...rest } = value;
  return JSON.stringify(rest);
}
