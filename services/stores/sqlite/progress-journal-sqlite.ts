import { type ProgressEvent, ProgressEventSchema } from "../../../domain/contract/progress-event.ts";
import type { ProgressJournal } from "../progress-journal.ts";
import type { Database, Row } from "./database.ts";
import { ProgressWaiters } from "./progress-waiters.ts";

/** How soon a line that another process wrote is noticed. */
const otherProcessPollMs = 250;

export interface SqliteProgressJournal extends ProgressJournal {
  close(): void;
}

export function createSqliteProgressJournal(
  database: Database,
  options: { pollMs?: number } = {},
): SqliteProgressJournal {
  const pollMs = options.pollMs ?? otherProcessPollMs;
  const waiters = new ProgressWaiters();
  let isClosed = false;

  const hasAfter = (diagnosisId: string, after: number) =>
    database.get("SELECT 1 FROM journal WHERE diagnosis_id = ? AND seq > ? LIMIT 1", diagnosisId, after) !==
    undefined;

  return {
    async append(event) {
      const { stored, isNew } = database.transaction(() => {
        const known = database.get(
          "SELECT * FROM journal WHERE diagnosis_id = ? AND step_id = ? AND phase = ?",
          event.diagnosisId,
          event.stepId,
          event.phase,
        );
        if (known !== undefined) return { stored: eventOf(known), isNew: false };
        const last = database.get(
          "SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE diagnosis_id = ?",
          event.diagnosisId,
        );
        const seq = Number(last?.["seq"] ?? 0) + 1;
        database.run(
          "INSERT INTO journal (diagnosis_id, seq, step_id, phase, message, done, total, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          event.diagnosisId,
          seq,
          event.stepId,
          event.phase,
          event.message,
          event.done,
          event.total,
          event.at,
        );
        return { stored: { ...event, seq }, isNew: true };
      });
      if (isNew) waiters.notify(event.diagnosisId);
      return stored;
    },

    async read(diagnosisId, after, limit) {
      return database
        .all(
          "SELECT * FROM journal WHERE diagnosis_id = ? AND seq > ? ORDER BY seq LIMIT ?",
          diagnosisId,
          after,
          limit,
        )
        .map(eventOf);
    },

    async last(diagnosisId) {
      const row = database.get(
        "SELECT * FROM journal WHERE diagnosis_id = ? ORDER BY seq DESC LIMIT 1",
        diagnosisId,
      );
      return row === undefined ? undefined : eventOf(row);
    },

    async waitFor(diagnosisId, after, timeoutMs, signal) {
      const endsAt = performance.now() + timeoutMs;
      const waiter = waiters.enter(diagnosisId);
      try {
        while (!isClosed) {
          if (hasAfter(diagnosisId, after)) return true;
          const leftMs = endsAt - performance.now();
          if (leftMs <= 0 || signal?.aborted || waiter.hasEnded) return false;
          await waiter.sleep(Math.min(leftMs, pollMs), signal);
        }
        return false;
      } finally {
        waiter.leave();
      }
    },

    wake(diagnosisId) {
      waiters.end(diagnosisId);
    },

    close() {
      isClosed = true;
      waiters.endAll();
    },
  };
}

function eventOf(row: Row): ProgressEvent {
  return ProgressEventSchema.parse({
    seq: row["seq"],
    diagnosisId: row["diagnosis_id"],
    stepId: row["step_id"],
    phase: row["phase"],
    message: row["message"],
    done: row["done"],
    total: row["total"],
    at: row["at"],
  });
}
