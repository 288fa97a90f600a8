import type { EventOf, HistoryEvent, TaskFailure } from "../history-event.ts";
import type { NewTask, Turn, TurnDecision, TurnEnd } from "../turn.ts";
import { EventMailbox } from "./event-mailbox.ts";
import { NonDeterministicOrchestrationError } from "./non-deterministic-orchestration-error.ts";
import { OrchestrationRefusedError } from "./orchestration-refused-error.ts";
import { ReplayTask } from "./replay-task.ts";

export type ProgramResult =
  | { kind: "completed"; output: string | null }
  | ({ kind: "failed"; shown?: string } & TaskFailure);

/** What the orchestrator did, as something that can be run again against the history. */
export interface OrchestrationProgram {
  start(replay: OrchestrationReplay): void;
  /** Undefined while the program waits, or when it has more to do in a later turn. */
  readonly result: ProgramResult | undefined;
}

/**
 * Runs an orchestration's program against its history, one event after the other, and finds what is new. It numbers
 * tasks, keeps count of the open ones and detects non-determinism exactly as DurableTask.Core does
 * (TaskOrchestrationContext and TaskOrchestrationExecutor), since the numbers must agree with those of the SDK.
 */
export class OrchestrationReplay {
  readonly #program: OrchestrationProgram;
  readonly #executionId: string;
  readonly #events = new EventMailbox();
  readonly #open = new Map<number, ReplayTask>();
  readonly #cancelledTimers = new Set<number>();
  /** What the program asked for and the history does not hold yet. */
  #pending = new Map<number, NewTask>();
  #heldBack = new Map<number, NewTask>();
  #whileSuspended: HistoryEvent[] = [];
  #nextTaskId = 0;
  #nowMs = 0;
  #suspension: { reason: string | null } | undefined;
  #terminated: TurnEnd | undefined;
  #continuation: { input: string | null; carried: EventOf<"EventRaised">[] } | undefined;

  constructor(program: OrchestrationProgram, executionId: string) {
    this.#program = program;
    this.#executionId = executionId;
  }

  /** The turn's own time, in milliseconds: never the machine's clock. */
  get nowMs(): number {
    return this.#nowMs;
  }

  scheduleActivity(name: string, input: string | null): ReplayTask {
    return this.#track({ kind: "activity", taskId: this.#nextTaskId++, name, input });
  }

  /** Without an instance ID the child gets the extension's default: `<execution ID>:<task ID>`. */
  startChild(child: { name: string; version: string | null; instanceId?: string; input: string | null }) {
    const taskId = this.#nextTaskId++;
    const instanceId = child.instanceId?.trim() ? child.instanceId : `${this.#executionId}:${taskId}`;
    const { name, version, input } = child;
    return this.#track({ kind: "child", taskId, name, version, instanceId, input });
  }

  createTimer(fireAtMs: number, isCancelled = false): ReplayTask {
    const taskId = this.#nextTaskId++;
    const task = this.#track({ kind: "timer", taskId, fireAt: new Date(fireAtMs).toISOString() });
    if (isCancelled) {
      this.#open.delete(taskId);
      this.#cancelledTimers.add(taskId);
      task.settle({ kind: "cancelled" });
    }
    return task;
  }

  waitForEvent(name: string): ReplayTask {
    return this.#events.wait(name);
  }

  continueAsNew(input: string | null): void {
    this.#continuation = { input, carried: [] };
  }

