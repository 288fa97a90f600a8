import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keyRingFileName, openFileKeyRing } from "../../../../services/stores/keys/key-ring-file.ts";
import type { EntraSession, SessionSummary } from "../../../../services/stores/sessions/session-store.ts";
import { entraSession, inMinutes, ownSession, someTokens } from "../support/entra-session.ts";
import { alice, bob, type StoresFactory } from "./stores-factory.ts";

export function sessionStoreContract(open: StoresFactory): void {
  describe("the session store", () => {
    test("gives back what was put, to every process, with version 1", async () => {
      const { stores, again } = await open();
      const session = entraSession();
      await stores.sessions.put(session);
      const other = await again();
      expect([await other.sessions.get(session.sessionId), await other.sessions.get("none")]).toEqual([
        { ...session, version: 1 },
        undefined,
      ]);
    });

    test("finds a session by its principal, in any spelling of the IDs, and nobody else's", async () => {
      const { stores, again } = await open();
      const session = ownSession();
      await stores.sessions.put(session);
      const other = await again();
      const spelled = { ...alice, tenantId: "t1", objectId: "ALICE" };
      expect([
        await other.sessions.findByPrincipal(spelled),
        await stores.sessions.findByPrincipal(bob),
        await stores.sessions.listByPrincipal(bob),
      ]).toEqual([{ ...session, version: 1 }, undefined, []]);
    });

    test("keeps one session without tokens for each principal: the latest", async () => {
      const { stores } = await open();
      const next = ownSession({ credential: "token_endpoint", expiresAt: inMinutes(60) });
      await stores.sessions.put(ownSession());
      await stores.sessions.put(next);
      await stores.sessions.put(ownSession({ principal: bob }));
      expect([
        await stores.sessions.findByPrincipal(alice),
        await stores.sessions.listByPrincipal(alice),
      ]).toEqual([{ ...next, version: 1 }, [next]]);
    });

    test("keeps sign-ins beside each other: the newest is found, and all are listed without tokens", async () => {
      const { stores } = await open();
      const [first, second] = [inMinutes(-20), inMinutes(-10)].map((createdAt) =>
        entraSession({ createdAt }),
      );
      const own = ownSession();
      for (const session of [second!, own, first!]) await stores.sessions.put(session);
      const summaries = [own, second!, first!].map((session) =>
        session.credential === "entra" ? withoutTokens(session) : session,
      );
      expect(await stores.sessions.findByPrincipal(alice)).toEqual({ ...second, version: 1 });
      expect(await stores.sessions.listByPrincipal(alice)).toEqual(summaries);
    });

    test("takes a session that has expired for one that never was", async () => {
      let nowMs = Date.now();
      const { stores } = await open({ sessions: { nowMs: () => nowMs } });
      const [short, long] = [10, 50].map((end) =>
        entraSession({ expiresAt: inMinutes(end), createdAt: inMinutes(-end) }),
      );
      await stores.sessions.put(short!);
      await stores.sessions.put(long!);
      nowMs = Date.parse(inMinutes(10));
      expect([
        await stores.sessions.get(short!.sessionId),
        await stores.sessions.findByPrincipal(alice),
        await stores.sessions.replaceTokens(short!.sessionId, 1, someTokens()),
        (await stores.sessions.listByPrincipal(alice)).map(({ sessionId }) => sessionId),
        await stores.sessions.withRefreshLock(short!.sessionId, async (session) => session),
      ]).toEqual([undefined, { ...long, version: 1 }, false, [long!.sessionId], undefined]);
    });

    test("stores nothing of a session that has ended already", async () => {
      const { stores } = await open();
      const ended = entraSession({ expiresAt: inMinutes(-1) });
      await stores.sessions.put(ended);
      expect(await stores.sessions.removeAllOf(alice)).toBe(0);
    });

    test("replaces tokens for one of two who saw the same version", async () => {
      const { stores, again } = await open();
      const session = entraSession();
      await stores.sessions.put(session);
      const other = await again();
      const tokens = [
        someTokens(),
        someTokens({ refreshToken: undefined, homeAccountId: undefined, scopes: undefined }),
      ];
      const done = await Promise.all(
        [stores, other].map(({ sessions }, index) =>
          sessions.replaceTokens(session.sessionId, 1, tokens[index]!),
        ),
      );
      expect(done.toSorted((left, right) => Number(left) - Number(right))).toEqual([false, true]);
      const kept = JSON.parse(JSON.stringify({ ...session, tokens: tokens[done.indexOf(true)], version: 2 }));
      expect(await stores.sessions.get(session.sessionId)).toEqual(kept);
      expect([
        await stores.sessions.replaceTokens(session.sessionId, 2, tokens[1]!),
        await stores.sessions.replaceTokens("none", 1, tokens[1]!),
      ]).toEqual([true, false]);
      const { accessToken, accessTokenExpiresAt } = tokens[1]!;
      expect(await other.sessions.get(session.sessionId)).toEqual({
        ...session,
        tokens: { accessToken, accessTokenExpiresAt },
        version: 3,
      });
    });

    test("never replaces the tokens of a session that has none", async () => {
      const { stores } = await open();
      const own = ownSession();
      await stores.sessions.put(own);
      expect(await stores.sessions.replaceTokens(own.sessionId, 1, someTokens())).toBe(false);
    });

    test("forgets a session that is removed, at once for every process; removing none is no error", async () => {
      const { stores, again } = await open();
      const [gone, stays] = [entraSession(), entraSession()];
      const other = await again();
      for (const session of [gone, stays]) await stores.sessions.put(session);
      await stores.sessions.remove(gone.sessionId);
      await stores.sessions.remove(gone.sessionId);
      expect([
        await other.sessions.get(gone.sessionId),
        await other.sessions.findByPrincipal(alice),
        await other.sessions.replaceTokens(gone.sessionId, 1, someTokens()),
      ]).toEqual([undefined, { ...stays, version: 1 }, false]);
    });

    test("removes all sessions of one person, and nobody else's", async () => {
      const { stores } = await open();
      for (const session of [entraSession(), entraSession(), ownSession()])
        await stores.sessions.put(session);
      const others = entraSession({ principal: bob });
      await stores.sessions.put(others);
      expect([
        await stores.sessions.removeAllOf(alice),
        await stores.sessions.removeAllOf(alice),
        await stores.sessions.findByPrincipal(alice),
        await stores.sessions.findByPrincipal(bob),
      ]).toEqual([3, 0, undefined, { ...others, version: 1 }]);
    });

    test("reads what an older key sealed, in every process, when the keys were rotated", async () => {
      const { stores, again, options } = await open();
      const other = await again();
      const [before, after] = [entraSession({ createdAt: inMinutes(-1) }), entraSession()];
      await stores.sessions.put(before);
      const ring = openFileKeyRing(join(options.directory, keyRingFileName));
      ring.rotate();
      await other.sessions.put(after);
      expect([
        await other.sessions.get(before.sessionId),
        await stores.sessions.findByPrincipal(alice),
      ]).toEqual([
        { ...before, version: 1 },
        { ...after, version: 1 },
      ]);
    });

    test("whose keys are lost gives no session with tokens, and still lists and removes them", async () => {
      const { stores, again, options } = await open();
      const session = entraSession();
      await stores.sessions.put(session);
      rmSync(join(options.directory, keyRingFileName));
      const other = await again();
      await expect(other.sessions.get(session.sessionId)).rejects.toMatchObject({
        name: "UnknownKeyError",
        code: "UnknownKey",
      });
      const listed = await other.sessions.listByPrincipal(alice);
      expect([listed.length, await other.sessions.removeAllOf(alice)]).toEqual([1, 1]);
    });
  });
}

function withoutTokens({ tokens: _tokens, ...rest }: EntraSession): SessionSummary {
  return rest;
}
