import type { DurableStore } from "../../storage/durable-store.ts";
import type { DeadLetter } from "../../storage/rows/dead-letter-rows.ts";
import type { InboxEntry } from "../../storage/rows/inbox-rows.ts";
import type { Clock } from "../clock.ts";
import type { EngineLog } from "../engine-log.ts";
import type { HistoryEvent } from "../history-event.ts";
import { isTerminal } from "../instances/instance-record.ts";
import type { OrchestrationRunner, Turn, TurnDecision } from "../turn.ts";
import { type CommitEffects, commitTurn, StaleTurnError } from "./commit-turn.ts";
import { failingDecision } from "./failing-decision.ts";
import { HistoryCache } from "./history-cache.ts";
import { limitPayloads } from "./limit-payloads.ts";

export interface TurnWorkerOptions {
  store: DurableStore;
  runner: OrchestrationRunner;
  clock: Clock;
  log: EngineLog;
  /** A turn that breaks down this often in a row is given up, and its instance fails. */
  maxFailedTurns: number;
  maxPayloadBytes: number;
  freeActivitySlots: () => number;
  committed: (effects: CommitEffects) => void;
  wake: (instanceId: string) => void;
}

/** Events that one turn reads at most; what is left is read by the next. */
const eventsPerTurn = 1_000;
const retryDelaysMs = [100, 500, 2_000, 10_000];

/** Makes the turns: reads the inbox, lets the orchestrator decide, and commits the decision in one transaction. */
export class TurnWorker {
  readonly #options: TurnWorkerOptions;
  readonly #histories = new HistoryCache();
  readonly #delayed = new Set<() => void>();
  #isStopped = false;
  #storageFaults = 0;

  constructor(options: TurnWorkerOptions) {
    this.#options = options;
  }

