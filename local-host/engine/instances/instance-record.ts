import type { ParentLink } from "../history-event.ts";

export type RuntimeStatus = "Pending" | "Running" | "Suspended" | "Completed" | "Failed" | "Terminated";

const terminal = new Set<string>(["Completed", "Failed", "Terminated"]);

export function isTerminal(status: RuntimeStatus): boolean {
  return terminal.has(status);
}

/** One orchestration instance as it stands. `input`, `output` and `customStatus` are JSON text or null. */
export interface InstanceRecord {
  instanceId: string;
  executionId: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  input: string | null;
  output: string | null;
  customStatus: string | null;
  createdAtMs: number;
  updatedAtMs: number;
  parent: ParentLink | null;
  /** The instance that this one was restarted from under a new ID. */
  sourceInstanceId: string | null;
  /** How often this ID was started before. */
  generation: number;
  /** The build that started the current execution. */
  buildId: string;
  /** Events in the history: the fence against a turn that was computed on another one. */
  eventCount: number;
  /** Turns in a row that broke down without a decision. */
  failedTurns: number;
}
