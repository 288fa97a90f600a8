import { ownerKey, type Principal } from "../../../domain/principal.ts";
import type { KeyRing } from "../keys/key-ring.ts";
import { underRefreshLock } from "../sessions/refresh-lock.ts";
import {
  byAge,
  byUse,
  isUsable,
  recordOf,
  type SessionRecord,
  sessionOf,
  summaryOf,
  type TokenFields,
  tokenFieldsOf,
} from "../sessions/session-record.ts";
import type {
  SessionStore,
  SessionStoreOptions,
  SessionTokens,
  StoredSession,
} from "../sessions/session-store.ts";
import type { Database, Row } from "./database.ts";

const columns = [
  "session_id",
  "user_principal_name",
  "tenant_id",
  "object_id",
  "roles",
  "credential",
  "ms_access_token",
  "ms_refresh_token",
  "access_token_expires_at",
  "home_account_id",
  "scopes",
  "created_at",
  "expires_at",
] as const satisfies readonly (keyof SessionRecord)[];

/**
 * Sessions in the hub's database. What is deleted is overwritten, in the log too. Tokens that were replaced may stay in the
 * log, sealed, until it is next written over.
 */
export function createSqliteSessionStore(
  database: Database,
  keys: KeyRing,
  options: SessionStoreOptions = {},
): SessionStore {
  const nowMs = options.nowMs ?? Date.now;
  database.get("PRAGMA secure_delete = ON");

  const find = (sessionId: string) =>
    usable(database.all("SELECT * FROM user_sessions WHERE session_id = ?", sessionId), nowMs())[0];

  const findAll = (principal: Principal) =>
    usable(database.all("SELECT * FROM user_sessions WHERE owner = ?", ownerKey(principal)), nowMs());

  const get = async (sessionId: string) => await open(find(sessionId));

  const open = async (row: FoundRow | undefined): Promise<StoredSession | undefined> =>
    row && (await sessionOf(row.record, row.version, keys));

  /** Empties the log too, which still holds what was deleted and overwritten in the file. */
  const remove = (condition: string, ...values: (string | number)[]) => {
    const removed = database.run(`DELETE FROM user_sessions WHERE ${condition}`, ...values);
    if (removed > 0) database.get("PRAGMA wal_checkpoint(TRUNCATE)");
    return removed;
  };

  const removeExpired = () => {
    const hasExpired = database.get("SELECT 1 FROM user_sessions WHERE expires_at_ms <= ? LIMIT 1", nowMs());
    if (hasExpired !== undefined) remove("expires_at_ms <= ?", nowMs());
  };

  /** @param holder  of the refresh lock; undefined where none is needed. */
  const replaceTokens = async (
    sessionId: string,
    expectedVersion: number,
    tokens: SessionTokens,
    holder?: string,
  ) => {
    const row = find(sessionId);
    if (row === undefined || row.record.credential !== "entra" || row.version !== expectedVersion)
      return false;
    const fields = await tokenFieldsOf(row.record, tokens, keys);
    const changed = database.run(
      "UPDATE user_sessions SET ms_access_token = ?, ms_refresh_token = ?, access_token_expires_at = ?, home_account_id = ?, scopes = ?, version = version + 1 WHERE session_id = ? AND version = ? AND credential = 'entra' AND (? IS NULL OR lock_holder = ?)",
      ...tokenValues(fields),
      sessionId,
      expectedVersion,
      holder ?? null,
      holder ?? null,
    );
    return changed === 1;
  };

  return {
    get,

    async put(session) {
      const record = await recordOf(session, keys);
      removeExpired();
      if (!isUsable(record, nowMs())) return;
      const owner = ownerKey(session.principal);
      const values = columns.map((column) => record[column] ?? null);
      database.transaction(() => {
        if (record.credential !== "entra")
          database.run(
            "DELETE FROM user_sessions WHERE owner = ? AND credential <> 'entra' AND session_id <> ?",
            owner,
            record.session_id,
          );
        database.run(
          `INSERT INTO user_sessions (${columns.join(", ")}, owner, expires_at_ms, version) VALUES (${columns.map(() => "?").join(", ")}, ?, ?, 1) ON CONFLICT (session_id) DO UPDATE SET ${[...columns, "owner", "expires_at_ms"].map((column) => `${column} = excluded.${column}`).join(", ")}, version = version + 1, lock_holder = NULL`,
          ...values,
          owner,
          record.expires_at === undefined ? null : Date.parse(record.expires_at),
        );
      });
    },

    async findByPrincipal(principal) {
      return await open(findAll(principal).toSorted((left, right) => byUse(left.record, right.record))[0]);
    },

    async listByPrincipal(principal) {
      return findAll(principal)
        .map(({ record }) => record)
        .toSorted(byAge)
        .map(summaryOf);
    },

    replaceTokens: async (sessionId, expectedVersion, tokens) =>
      await replaceTokens(sessionId, expectedVersion, tokens),

    async remove(sessionId) {
      remove("session_id = ?", sessionId);
    },

    async removeAllOf(principal) {
      removeExpired();
      return remove("owner = ?", ownerKey(principal));
    },

    async withRefreshLock(sessionId, work) {
      return await underRefreshLock(
        {
          async acquire(holder, lockMs) {
            const row = database.get(
              "UPDATE user_sessions SET fence = fence + (lock_holder IS NOT ?), lock_holder = ?, lock_ends_ms = ? WHERE session_id = ? AND (lock_holder IS NULL OR lock_holder = ? OR lock_ends_ms <= ?) RETURNING fence",
              holder,
              holder,
              nowMs() + lockMs,
              sessionId,
              holder,
              nowMs(),
            );
            if (find(sessionId) === undefined) return "gone";
            return row === undefined ? "busy" : Number(row["fence"]);
          },
          renew: async (holder, lockMs) =>
            database.run(
              "UPDATE user_sessions SET lock_ends_ms = ? WHERE session_id = ? AND lock_holder = ?",
              nowMs() + lockMs,
              sessionId,
              holder,
            ) === 1,
          async release(holder) {
            database.run(
              "UPDATE user_sessions SET lock_holder = NULL WHERE session_id = ? AND lock_holder = ?",
              sessionId,
              holder,
            );
          },
          read: async () => await get(sessionId),
          replaceTokens: async (holder, expectedVersion, tokens) =>
            await replaceTokens(sessionId, expectedVersion, tokens, holder),
        },
        options,
        work,
      );
    },
  };
}

interface FoundRow {
  record: SessionRecord;
  version: number;
}

function usable(rows: readonly Row[], nowMs: number): FoundRow[] {
  return rows
    .map((row) => ({
      record: Object.fromEntries(
        columns.map((column) => [column, row[column] ?? undefined]),
      ) as never as SessionRecord,
      version: Number(row["version"]),
    }))
    .filter(({ record }) => isUsable(record, nowMs));
}

function tokenValues(fields: TokenFields): (string | null)[] {
  return [
    fields.ms_access_token ?? null,
    fields.ms_refresh_token ?? null,
    fields.access_token_expires_at ?? null,
    fields.home_account_id ?? null,
    fields.scopes ?? null,
  ];
}
