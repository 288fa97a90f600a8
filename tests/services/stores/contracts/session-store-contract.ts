import { describe, expect, test } from "vitest";
import type { Session } from "../../../../services/stores/session-store.ts";
import { alice, at, bob, later, type StoresFactory } from "./stores-factory.ts";

const session: Session = { sessionId: "s1", principal: alice, credential: "default_azure", createdAt: at };

export function sessionStoreContract(open: StoresFactory): void {
  describe("the session store", () => {
    test("finds a session by its principal, in any spelling of the IDs, and nobody else's", async () => {
      const { stores, again } = await open();
      await stores.sessions.put(session);
      const other = await again();
      const spelled = { ...alice, tenantId: "t1", objectId: "ALICE" };
      expect([
        await other.sessions.findByPrincipal(spelled),
        await stores.sessions.findByPrincipal(bob),
      ]).toEqual([session, undefined]);
    });

    test("keeps one session for each principal: the latest", async () => {
      const { stores } = await open();
      const next: Session = { ...session, sessionId: "s2", credential: "token_endpoint", expiresAt: later };
      await stores.sessions.put(session);
      await stores.sessions.put(next);
      await stores.sessions.put({ ...session, sessionId: "s3", principal: bob });
      expect(await stores.sessions.findByPrincipal(alice)).toEqual(next);
    });

    test("forgets a session that is removed; removing none is no error", async () => {
      const { stores } = await open();
      await stores.sessions.put(session);
      await stores.sessions.remove(alice);
      await stores.sessions.remove(bob);
      expect(await stores.sessions.findByPrincipal(alice)).toBeUndefined();
    });
  });
}
