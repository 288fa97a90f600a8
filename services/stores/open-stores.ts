import { createRedisProgressJournal } from "./redis/progress-journal-redis.ts";
import type { RedisSettings } from "./redis/redis-connection.ts";
import { createSqliteAuditLog } from "./sqlite/audit-log-sqlite.ts";
import { Database } from "./sqlite/database.ts";
import { createSqliteDiagnosisIndex } from "./sqlite/diagnosis-index-sqlite.ts";
import { createSqliteEvidenceStore } from "./sqlite/evidence-store-sqlite.ts";
import { createSqliteHistoryStore } from "./sqlite/history-store-sqlite.ts";
import { createSqliteProgressJournal } from "./sqlite/progress-journal-sqlite.ts";
import { createSqliteReportStore } from "./sqlite/report-store-sqlite.ts";
import { createSqliteSessionStore } from "./sqlite/session-store-sqlite.ts";
import type { Stores } from "./stores.ts";

const busyTimeoutMs = 5_000;
const auditBusyTimeoutMs = 50;

export interface StoresOptions {
  directory: string;
  /** Keeps the progress journal on this server instead, so that other machines can follow it. */
  redis?: RedisSettings;
}

/**
 * Opens the embedded stores: one file, `azebal.sqlite`, in `directory`, which is made where it is missing. Two processes
 * may hold it open at once. Takes a few milliseconds: a Redis is connected to when its journal is first used.
 *
 * @throws StoreError when the folder or file cannot be used; its message says what to do, and nothing is changed.
 */
export function openStores(options: StoresOptions): Stores {
  const database = new Database({ directory: options.directory, busyTimeoutMs, isChecked: true });
  const journal = options.redis
    ? createRedisProgressJournal(options.redis)
    : createSqliteProgressJournal(database);
  const audit = createSqliteAuditLog(
    () => new Database({ directory: options.directory, busyTimeoutMs: auditBusyTimeoutMs }),
  );
  return {
    evidence: createSqliteEvidenceStore(database),
    reports: createSqliteReportStore(database),
    journal,
    audit,
    sessions: createSqliteSessionStore(database),
    diagnoses: createSqliteDiagnosisIndex(database),
    history: createSqliteHistoryStore(database),
    async close() {
      journal.close();
      audit.close();
      database.close();
    },
  };
}
