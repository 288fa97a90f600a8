import type { AuditRow } from "./audit-row.ts";

export interface WaitingRow {
  /** Grows with time: its place in the queue. */
  seq: number;
  row: AuditRow;
}

/**
 * Audit rows on this machine that wait for a server, in order: bounded by number and bytes. What came when there was no more
 * room is given up and counted, and a row that tells of it takes its place once there is room. Nothing that was accepted is
 * ever given up. Methods throw a StoreError where the file cannot be used; each is done wholly or not at all.
 */
export interface AuditOutbox {
  /** Of this file, for ever. */
  readonly id: string;
  /** @returns how many entries are given up at the moment and not yet told of. */
  add(rows: readonly AuditRow[]): number;
  /** The oldest rows, within both limits, but one at least where there is any. */
  next(limit: { rows: number; bytes: number }): WaitingRow[];
  removeUpTo(seq: number): void;
  /** How many rows wait. */
  waiting(): number;
}