  /** A turn that is not committed yet is lost, and made again after the next start. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#delayed) cancel();
  }

  /** Makes the next turn of an instance. Never rejects: what went wrong is logged and tried again. */
  async run(instanceId: string): Promise<void> {
    let turn: { turn: Turn; readUpTo: number } | undefined;
    let decision: TurnDecision;
    try {
      turn = this.#load(instanceId);
      if (!turn) return;
    } catch (error) {
      return this.#storageFault(instanceId, error);
    }
    try {
      decision = await this.#options.runner.run(turn.turn);
    } catch (error) {
      if (this.#isStopped) return;
      return this.#brokenTurn(turn.turn, turn.readUpTo, error);
    }
    if (!this.#isStopped) this.#commit(turn.turn, turn.readUpTo, decision);
  }

  #load(instanceId: string): { turn: Turn; readUpTo: number } | undefined {
    const { store, clock } = this.#options;
    const instance = store.instances.get(instanceId);
    const entries = store.inbox.read(instanceId, eventsPerTurn);
    const readUpTo = entries.at(-1)?.sequence;
    if (readUpTo === undefined) return undefined;
    if (entries.length === eventsPerTurn) this.#options.wake(instanceId);
    const events = instance && !isTerminal(instance.status) ? wanted(entries, instance.executionId) : [];
    if (!instance || events.length === 0) {
      // Results for an execution that is over, or events for an instance that has ended: nobody reads them.
      store.transaction(() => store.inbox.deleteUpTo(instanceId, readUpTo));
      return undefined;
    }
    const history = this.#histories.get(instance) ?? store.history.read(instanceId);
    const at = new Date(Math.max(clock.now(), earliestTurnMs(history))).toISOString();
    return {
      turn: { instance, history, newEvents: [{ kind: "OrchestratorStarted", at }, ...events] },
      readUpTo,
    };
  }

  #commit(turn: Turn, readUpTo: number, decided: TurnDecision, deadLetter?: DeadLetter): void {
    const { store, clock, log, committed } = this.#options;
    const { instance } = turn;
    const decision = limitPayloads(turn, decided, this.#options.maxPayloadBytes);
    const started = Date.parse(turn.newEvents[0]?.at ?? "");
    try {
      const effects = store.transaction(() => {
        if (deadLetter) store.deadLetters.add(deadLetter);
        return commitTurn(store, {
          turn,
          decision,
          readUpTo,
          nowMs: Math.max(clock.now(), started),
          freeActivitySlots: this.#options.freeActivitySlots(),
        });
      });
      this.#storageFaults = 0;
      if (effects.history && !isTerminal(effects.instance.status))
        this.#histories.put(effects.instance, effects.history);
      else this.#histories.delete(instance.instanceId);
      report(turn, decision, log);
      committed(effects);
    } catch (error) {
      this.#histories.delete(instance.instanceId);
      this.#storageFault(instance.instanceId, error);
    }
  }

  /** The orchestrator did not decide anything: a hook or the SDK broke. Tried again, later each time, then given up. */
  #brokenTurn(turn: Turn, readUpTo: number, error: unknown): void {
    const { store, clock, log, maxFailedTurns } = this.#options;
    const { instance } = turn;
    const failedTurns = instance.failedTurns + 1;
    const message = error instanceof Error ? error.message : String(error);
    log("error", `Turn of '${instance.name}' broke down (${failedTurns}): ${message}`, instance.instanceId);
    if (failedTurns < maxFailedTurns) {
      try {
        store.transaction(() => store.instances.setFailedTurns(instance.instanceId, failedTurns));
      } catch (fault) {
        return this.#storageFault(instance.instanceId, fault);
      }
      return this.#wakeLater(instance.instanceId, retryDelaysMs[failedTurns - 1] ?? 30_000);
    }
    const reason = `The turn of orchestration '${instance.name}' broke down ${failedTurns} times and was given up. The last time: ${message}`;
    this.#commit(turn, readUpTo, failingDecision(turn, reason), {
      instanceId: instance.instanceId,
      executionId: instance.executionId,
      kind: "turn",
      payload: JSON.stringify(turn.newEvents),
      reason,
      atMs: clock.now(),
    });
  }

  /** The database refused (a full disk, for example): nothing was lost, so it is tried again for as long as it takes. */
  #storageFault(instanceId: string, error: unknown): void {
    if (this.#isStopped) return;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof StaleTurnError) {
      this.#options.log("warning", message, instanceId);
      return this.#wakeLater(instanceId, 0);
    }
    const delayMs = Math.min(30_000, 100 * 2 ** this.#storageFaults++);
    this.#options.log(
      "error",
      `A turn could not be stored and is tried again in ${delayMs} ms: ${message}`,
      instanceId,
    );
    this.#wakeLater(instanceId, delayMs);
  }

  #wakeLater(instanceId: string, delayMs: number): void {
    const { clock, wake } = this.#options;
    const cancel = clock.wakeAt(clock.now() + delayMs, () => {
      this.#delayed.delete(cancel);
      wake(instanceId);
    });
    this.#delayed.add(cancel);
  }
}

function wanted(entries: readonly InboxEntry[], executionId: string): HistoryEvent[] {
  return entries
    .filter((entry) => entry.executionId === null || entry.executionId === executionId)
    .map(({ event }) => event);
}

/**
 * A turn starts after the one ahead of it, in whole milliseconds as an orchestrator sees them, even when both take less than
 * one or the machine's clock was set back: a time of before is then never the time of now.
 */
function earliestTurnMs(history: readonly HistoryEvent[]): number {
  const last = history.findLast(
    ({ kind }) => kind === "OrchestratorStarted" || kind === "OrchestratorCompleted",
  );
  return last ? Date.parse(last.at) + 1 : 0;
}

function report(turn: Turn, decision: TurnDecision, log: EngineLog): void {
  const { name, instanceId } = turn.instance;
  if (decision.end?.kind === "Failed") log("error", decision.end.reason, instanceId);
  if (decision.isWaitingForOpenTasks && !decision.suspended)
    log(
      "warning",
      `Orchestration '${name}' has returned and stays Running for ${decision.openTasks} open task(s). Cancel timers that lost a race.`,
      instanceId,
    );
  if (decision.droppedEvents > 0)
    log(
      "warning",
      `Orchestration '${name}' continued as new and dropped ${decision.droppedEvents} event(s) that it had not waited for.`,
      instanceId,
    );
}
