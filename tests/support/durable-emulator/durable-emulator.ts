import type { OrchestrationHandler } from "durable-functions";
import { ActionProgram, type Command } from "./action-program.ts";
import { type SdkHandler, sdkHandler } from "./sdk-handler.ts";
import { eventTypes, type HistoryEvent, type OrchestrationTrigger, type TurnAnswer } from "./wire-shapes.ts";

/** How one scripted activity ends: after how long, and with a value or by throwing. */
export type ScriptedEnd = { afterMs?: number } & ({ result: unknown } | { error: string });

export interface EmulatedRun {
  /** The orchestration's, as the history has it; `diagnose` where absent. */
  name?: string;
  handler: OrchestrationHandler;
  instanceId: string;
  input: unknown;
  startedAt: string;
  /** Answers each call of an activity; `attempt` counts the calls that have the same name and `stepId`. */
  activity: (
    name: string,
    input: Record<string, unknown>,
    attempt: number,
  ) => ScriptedEnd | Promise<ScriptedEnd>;
  /** External events, by milliseconds after the start. */
  events?: { afterMs: number; name: string; data: unknown }[];
}

interface Turn {
  trigger: OrchestrationTrigger;
  answer: TurnAnswer;
}

export interface EmulatedInstance {
  turns: Turn[];
  history: HistoryEvent[];
  answer: TurnAnswer;
  /** Calls of activities in the order in which they were scheduled. */
  calls: { name: string; input: Record<string, unknown> }[];
  /** Virtual milliseconds from start to end. */
  elapsedMs: number;
  /** Timers that would keep the instance Running. */
  openTimers: number;
}

interface Due {
  atMs: number;
  order: number;
  event: (timestamp: string) => HistoryEvent;
}

/**
 * Runs an orchestration to its end through the real durable-functions SDK, on a virtual clock, with scripted activities.
 * It emulates the extension's action shim and turn rules (see `ActionProgram`); every turn replays from the start.
 *
 * @throws NonDeterministicError where the extension would fail the instance.
 */
export async function emulate(run: EmulatedRun): Promise<EmulatedInstance> {
  return await new Emulation(run).toTheEnd();
}

class Emulation {
  readonly #run: EmulatedRun;
  readonly #handle: SdkHandler;
  readonly #history: HistoryEvent[] = [];
  readonly #due: Due[] = [];
  readonly #turns: Turn[] = [];
  readonly #calls: EmulatedInstance["calls"] = [];
  readonly #seen = new Map<string, number>();
  readonly #startedMs: number;
  #nowMs: number;
  #order = 0;
  #openTimers = 0;

  constructor(run: EmulatedRun) {
    this.#run = run;
    this.#handle = sdkHandler(run.handler);
    this.#startedMs = Date.parse(run.startedAt);
    this.#nowMs = this.#startedMs;
  }

  async toTheEnd(): Promise<EmulatedInstance> {
    this.#plan(this.#nowMs, () => ({
      ...this.#event(eventTypes.executionStarted),
      Name: this.#run.name ?? "diagnose",
      OrchestrationInstance: { InstanceId: this.#run.instanceId, ExecutionId: "e".repeat(32) },
      Input: JSON.stringify(this.#run.input),
      Version: null,
    }));
    for (const { afterMs, name, data } of this.#run.events ?? [])
      this.#plan(this.#startedMs + afterMs, () => ({
        ...this.#event(eventTypes.eventRaised),
        Name: name,
        Input: JSON.stringify(data),
      }));
    for (;;) {
      const answer = await this.#turn();
      if (answer.isDone || answer.error !== undefined)
        return {
          turns: this.#turns,
          history: this.#history,
          answer,
          calls: this.#calls,
          elapsedMs: this.#nowMs - this.#startedMs,
          openTimers: this.#openTimers,
        };
    }
  }

  async #turn(): Promise<TurnAnswer> {
    this.#due.sort((left, right) => left.atMs - right.atMs || left.order - right.order);
    const first = this.#due[0];
    if (!first) throw new Error("The orchestration waits for something that never happens.");
    this.#nowMs = Math.max(this.#nowMs, first.atMs);
    for (const event of this.#history) event.IsPlayed = true;
    this.#history.push(this.#event(eventTypes.orchestratorStarted));
    while (this.#due[0] && this.#due[0].atMs <= this.#nowMs)
      this.#history.push(this.#due.shift()!.event(this.#timestamp));
    const trigger = triggerOf(this.#run, structuredClone(this.#history));
    const answer = await this.#handle(structuredClone(trigger));
    this.#turns.push({ trigger, answer });
    const program = new ActionProgram(answer.actions[0] ?? []);
    program.run(this.#history);
    this.#openTimers = program.openTimers;
    if (!answer.isDone) for (const command of program.commands.values()) await this.#execute(command);
    this.#history.push(this.#event(eventTypes.orchestratorCompleted));
    return answer;
  }

  async #execute(command: Command): Promise<void> {
    const { id } = command;
    if (command.kind === "timer") {
      this.#history.push({ ...this.#event(eventTypes.timerCreated, id), FireAt: command.fireAt });
      if (!command.isCanceled)
        this.#plan(Date.parse(command.fireAt), () => ({
          ...this.#event(eventTypes.timerFired),
          TimerId: id,
          FireAt: command.fireAt,
        }));
      return;
    }
    const { name } = command;
    this.#history.push({
      ...this.#event(eventTypes.taskScheduled, id),
      Name: name,
      Version: "",
      Input: null,
    });
    const input = command.input as Record<string, unknown>;
    this.#calls.push({ name, input });
    const key = `${name} ${String(input["stepId"])}`;
    const attempt = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, attempt);
    const end = await this.#run.activity(name, input, attempt);
    this.#plan(this.#nowMs + (end.afterMs ?? 10), () =>
      "error" in end
        ? {
            ...this.#event(eventTypes.taskFailed),
            TaskScheduledId: id,
            Reason: `Activity function '${name}' failed: ${end.error}`,
            Details: JSON.stringify({ Message: end.error }),
          }
        : {
            ...this.#event(eventTypes.taskCompleted),
            TaskScheduledId: id,
            Result: JSON.stringify(end.result),
          },
    );
  }

  get #timestamp(): string {
    return new Date(this.#nowMs).toISOString();
  }

  #event(type: number, id = -1): HistoryEvent {
    return { EventType: type, EventId: id, IsPlayed: false, Timestamp: this.#timestamp };
  }

  #plan(atMs: number, event: Due["event"]): void {
    this.#due.push({ atMs, order: this.#order++, event });
  }
}

function triggerOf(run: EmulatedRun, history: HistoryEvent[]): OrchestrationTrigger {
  return {
    history,
    input: run.input,
    instanceId: run.instanceId,
    isReplaying: history.length > 2,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: "3.00:00:00",
    maximumShortTimerDuration: "6.00:00:00",
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
}
