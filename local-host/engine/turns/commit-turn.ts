import { randomUUID } from "node:crypto";
import type { DurableStore } from "../../storage/durable-store.ts";
import type { QueuedActivity } from "../../storage/rows/activity-rows.ts";
import type { HistoryEvent } from "../history-event.ts";
import type { InstanceRecord } from "../instances/instance-record.ts";
import { isTerminal } from "../instances/instance-record.ts";
import { newInstance, startedEvent } from "../instances/new-instance.ts";
import type { NewTask, Turn, TurnDecision, TurnEnd } from "../turn.ts";
import { notifyParent } from "./notify-parent.ts";

export interface TurnCommit {
  turn: Turn;
  decision: TurnDecision;
  /** The last inbox entry that the turn has read. */
  readUpTo: number;
  nowMs: number;
  /** How many of the new activities may start at once; the rest queue. */
  freeActivitySlots: number;
}

/** What others must know of once the commit is on the disk. */
export interface CommitEffects {
  instance: InstanceRecord;
  /** The whole history after the turn; undefined after continueAsNew. */
  history: readonly HistoryEvent[] | undefined;
  /** Instances with something new in their inbox. */
  wake: string[];
  activities: QueuedActivity[];
  nextTimerAtMs: number | undefined;
}

/** The turn was computed on a state that is no longer the instance's; it is computed again. */
export class StaleTurnError extends Error {
  override readonly name = "StaleTurnError";
  readonly code = "StaleTurn";

  constructor(instanceId: string) {
    super(`Instance ${instanceId} changed while its turn was running; the turn is run again.`);
  }
}

/**
 * Writes everything that one turn decided. Must run inside one transaction: either all of it happens or none.
 *
 * @throws StaleTurnError
 */
export function commitTurn(store: DurableStore, commit: TurnCommit): CommitEffects {
  const { turn, decision } = commit;
  const { instance } = turn;
  const stored = store.instances.get(instance.instanceId);
  if (
    !stored ||
    stored.executionId !== instance.executionId ||
    stored.eventCount !== turn.history.length ||
    isTerminal(stored.status)
  )
    throw new StaleTurnError(instance.instanceId);
  const effects: CommitEffects = {
    instance,
    history: undefined,
    wake: [],
    activities: [],
    nextTimerAtMs: undefined,
  };
  store.inbox.deleteUpTo(instance.instanceId, commit.readUpTo);
  if (decision.end?.kind === "ContinuedAsNew") continueAsNew(store, commit, decision.end, effects);
  else writeTurn(store, commit, effects);
  return effects;
}

function writeTurn(store: DurableStore, commit: TurnCommit, effects: CommitEffects): void {
  const { turn, decision, nowMs } = commit;
  const at = new Date(nowMs).toISOString();
  const end = decision.end?.kind === "ContinuedAsNew" ? undefined : decision.end;
  const events: HistoryEvent[] = [...turn.newEvents, ...decision.tasks.map((task) => created(task, at))];
  if (end) events.push(completed(end, decision.nextTaskId, at));
  events.push({ kind: "OrchestratorCompleted", at });
  const { instanceId, executionId } = turn.instance;
  store.history.append(instanceId, turn.history.length, events);
  effects.instance = {
    ...turn.instance,
    status: end?.kind ?? (decision.suspended ? "Suspended" : "Running"),
    output: end ? shownOutput(end) : text(decision.suspended?.reason ?? null),
    customStatus: decision.customStatus,
    updatedAtMs: nowMs,
    eventCount: turn.history.length + events.length,
    failedTurns: 0,
  };
  effects.history = [...turn.history, ...events];
  store.instances.update(effects.instance);
  if (end) {
    // An ended instance starts no new work; what its orchestrator asked for last stays visible in the history.
    store.timers.delete(instanceId);
    effects.wake.push(...notifyParent(store, turn.instance, end, at));
    return;
  }
  for (const task of decision.tasks) startTask(store, commit, task, effects);
  for (const taskId of decision.cancelledTimers) store.timers.remove(instanceId, executionId, taskId);
}

