import type { EventOf, HistoryEvent } from "./engine/history-event.ts";
import type { TurnDecision } from "./engine/turn.ts";
import type { LocalHostLogEntry } from "./local-host.ts";

export interface ReplayOptions {
  /** The function app's root: where its host.json is. */
  appDirectory: string;
  /** Absolute paths of the files that register the orchestrations. Activities need not be registered. */
  entries: string[];
  /** A parsed host.json; without it the one in `appDirectory` is read, if there is one. */
  hostJson?: unknown;
  /**
   * Trigger values of one instance as a host gave them to its orchestrator: execution by execution, as they began. A turn
   * may be missing where a later one of the same execution is there.
   */
  triggers: readonly unknown[];
  log?: (entry: LocalHostLogEntry) => void;
}

export type CreationEvent =
  | EventOf<"TaskScheduled">
  | EventOf<"TimerCreated">
  | EventOf<"SubOrchestrationInstanceCreated">;

export interface ReplayedTurn {
  instanceId: string;
  executionId: string;
  /** The orchestration's name. */
  orchestration: string;
  /** Counts from 1 within its execution. */
  turn: number;
  /** The orchestrator's own time in this turn; ISO 8601, UTC. */
  at: string;
  /** `recorded`: its own trigger value; `rebuilt`: cut out of a later turn's history. */
  source: "recorded" | "rebuilt";
  /** The host ran the turn more than once, and what it did at the first attempt was not committed. */
  wasRepeated: boolean;
  /** What was new in this turn. */
  happened: readonly HistoryEvent[];
  /** What this build's orchestrator decides on it. */
  decided: TurnDecision;
  /** What the turn had decided by the history of the next one; undefined for the last turn of an execution. */
  recorded: readonly CreationEvent[] | undefined;
  /** In words: everything in which what is decided now and what was recorded do not agree. */
  differences: readonly string[];
}

/**
 * Runs recorded turns of an orchestration again, with the code of this process, and says where it no longer decides
 * what the histories hold. Nothing is stored, no activity and no hook of the app runs.
 *
 * @returns every turn of each execution, in order.
 * @throws UnreadableTriggerError for a value that no host made; AppNotLoadedError, HostSettingsError as `startLocalHost`.
 */
export async function replayTurns(options: ReplayOptions): Promise<ReplayedTurn[]> {
  const { composeReplay } = await import("./replay/compose-replay.ts");
  return composeReplay(options);
}
