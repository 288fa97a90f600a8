import { type AuditGap, type AuditRow, gapRowOf, widened } from "./audit-row.ts";

/** Rows that wait in memory for a local file that cannot be written just now. What comes when there is no more room is given up. */
const defaultMostRows = 10_000;

export class HeldRows {
  readonly #mostRows: number;
  #rows: AuditRow[] = [];
  #gap: AuditGap | undefined;

  constructor(mostRows = defaultMostRows) {
    this.#mostRows = mostRows;
  }

  add(row: AuditRow): void {
    if (this.#rows.length < this.#mostRows) this.#rows.push(row);
    else this.#gap = widened(this.#gap, row);
  }

  /**
   * Hands over everything, oldest first, and what tells of a gap.
   *
   * @param write  takes all of them, or throws: then all of them stay.
   * @returns what was thrown, where they stay.
   */
  flush(write: (rows: readonly AuditRow[]) => void): unknown {
    const rows = this.#gap === undefined ? this.#rows : [...this.#rows, gapRowOf(this.#gap)];
    if (rows.length === 0) return undefined;
    try {
      write(rows);
    } catch (error) {
      // Full, locked or damaged: the next call tries again.
      return error;
    }
    this.#rows = [];
    this.#gap = undefined;
    return undefined;
  }
}
