import { z } from "zod";
import { ownerKey, type Principal } from "../../../domain/principal.ts";
import type { KeyRing } from "../keys/key-ring.ts";
import { underRefreshLock } from "../sessions/refresh-lock.ts";
import {
  byAge,
  byUse,
  isUsable,
  placeOf,
  recordOf,
  type SessionRecord,
  sessionOf,
  summaryOf,
  tokenFieldsOf,
} from "../sessions/session-record.ts";
import type {
  SessionStore,
  SessionStoreOptions,
  SessionTokens,
  StoredSession,
} from "../sessions/session-store.ts";
import type { RedisConnection } from "./redis-connection.ts";
import { acquireLock, indexSession, putSession, renewLock, replaceTokensOf } from "./session-scripts.ts";

/** What may be absent of the fields that a renewal replaces. */
const optionalFields = ["ms_refresh_token", "home_account_id", "scopes"];

const StoredSchema = z.looseObject({
  version: z.coerce.number(),
  user_principal_name: z.string(),
  tenant_id: z.string(),
  object_id: z.string(),
  credential: z.string(),
  created_at: z.string(),
});
const IdsSchema = z.array(z.string());
const FenceSchema = z.int();

/** Others may be able to write to the server: a session without tokens is sealed too, so that nobody can make one. */
interface SealedRecord extends SessionRecord {
  seal?: string | undefined;
}

interface Found {
  record: SealedRecord;
  version: number;
}

/**
 * Sessions as Redis hashes `session:{id}`, which end by themselves, and for each principal a sorted set of their IDs. The two lie in
 * different slots of a cluster, so a change of both is two steps, in an order in which the first alone does no harm: a session is
 * stored before it is listed, and removed before it is unlisted; whoever reads passes over what is listed and not there.
 */
export function createRedisSessionStore(
  connection: RedisConnection,
  keys: KeyRing,
  options: SessionStoreOptions = {},
): SessionStore {
  const nowMs = options.nowMs ?? Date.now;
  const keyOf = (sessionId: string) => `${connection.keyPrefix}session:{${encodeURIComponent(sessionId)}}`;
  const indexOf = (principal: Principal) =>
    `${connection.keyPrefix}sessions-of:{${encodeURIComponent(ownerKey(principal))}}`;

  const find = async (sessionId: string): Promise<Found | undefined> => {
    const fields = await connection.run((client) => client.hgetall(keyOf(sessionId)));
    const { success, data } = StoredSchema.safeParse(fields);
    if (!success) return undefined;
    const { version, ...rest } = data;
    const record: SealedRecord = { ...rest, session_id: sessionId };
    return isUsable(record, nowMs()) ? { record, version } : undefined;
  };

  const get = async (sessionId: string) => await open(await find(sessionId));

  const open = async (found: Found | undefined): Promise<StoredSession | undefined> => {
    if (found === undefined) return undefined;
    const { record, version } = found;
    if (record.credential !== "entra") await keys.open(record.seal ?? "", placeOf(record, "seal"));
    return await sessionOf(record, version, keys);
  };

  /** Lists a session, where one is given. @returns the IDs of the principal's sessions. */
  const listed = async (principal: Principal, sessionId = "", endsAt = "+inf"): Promise<string[]> =>
    IdsSchema.parse(
      await connection.run((client) => indexSession(client, [indexOf(principal)], [sessionId, endsAt])),
    );

  /** What is listed must be the principal's: whoever can write the index cannot make another's session theirs. */
  const findAll = async (principal: Principal): Promise<Found[]> => {
    const found = await Promise.all((await listed(principal)).map(find));
    return found.filter((one): one is Found => {
      if (one === undefined) return false;
      return ownerKey(summaryOf(one.record).principal) === ownerKey(principal);
    });
  };

  const removeAll = async (principal: Principal, sessionIds: readonly string[]): Promise<number> => {
    if (sessionIds.length === 0) return 0;
    const removed = await Promise.all(
      sessionIds.map((sessionId) => connection.run((client) => client.unlink(keyOf(sessionId)))),
    );
    await connection.run((client) => client.zrem(indexOf(principal), ...sessionIds));
    return removed.reduce((sum, count) => sum + count, 0);
  };

  /** @param holder  of the refresh lock; undefined where none is needed. */
  const replaceTokens = async (
    sessionId: string,
    expectedVersion: number,
    tokens: SessionTokens,
    holder = "",
  ): Promise<boolean> => {
    const found = await find(sessionId);
    if (found === undefined || found.record.credential !== "entra" || found.version !== expectedVersion)
      return false;
    const fields = await tokenFieldsOf(found.record, tokens, keys);
    const values = [expectedVersion, holder, optionalFields.length, ...optionalFields, ...pairsOf(fields)];
    return (await connection.run((client) => replaceTokensOf(client, [keyOf(sessionId)], values))) === 1;
  };

  return {
    get,

    async put(session) {
      const record = await recordOf(session, keys);
      const seal = record.credential === "entra" ? undefined : await keys.seal("", placeOf(record, "seal"));
      const { session_id: sessionId, ...fields } = { ...record, seal };
      const endsAtMs = fields.expires_at === undefined ? undefined : Date.parse(fields.expires_at);
      await connection.run((client) =>
        putSession(client, [keyOf(sessionId)], [endsAtMs ?? "", ...pairsOf(fields)]),
      );
      const ids = await listed(session.principal, sessionId, String(endsAtMs ?? "+inf"));
      if (fields.credential === "entra" || ids.length === 1) return;
      const others = (await findAll(session.principal)).filter(
        ({ record }) => record.credential !== "entra" && record.session_id !== sessionId,
      );
      await removeAll(
        session.principal,
        others.map(({ record }) => record.session_id),
      );
    },

    async findByPrincipal(principal) {
      const found = await findAll(principal);
      return await open(found.toSorted((left, right) => byUse(left.record, right.record))[0]);
    },

    async listByPrincipal(principal) {
      const found = await findAll(principal);
      return found
        .map(({ record }) => record)
        .toSorted(byAge)
        .map(summaryOf);
    },

    replaceTokens: async (sessionId, expectedVersion, tokens) =>
      await replaceTokens(sessionId, expectedVersion, tokens),

    async remove(sessionId) {
      const found = await find(sessionId);
      if (found !== undefined) await removeAll(summaryOf(found.record).principal, [sessionId]);
      else await connection.run((client) => client.unlink(keyOf(sessionId)));
    },

    removeAllOf: async (principal) => await removeAll(principal, await listed(principal)),

    async withRefreshLock(sessionId, work) {
      const key = [keyOf(sessionId)];
      return await underRefreshLock(
        {
          async acquire(holder, lockMs) {
            const fence = FenceSchema.parse(
              await connection.run((client) => acquireLock(client, key, [holder, lockMs])),
            );
            if (fence > 0) return fence;
            return fence === 0 ? "busy" : "gone";
          },
          renew: async (holder, lockMs) =>
            (await connection.run((client) => renewLock(client, key, [holder, lockMs]))) === 1,
          async release(holder) {
            await connection.run((client) => renewLock(client, key, [holder, 0]));
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

/** Name and value of each field that is there, in their order. */
function pairsOf(fields: object): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [name, String(value)],
  );
}
