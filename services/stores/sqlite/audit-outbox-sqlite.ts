import type { AuditOutbox } from "../audit/audit-outbox.ts";
import { type AuditGap, type AuditRow, gapRowOf, widened } from "../audit/audit-row.ts";
import type { Database } from "./database.ts";

/** What may wait for a server: hours of an outage, and no more of the disk than this. */
const defaultBounds = { rows: 50_000, bytes: 64 * 1024 * 1024 };

interface State {
  rows: number;
  bytes: number;
  gap: AuditGap | undefined;
}

/** In the hub's database: it outlives the process, however that ends, and processes of one hub share it. */
export function createSqliteAuditOutbox(database: Database, bounds = defaultBounds): AuditOutbox {
  const stateOf = (): State => {
    const row = database.get("SELECT * FROM audit_outbox_state")!;
    const dropped = Number(row["dropped"]);
    return {
      rows: Number(row["rows"]),
      bytes: Number(row["bytes"]),
      gap:
        dropped === 0
          ? undefined
          : { dropped, from: String(row["dropped_from"]), to: String(row["dropped_to"]) },
    };
  };

  const keep = ({ rows, bytes, gap }: State) =>
    database.run(
      "UPDATE audit_outbox_state SET rows = ?, bytes = ?, dropped = ?, dropped_from = ?, dropped_to = ?",
      rows,
      bytes,
      gap?.dropped ?? 0,
      gap?.from ?? null,
      gap?.to ?? null,
    );

  /** False where there is no room for it, and for what must come before it. */
  const insert = (state: State, row: AuditRow): boolean => {
    const text = JSON.stringify(row);
    const bytes = Buffer.byteLength(text);
    if (state.rows + 1 > bounds.rows || state.bytes + bytes > bounds.bytes) return false;
    database.run("INSERT INTO audit_outbox (row, bytes) VALUES (?, ?)", text, bytes);
    state.rows += 1;
    state.bytes += bytes;
    return true;
  };

  /** What was given up is told of in its place: before anything that came later. */
  const closeGap = (state: State): boolean => {
    if (state.gap === undefined || !insert(state, gapRowOf(state.gap))) return false;
    state.gap = undefined;
    return true;
  };

  return {
    id: String(database.get("SELECT outbox_id FROM audit_outbox_state")!["outbox_id"]),

    add(rows) {
      return database.transaction(() => {
        const state = stateOf();
        for (const row of rows) {
          closeGap(state);
          if (state.gap !== undefined || !insert(state, row)) state.gap = widened(state.gap, row);
        }
        keep(state);
        return state.gap?.dropped ?? 0;
      });
    },

    next({ rows, bytes }) {
      const found = database.all("SELECT * FROM audit_outbox ORDER BY seq LIMIT ?", rows);
      let sum = 0;
      return found
        .filter((row, index) => (sum += Number(row["bytes"])) <= bytes || index === 0)
        .map((row) => ({ seq: Number(row["seq"]), row: JSON.parse(String(row["row"])) as AuditRow }));
    },

    removeUpTo(seq) {
      database.transaction(() => {
        const state = stateOf();
        const gone = database.get(
          "SELECT count(*) AS rows, coalesce(sum(bytes), 0) AS bytes FROM audit_outbox WHERE seq <= ?",
          seq,
        )!;
        database.run("DELETE FROM audit_outbox WHERE seq <= ?", seq);
        state.rows -= Number(gone["rows"]);
        state.bytes -= Number(gone["bytes"]);
        closeGap(state);
        keep(state);
      });
    },

    waiting: () => stateOf().rows,
  };
}
