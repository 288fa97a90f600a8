import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { refreshTokens } from "../../../../services/stores/sessions/refresh-tokens.ts";
import type { EntraSession, StoredSession } from "../../../../services/stores/sessions/session-store.ts";
import type { Stores } from "../../../../services/stores/stores.ts";
import { entraSession, ownSession, someTokens } from "../support/entra-session.ts";
import type { HolderTask } from "../support/lock-holder.ts";
import { alice, type StoresFactory } from "./stores-factory.ts";

async function signedIn(stores: Stores): Promise<StoredSession<EntraSession>> {
  const session = entraSession();
  await stores.sessions.put(session);
  return { ...session, version: 1 };
}

/** Another process that holds the lock of a session. */
async function startHolder(task: HolderTask) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../support/lock-holder.ts"), JSON.stringify(task)],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout });
  const [said] = (await once(lines, "line")) as [string];
  return { child, said, next: async () => ((await once(lines, "line")) as [string])[0] };
}

export function refreshLockContract(open: StoresFactory): void {
  describe("the refresh lock", () => {
    test("lets one of many renew the tokens, and all others see what it was given", async () => {
      const { stores, again } = await open();
      const seen = await signedIn(stores);
      const others = [stores, await again(), await again()];
      const renewed = someTokens();
      let refreshes = 0;
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          refreshTokens(others[index % 3]!.sessions, seen, async (session) => {
            refreshes += 1;
            expect(session).toEqual(seen);
            await stores.sessions.listByPrincipal(alice);
            return renewed;
          }),
        ),
      );
      expect(refreshes).toBe(1);
      expect(answers).toEqual(Array.from({ length: 12 }, () => ({ ...seen, tokens: renewed, version: 2 })));
      expect(await stores.sessions.get(seen.sessionId)).toEqual(answers[0]);
    });

    test("is free after a renewal that failed, whose error is thrown", async () => {
      const { stores } = await open();
      const seen = await signedIn(stores);
      const refused = refreshTokens(stores.sessions, seen, async () => {
        throw new RangeError("no");
      });
      await expect(refused).rejects.toThrow(RangeError);
      const fences: number[] = [];
      for (const _ of [1, 2])
        await stores.sessions.withRefreshLock(seen.sessionId, async (_session, { fence }) =>
          fences.push(fence),
        );
      expect([fences, await stores.sessions.get(seen.sessionId)]).toEqual([[2, 3], seen]);
    });

    test("renews nothing of a session that was removed, is another kind, or goes while it is renewed", async () => {
      const { stores } = await open();
      const own = ownSession();
      await stores.sessions.put(own);
      const never = () => Promise.reject(new RangeError("asked"));
      const asOwn = { ...entraSession({ sessionId: own.sessionId }), version: 1 };
      const goes = await signedIn(stores);
      expect([
        await refreshTokens(stores.sessions, { ...goes, sessionId: "none" }, never),
        await refreshTokens(stores.sessions, asOwn, never),
        await refreshTokens(stores.sessions, goes, async () => {
          await stores.sessions.remove(goes.sessionId);
          return someTokens();
        }),
        await stores.sessions.get(goes.sessionId),
      ]).toEqual([undefined, undefined, undefined, undefined]);
    });

    test("is kept for as long as its holder works, and those who wait for too long are told", async () => {
      const { stores, again } = await open({ sessions: { refreshLockMs: 90, refreshWaitMs: 400 } });
      const seen = await signedIn(stores);
      const other = await again();
      const done = Promise.withResolvers<void>();
      const held = Promise.withResolvers<void>();
      const working = stores.sessions.withRefreshLock(seen.sessionId, async (_session, { signal }) => {
        held.resolve();
        await done.promise;
        return signal.aborted;
      });
      await held.promise;
      await expect(other.sessions.withRefreshLock(seen.sessionId, async () => {})).rejects.toMatchObject({
        name: "RefreshLockBusyError",
        code: "RefreshLockBusy",
      });
      done.resolve();
      expect(await working).toBe(false);
      expect(await other.sessions.withRefreshLock(seen.sessionId, async (_, { fence }) => fence)).toBe(2);
    });

    test("of a process that was killed is free after its time", async () => {
      const { stores, options } = await open({ sessions: { refreshLockMs: 300 } });
      const seen = await signedIn(stores);
      const holder = await startHolder({ stores: options, sessionId: seen.sessionId });
      holder.child.kill("SIGKILL");
      const renewed = someTokens();
      expect([holder.said, await refreshTokens(stores.sessions, seen, async () => renewed)]).toEqual([
        "holds 1",
        { ...seen, tokens: renewed, version: 2 },
      ]);
    });

    test("that was lost while its holder was stopped lets the holder change nothing", async () => {
      const { stores, options } = await open({ sessions: { refreshLockMs: 300 } });
      const seen = await signedIn(stores);
      const holder = await startHolder({ stores: options, sessionId: seen.sessionId });
      holder.child.kill("SIGSTOP");
      const fence = await stores.sessions.withRefreshLock(seen.sessionId, async (_session, lock) => {
        const next = holder.next();
        holder.child.kill("SIGCONT");
        holder.child.stdin.write("replace\n");
        return [lock.fence, await next];
      });
      expect([holder.said, fence, await stores.sessions.get(seen.sessionId)]).toEqual([
        "holds 1",
        [2, "replaced false"],
        seen,
      ]);
    });
  });
}