  decide(turn: Turn, customStatus: string | null): TurnDecision {
    let broken: TurnEnd | undefined;
    try {
      for (const event of turn.history) this.#process(event);
      for (const event of turn.newEvents) this.#process(event);
    } catch (error) {
      if (
        !(error instanceof NonDeterministicOrchestrationError || error instanceof OrchestrationRefusedError)
      )
        throw error;
      broken = { kind: "Failed", reason: error.message, details: null, failure: null };
    }
    const end = this.#terminated ?? broken ?? this.#end();
    return {
      tasks: [...this.#pending.values()].toSorted((left, right) => left.taskId - right.taskId),
      end,
      nextTaskId: this.#nextTaskId,
      customStatus: end?.kind === "ContinuedAsNew" ? null : customStatus,
      suspended: this.#suspension,
      cancelledTimers: [...this.#cancelledTimers],
      openTasks: this.#open.size,
      isWaitingForOpenTasks: !end && this.#program.result !== undefined,
      droppedEvents: end?.kind === "ContinuedAsNew" ? this.#events.keptEvents : 0,
    };
  }

  /** An instance ends only when no task is open any more, whatever its orchestrator said. */
  #end(): TurnEnd | undefined {
    const result = this.#program.result;
    if (!result || this.#open.size > 0) return undefined;
    if (result.kind === "failed") return { ...result, kind: "Failed" };
    if (this.#continuation) return { kind: "ContinuedAsNew", ...this.#continuation };
    return { kind: "Completed", output: result.output };
  }

  #track(task: NewTask): ReplayTask {
    const open = new ReplayTask();
    this.#pending.set(task.taskId, task);
    this.#open.set(task.taskId, open);
    return open;
  }

  #process(event: HistoryEvent): void {
    if (event.kind === "OrchestratorStarted") {
      this.#nowMs = Date.parse(event.at);
      return;
    }
    const passes = event.kind === "ExecutionResumed" || event.kind === "ExecutionTerminated";
    if (this.#suspension && !passes) {
      if (event.kind !== "ExecutionSuspended") this.#whileSuspended.push(event);
      return;
    }
    switch (event.kind) {
      case "ExecutionStarted":
        this.#program.start(this);
        break;
      case "ExecutionTerminated":
        this.#terminated ??= { kind: "Terminated", reason: event.reason };
        break;
      case "ExecutionSuspended":
        this.#suspension = { reason: event.reason };
        for (const [taskId, task] of this.#pending) this.#heldBack.set(taskId, task);
        this.#pending = new Map();
        break;
      case "ExecutionResumed":
        this.#resume();
        break;
      case "TaskScheduled":
      case "TimerCreated":
      case "SubOrchestrationInstanceCreated":
        this.#match(event);
        break;
      case "TaskCompleted":
      case "SubOrchestrationInstanceCompleted":
        this.#settle(event.taskId, { kind: "completed", result: event.result });
        break;
      case "TimerFired":
        this.#settle(event.taskId, { kind: "completed", result: null });
        break;
      case "TaskFailed":
      case "SubOrchestrationInstanceFailed": {
        const { reason, details, failure } = event;
        this.#settle(event.taskId, { kind: "failed", reason, details, failure });
        break;
      }
      case "EventRaised":
        // After continueAsNew an event belongs to the next execution: this is also how an app that calls it right after
        // cancelling a timer sees one event in every generation. The extension does the same.
        if (this.#continuation) this.#continuation.carried.push(event);
        else this.#events.raise(event.name, event.input);
        break;
      case "OrchestratorCompleted":
      case "ExecutionCompleted":
      case "GenericEvent":
        break;
    }
  }

  #resume(): void {
    this.#suspension = undefined;
    for (const [taskId, task] of this.#heldBack) this.#pending.set(taskId, task);
    this.#heldBack = new Map();
    const events = this.#whileSuspended;
    this.#whileSuspended = [];
    for (const event of events) this.#process(event);
  }

  /** A result for a task that is not open is a duplicate, and ignored. */
  #settle(taskId: number, settlement: Parameters<ReplayTask["settle"]>[0]): void {
    const task = this.#open.get(taskId);
    if (!task) return;
    this.#open.delete(taskId);
    task.settle(settlement);
  }

  #match(
    event: EventOf<"TaskScheduled"> | EventOf<"TimerCreated"> | EventOf<"SubOrchestrationInstanceCreated">,
  ) {
    const pending = this.#pending.get(event.taskId);
    const agrees =
      (event.kind === "TimerCreated" && pending?.kind === "timer") ||
      (event.kind === "TaskScheduled" && pending?.kind === "activity" && sameName(event, pending)) ||
      (event.kind === "SubOrchestrationInstanceCreated" &&
        pending?.kind === "child" &&
        sameName(event, pending));
    if (!agrees) throw new NonDeterministicOrchestrationError(event, pending);
    this.#pending.delete(event.taskId);
  }
}

function sameName(left: { name: string }, right: { name: string }): boolean {
  return left.name.toLowerCase() === right.name.toLowerCase();
}
