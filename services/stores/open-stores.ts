import { join } from "node:path";
import type { KeyRing } from "./keys/key-ring.ts";
import { keyRingFileName, openFileKeyRing } from "./keys/key-ring-file.ts";
import { createKeyVaultKeyRing, type KeyVaultSettings } from "./keys/key-ring-key-vault.ts";
import { type LedgerStores, openPostgresStores } from "./postgres/open-postgres-stores.ts";
import type { PostgresSettings } from "./postgres/postgres-settings.ts";
import { createRedisProgressJournal } from "./redis/progress-journal-redis.ts";
import { createRedisRateLimits } from "./redis/rate-limits-redis.ts";
import { RedisConnection, type RedisSettings } from "./redis/redis-connection.ts";
import { createRedisSessionStore } from "./redis/session-store-redis.ts";
import { createRedisSingleUse } from "./redis/single-use-redis.ts";
import type { SessionStoreOptions } from "./sessions/session-store.ts";
import { createSqliteAuditLog } from "./sqlite/audit-log-sqlite.ts";
import { createSqliteAuditOutbox } from "./sqlite/audit-outbox-sqlite.ts";
import { Database } from "./sqlite/database.ts";
import { createSqliteDiagnosisIndex } from "./sqlite/diagnosis-index-sqlite.ts";
import { createSqliteEvidenceStore } from "./sqlite/evidence-store-sqlite.ts";
import { createSqliteFeedbackStore } from "./sqlite/feedback-sqlite.ts";
import { createSqliteHistoryStore } from "./sqlite/history-store-sqlite.ts";
import { createSqliteProgressJournal } from "./sqlite/progress-journal-sqlite.ts";
import { createSqliteRateLimits } from "./sqlite/rate-limits-sqlite.ts";
import { createSqliteReportStore } from "./sqlite/report-store-sqlite.ts";
import { createSqliteSessionStore } from "./sqlite/session-store-sqlite.ts";
import { createSqliteSingleUse } from "./sqlite/single-use-sqlite.ts";
import type { Stores } from "./stores.ts";

const busyTimeoutMs = 5_000;
const auditBusyTimeoutMs = 50;

export interface StoresOptions {
  directory: string;
  /** Keeps the progress journal, sessions, rate limits and what is good once on this server instead, for several machines. */
  redis?: RedisSettings;
  /** Keeps evidence, reports, histories, the index of diagnoses, audit and feedback there instead, for several machines. */
  postgres?: PostgresSettings;
  /** Takes the session keys from here instead of a file in `directory`: needed where several machines share a Redis. */
  sessionKeys?: KeyVaultSettings;
  /** Of the refresh lock, and the clock of sessions; not over a Redis, whose own clock counts. */
  sessions?: SessionStoreOptions;
}

/**
 * Opens the embedded stores: one file, `azebal.sqlite`, in `directory`, which is made where it is missing. Two processes
 * may hold it open at once. Takes a few milliseconds: a Redis or a PostgreSQL is connected to when what it keeps is first used.
 *
 * @throws StoreError when the folder or file cannot be used; its message says what to do, and nothing is changed.
 */
export function openStores(options: StoresOptions): Stores {
  const database = new Database({ directory: options.directory, busyTimeoutMs, isChecked: true });
  const journal = options.redis
    ? createRedisProgressJournal(options.redis)
    : createSqliteProgressJournal(database);
  const openForAudit = () =>
    new Database({ directory: options.directory, busyTimeoutMs: auditBusyTimeoutMs });
  const ledger = options.postgres
    ? openPostgresStores(options.postgres, () => {
        const own = openForAudit();
        return { outbox: createSqliteAuditOutbox(own), close: () => own.close() };
      })
    : ledgerOnSqlite(database, openForAudit);
  const keys: KeyRing = options.sessionKeys
    ? createKeyVaultKeyRing(options.sessionKeys)
    : openFileKeyRing(join(options.directory, keyRingFileName));
  const signIns = options.redis
    ? onRedis(options.redis, keys, options.sessions)
    : onSqlite(database, keys, options.sessions);
  return {
    ...ledger.stores,
    journal,
    ...signIns.stores,
    keys,
    async close() {
      journal.close();
      signIns.close();
      keys.close();
      await ledger.close();
      database.close();
    },
  };
}

function ledgerOnSqlite(
  database: Database,
  openForAudit: () => Database,
): { stores: LedgerStores; close(): Promise<void> } {
  const audit = createSqliteAuditLog(openForAudit);
  return {
    stores: {
      evidence: createSqliteEvidenceStore(database),
      reports: createSqliteReportStore(database),
      diagnoses: createSqliteDiagnosisIndex(database),
      history: createSqliteHistoryStore(database),
      feedback: createSqliteFeedbackStore(database),
      audit,
    },
    async close() {
      audit.close();
    },
  };
}

interface SignInStores {
  stores: Pick<Stores, "sessions" | "rateLimits" | "singleUse">;
  close(): void;
}

function onRedis(settings: RedisSettings, keys: KeyRing, options?: SessionStoreOptions): SignInStores {
  const connection = new RedisConnection(settings, "sessions");
  return {
    stores: {
      sessions: createRedisSessionStore(connection, keys, options),
      rateLimits: createRedisRateLimits(connection),
      singleUse: createRedisSingleUse(connection, keys),
    },
    close: () => connection.close(),
  };
}

function onSqlite(database: Database, keys: KeyRing, options?: SessionStoreOptions): SignInStores {
  return {
    stores: {
      sessions: createSqliteSessionStore(database, keys, options),
      rateLimits: createSqliteRateLimits(database, options?.nowMs),
      singleUse: createSqliteSingleUse(database, keys, options?.nowMs),
    },
    close: () => {},
  };
}
