import { beforeEach, expect, onTestFinished, test } from "vitest";
import { alice } from "../contracts/stores-factory.ts";
import { entraSession, inMinutes, ownSession, someTokens } from "../support/entra-session.ts";
import { startRedisServer } from "../support/redis-server.ts";
import { describeWithRedis, useRedisServer } from "../support/redis-suite.ts";
import { startProxy } from "../support/server-proxy.ts";
import { openTemporaryStores } from "../support/temporary-stores.ts";

describeWithRedis("sessions on Redis", () => {
  const server = useRedisServer();
  beforeEach(async () => {
    await server().admin.flushall();
  });
  const keyOf = (sessionId: string) => `azebal:session:{${sessionId}}`;
  const index = "azebal:sessions-of:{t1%2Falice}";

  test("are hashes of named fields, which end when the session does", async () => {
    const { stores } = await openTemporaryStores({ url: server().url });
    const session = entraSession({ roles: ["support"] });
    await stores.sessions.put(session);
    const sealed = expect.stringMatching(/^v1\.[\w-]{16}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/u);
    expect(await server().admin.hgetall(keyOf(session.sessionId))).toEqual({
      user_principal_name: "alice@contoso.com",
      tenant_id: "T1",
      object_id: "Alice",
      roles: "support",
      credential: "entra",
      ms_access_token: sealed,
      ms_refresh_token: sealed,
      access_token_expires_at: session.tokens.accessTokenExpiresAt,
      home_account_id: "alice.t1",
      scopes: "openid https://management.azure.com/user_impersonation",
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      version: "1",
      fence: "0",
    });
    expect([
      await server().admin.pexpiretime(keyOf(session.sessionId)),
      await server().admin.zrange(index, "0", "-1", "WITHSCORES"),
      await server().admin.pexpiretime(index),
    ]).toEqual([
      Date.parse(session.expiresAt),
      [session.sessionId, String(Date.parse(session.expiresAt))],
      Date.parse(session.expiresAt),
    ]);
  });

  test("leave the index when they end, and the index ends with the last of them", async () => {
    const { stores } = await openTemporaryStores({ url: server().url });
    const [short, long, own] = [entraSession({ expiresAt: inMinutes(10) }), entraSession(), ownSession()];
    for (const session of [short, own, long]) await stores.sessions.put(session);
    expect(await server().admin.pttl(index)).toBe(-1);
    await stores.sessions.remove(own.sessionId);
    await server().admin.zadd(index, 1, short.sessionId);
    await server().admin.unlink(keyOf(short.sessionId));
    expect((await stores.sessions.listByPrincipal(alice)).map(({ sessionId }) => sessionId)).toEqual([
      long.sessionId,
    ]);
    expect([await server().admin.zrange(index, "0", "-1"), await server().admin.pexpiretime(index)]).toEqual([
      [long.sessionId],
      Date.parse(long.expiresAt),
    ]);
    await stores.sessions.removeAllOf(alice);
    expect(await server().admin.keys("*")).toEqual([]);
  });

  test("that end in a moment are gone by the server's own clock", async () => {
    const { stores } = await openTemporaryStores({ url: server().url }, { sessions: { nowMs: () => 0 } });
    const session = entraSession({ expiresAt: new Date(Date.now() + 100).toISOString() });
    await stores.sessions.put(session);
    while ((await stores.sessions.get(session.sessionId)) !== undefined);
    expect(await stores.sessions.findByPrincipal(alice)).toBeUndefined();
  });

  test("a change whose answer was lost is sent again, and done once", async () => {
    const proxy = await startProxy(server().port);
    const { stores } = await openTemporaryStores({ url: proxy.url });
    const session = entraSession();
    await stores.sessions.put(session);
    // The scripts are known to the server: the next reply that is cut is the change's own.
    await stores.sessions.replaceTokens(session.sessionId, 1, someTokens());
    await stores.singleUse.putOnce("known", "", 60);
    await stores.singleUse.take("known");
    const { sessions, singleUse } = stores;
    const tokens = someTokens();
    const replaced = await sessions.withRefreshLock(session.sessionId, async (_session, lock) => {
      proxy.cutNextReply();
      return await lock.replaceTokens(2, tokens);
    });
    proxy.cutNextReply();
    const put = await singleUse.putOnce("state", "value", 60);
    proxy.cutNextReply();
    const taken = await singleUse.take("state");
    proxy.cutNextReply();
    const removed = await sessions.removeAllOf(alice);
    expect([proxy.cuts, replaced, put, taken, await singleUse.take("state"), removed]).toEqual([
      4,
      true,
      true,
      "value",
      undefined,
      1,
    ]);
  });

  test("a server that is lost is named, and found again without a restart, with what it had on its disk", async () => {
    const own = await startRedisServer("--appendonly", "yes", "--appendfsync", "always");
    onTestFinished(() => own.stop());
    const { stores } = await openTemporaryStores({ url: own.url });
    const session = entraSession();
    await stores.sessions.put(session);
    await own.kill();
    const asked = stores.sessions.get(session.sessionId);
    await own.restart();
    expect(await asked).toEqual({ ...session, version: 1 });
    expect(await stores.sessions.replaceTokens(session.sessionId, 1, session.tokens)).toBe(true);
  });

  test("a script that the server forgot is given to it again", async () => {
    const { stores } = await openTemporaryStores({ url: server().url });
    const session = entraSession();
    await stores.sessions.put(session);
    await server().admin.script("FLUSH");
    expect(await stores.sessions.replaceTokens(session.sessionId, 1, someTokens())).toBe(true);
  });

  test("a full server refuses a session with what to do, and says nothing of its tokens", async () => {
    const { stores } = await openTemporaryStores({ url: server().url });
    const session = entraSession();
    await server().admin.config("SET", "maxmemory", "1");
    const refused = await stores.sessions.put(session).catch((error: unknown) => error as Error);
    await server().admin.config("SET", "maxmemory", "0");
    expect(refused).toMatchObject({ name: "StoreRefusedError", code: "StoreRefused" });
    await stores.sessions.put(session);
    expect(await stores.sessions.get(session.sessionId)).toEqual({ ...session, version: 1 });
  });
});
