import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { ownerKey } from "../../../../domain/principal.ts";
import type { Stores } from "../../../../services/stores/stores.ts";
import { alice, bob } from "../contracts/stores-factory.ts";
import { entraSession, inMinutes, ownSession } from "../support/entra-session.ts";
import { describeWithRedis, useRedisServer } from "../support/redis-suite.ts";
import { openTemporaryStores } from "../support/temporary-stores.ts";

interface Opened {
  stores: Stores;
  read: (sessionId: string, field: string) => Promise<string>;
  /** Changes a field as somebody would who can write to the store. */
  write: (sessionId: string, field: string, value: string) => Promise<unknown>;
}

/** What somebody gains who can write to the store, but has not the keys: nothing but a sign-in that no longer works. */
function changedInTheStore(open: () => Promise<Opened>): void {
  const broken = { name: "SealBrokenError", code: "SealBroken" };

  test.each(["ms_access_token", "ms_refresh_token"])(
    "a session whose %s was changed opens for nobody",
    async (field) => {
      const { stores, read, write } = await open();
      const session = entraSession();
      await stores.sessions.put(session);
      const sealed = await read(session.sessionId, field);
      const at = sealed.length - 9;
      await write(
        session.sessionId,
        field,
        sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1),
      );
      await expect(stores.sessions.get(session.sessionId)).rejects.toMatchObject(broken);
      await expect(stores.sessions.findByPrincipal(alice)).rejects.toMatchObject(broken);
      await expect(stores.sessions.withRefreshLock(session.sessionId, async () => {})).rejects.toMatchObject(
        broken,
      );
      expect(await stores.sessions.removeAllOf(alice)).toBe(1);
    },
  );

  test.each([
    ["object_id", bob.objectId],
    ["tenant_id", "T2"],
    ["user_principal_name", bob.userPrincipalName],
    ["roles", "support"],
    ["created_at", inMinutes(-1)],
    ["expires_at", inMinutes(6_000)],
  ])("nor does one whose %s was changed", async (field, value) => {
    const { stores, write } = await open();
    const session = entraSession();
    await stores.sessions.put(session);
    await write(session.sessionId, field, value);
    await expect(stores.sessions.get(session.sessionId)).rejects.toMatchObject(broken);
  });

  test("tokens of one session do not open in another, nor one token in the other's place", async () => {
    const { stores, read, write } = await open();
    const [mine, others] = [entraSession(), entraSession({ principal: bob })];
    for (const session of [mine, others]) await stores.sessions.put(session);
    await write(mine.sessionId, "ms_access_token", await read(others.sessionId, "ms_access_token"));
    await expect(stores.sessions.get(mine.sessionId)).rejects.toMatchObject(broken);
    await write(others.sessionId, "ms_access_token", await read(others.sessionId, "ms_refresh_token"));
    await expect(stores.sessions.get(others.sessionId)).rejects.toMatchObject(broken);
  });
}

describe("in SQLite", () => {
  changedInTheStore(async () => {
    const { stores, options } = await openTemporaryStores();
    const database = new DatabaseSync(join(options.directory, "azebal.sqlite"));
    onTestFinished(() => database.close());
    return {
      stores,
      read: async (sessionId, field) =>
        String(
          database
            .prepare(`SELECT ${field} AS value FROM user_sessions WHERE session_id = ?`)
            .get(sessionId)?.["value"],
        ),
      write: async (sessionId, field, value) =>
        database.prepare(`UPDATE user_sessions SET ${field} = ? WHERE session_id = ?`).run(value, sessionId),
    };
  });
});

describeWithRedis("in Redis", () => {
  const server = useRedisServer();
  const keyOf = (sessionId: string) => `azebal:session:{${sessionId}}`;
  const onServer = async (): Promise<Opened> => {
    await server().admin.flushall();
    return {
      stores: (await openTemporaryStores({ url: server().url })).stores,
      read: async (sessionId, field) => (await server().admin.hget(keyOf(sessionId), field)) ?? "",
      write: (sessionId, field, value) => server().admin.hset(keyOf(sessionId), field, value),
    };
  };
  changedInTheStore(onServer);

  test("a session that is listed as another person's is not found as theirs", async () => {
    const { stores } = await onServer();
    const session = entraSession();
    await stores.sessions.put(session);
    await server().admin.zadd(
      `azebal:sessions-of:{${encodeURIComponent(ownerKey(bob))}}`,
      "+inf",
      session.sessionId,
    );
    expect([await stores.sessions.findByPrincipal(bob), await stores.sessions.listByPrincipal(bob)]).toEqual([
      undefined,
      [],
    ]);
  });

  test("nobody can make a session without tokens, or make one of another", async () => {
    const { stores, write } = await onServer();
    const [own, mine] = [ownSession(), entraSession()];
    for (const session of [own, mine]) await stores.sessions.put(session);
    await write(mine.sessionId, "credential", "default_azure");
    await write(own.sessionId, "object_id", bob.objectId);
    for (const { sessionId } of [own, mine])
      await expect(stores.sessions.get(sessionId)).rejects.toMatchObject({ code: "SealBroken" });
  });
});