function startTask(store: DurableStore, commit: TurnCommit, task: NewTask, effects: CommitEffects): void {
  const { instance } = commit.turn;
  const { instanceId, executionId } = instance;
  const { taskId } = task;
  switch (task.kind) {
    case "activity": {
      const attempt = effects.activities.length < commit.freeActivitySlots ? 1 : 0;
      const { name, input } = task;
      effects.activities.push(
        store.activities.add({ instanceId, executionId, taskId, name, input, attempt }),
      );
      return;
    }
    case "timer": {
      if (commit.decision.cancelledTimers.includes(taskId)) return;
      const fireAtMs = Date.parse(task.fireAt);
      if (fireAtMs > commit.nowMs) {
        store.timers.add({ instanceId, executionId, taskId, fireAtMs });
        effects.nextTimerAtMs = Math.min(effects.nextTimerAtMs ?? fireAtMs, fireAtMs);
        return;
      }
      const at = new Date(commit.nowMs).toISOString();
      store.inbox.add(instanceId, executionId, { kind: "TimerFired", at, taskId, fireAt: task.fireAt });
      effects.wake.push(instanceId);
      return;
    }
    case "child":
      effects.wake.push(startChild(store, commit, task));
  }
}

/** @returns the instance that has something new to read: the child, or this one where the child cannot be started. */
function startChild(store: DurableStore, commit: TurnCommit, task: Extract<NewTask, { kind: "child" }>) {
  const { instance } = commit.turn;
  const existing = store.instances.get(task.instanceId);
  if (existing && !isTerminal(existing.status)) {
    store.inbox.add(instance.instanceId, instance.executionId, {
      kind: "SubOrchestrationInstanceFailed",
      at: new Date(commit.nowMs).toISOString(),
      taskId: task.taskId,
      reason: `Sub-orchestration '${task.name}' was not started: an orchestration instance with the ID '${task.instanceId}' and the status ${existing.status} already exists.`,
      details: "",
      failure: null,
    });
    return instance.instanceId;
  }
  if (existing) store.deleteInstance(task.instanceId);
  const child = newInstance({
    ...task,
    executionId: randomUUID().replaceAll("-", ""),
    buildId: instance.buildId,
    nowMs: commit.nowMs,
    parent: {
      name: instance.name,
      version: instance.version,
      instanceId: instance.instanceId,
      executionId: instance.executionId,
      taskId: task.taskId,
    },
  });
  store.instances.put(child);
  store.inbox.add(child.instanceId, child.executionId, startedEvent(child, null));
  return child.instanceId;
}

/** The instance goes on under a new execution, with an empty history and the events that came in the meantime. */
function continueAsNew(
  store: DurableStore,
  commit: TurnCommit,
  end: Extract<TurnEnd, { kind: "ContinuedAsNew" }>,
  effects: CommitEffects,
): void {
  const { instance } = commit.turn;
  const { instanceId } = instance;
  const next: InstanceRecord = {
    ...instance,
    executionId: randomUUID().replaceAll("-", ""),
    status: "Running",
    input: end.input,
    output: null,
    customStatus: null,
    updatedAtMs: commit.nowMs,
    eventCount: 0,
    failedTurns: 0,
  };
  store.history.delete(instanceId);
  store.timers.delete(instanceId);
  store.instances.put(next);
  const arrived = store.inbox.takeAll(instanceId);
  const at = new Date(commit.nowMs).toISOString();
  store.inbox.add(instanceId, next.executionId, { ...startedEvent(next, null), at });
  for (const event of end.carried) store.inbox.add(instanceId, null, event);
  for (const entry of arrived) store.inbox.add(instanceId, entry.executionId, entry.event);
  effects.instance = next;
  effects.wake.push(instanceId);
}

function created(task: NewTask, at: string): HistoryEvent {
  const { taskId } = task;
  switch (task.kind) {
    case "activity":
      return { kind: "TaskScheduled", at, taskId, name: task.name };
    case "timer":
      return { kind: "TimerCreated", at, taskId, fireAt: task.fireAt };
    case "child": {
      const { name, version, instanceId } = task;
      return { kind: "SubOrchestrationInstanceCreated", at, taskId, name, version, instanceId };
    }
  }
}

type Ended = Exclude<TurnEnd, { kind: "ContinuedAsNew" }>;

function completed(end: Ended, eventId: number, at: string): HistoryEvent {
  const failure = end.kind === "Failed" ? end.failure : null;
  const output = end.kind === "Completed" ? end.output : text(end.reason);
  return { kind: "ExecutionCompleted", at, eventId, status: end.kind, output, failure };
}

function shownOutput(end: Ended): string | null {
  if (end.kind === "Completed") return end.output;
  return text(end.kind === "Failed" ? (end.shown ?? end.reason) : end.reason);
}

function text(reason: string | null): string | null {
  return reason === null ? null : JSON.stringify(reason);
}
