import { type ProgressEvent, ProgressEventSchema } from "../../../domain/contract/progress-event.ts";
import type { NewProgressEvent, ProgressJournal } from "../progress-journal.ts";
import { ProgressWaiters } from "../progress-waiters.ts";
import { CommitsTogether } from "./commits-together.ts";
import type { Database, Row } from "./database.ts";

/** How soon a line that another process wrote is noticed. One look a process, a few microseconds, while anybody waits. */
const otherProcessPollMs = 50;

/** Lines that this process knows, so that one which is told again in every round need not be looked up each time. */
const mostKnownLines = 10_000;

export interface SqliteProgressJournal extends ProgressJournal {
  close(): void;
}

export function createSqliteProgressJournal(database: Database): SqliteProgressJournal {
  const waiters = new ProgressWaiters();
  /** By diagnosis, step and phase: a line never changes, and none is taken out. */
  const lines = new Map<string, ProgressEvent>();
  let watch: NodeJS.Timeout | undefined;

  const hasAfter = (diagnosisId: string, after: number) =>
    database.get("SELECT 1 FROM journal WHERE diagnosis_id = ? AND seq > ? LIMIT 1", diagnosisId, after) !==
    undefined;

  /** Numbers and writes a line where there is none of its step and phase, in one statement. */
  const insert = (event: NewProgressEvent): ProgressEvent | undefined => {
    const row = database.get(
      "INSERT INTO journal (diagnosis_id, seq, step_id, phase, message, done, total, at) SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ? FROM journal WHERE diagnosis_id = ? ON CONFLICT (diagnosis_id, step_id, phase) DO NOTHING RETURNING seq",
      event.diagnosisId,
      event.stepId,
      event.phase,
      event.message,
      event.done,
      event.total,
      event.at,
      event.diagnosisId,
    );
    return row && { ...event, seq: Number(row["seq"]) };
  };

  const known = ({ diagnosisId, stepId, phase }: NewProgressEvent) =>
    database.get(
      "SELECT * FROM journal WHERE diagnosis_id = ? AND step_id = ? AND phase = ?",
      diagnosisId,
      stepId,
      phase,
    );

  const together = new CommitsTogether(database);

  const keep = (line: ProgressEvent): ProgressEvent => {
    if (lines.size >= mostKnownLines) lines.clear();
    lines.set(lineKey(line), line);
    return line;
  };

  return {
    async append(event) {
      const before = lines.get(lineKey(event));
      if (before !== undefined) return before;
      const stored = await together.add(() => insert(event));
      if (stored === undefined) return keep(eventOf(known(event)!));
      waiters.notify(event.diagnosisId);
      return keep(stored);
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
      watch ??= watchOthers(database, waiters);
      try {
        return await waiters.wait(diagnosisId, () => hasAfter(diagnosisId, after), timeoutMs, signal);
      } finally {
        if (waiters.isEmpty) {
          clearInterval(watch);
          watch = undefined;
        }
      }
    },

    wake(diagnosisId) {
      waiters.end(diagnosisId);
    },

    close() {
      waiters.endAll();
    },
  };
}

/** Lets every wait look again when another process has committed anything. */
function watchOthers(database: Database, waiters: ProgressWaiters): NodeJS.Timeout {
  let seen: number | undefined = database.versionOfOthers();
  return setInterval(() => {
    const before = seen;
    try {
      seen = database.versionOfOthers();
    } catch {
      // Whoever waits meets the same error at its own look, and can tell of it.
      seen = undefined;
    }
    if (seen === undefined || seen !== before) waiters.notifyAll();
  }, otherProcessPollMs);
}

function lineKey({ diagnosisId, stepId, phase }: NewProgressEvent): string {
  return `${diagnosisId}\n${stepId}\n${phase}`;
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
