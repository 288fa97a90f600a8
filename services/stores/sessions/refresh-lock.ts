import { setTimeout as delay } from "node:timers/promises";
import {
  type RefreshLock,
  RefreshLockBusyError,
  type SessionStoreOptions,
  type SessionTokens,
  type StoredSession,
} from "./session-store.ts";

const defaultLockMs = 15_000;
const defaultWaitMs = 30_000;
const firstLookMs = 10;
const longestLookMs = 250;

/** What a store gives for the lock of one session. Each step is safe to repeat by the same holder. */
export interface LockSteps {
  /** @returns the fence; "busy" where another holds it; "gone" where there is no such session. */
  acquire(holder: string, lockMs: number): Promise<number | "busy" | "gone">;
  /** @returns false where the lock is lost. */
  renew(holder: string, lockMs: number): Promise<boolean>;
  release(holder: string): Promise<void>;
  read(): Promise<StoredSession | undefined>;
  replaceTokens(holder: string, expectedVersion: number, tokens: SessionTokens): Promise<boolean>;
}

/** Takes the lock, renews it while `work` runs, and lets it go. The same for every store. */
export async function underRefreshLock<T>(
  steps: LockSteps,
  options: SessionStoreOptions,
  work: (session: StoredSession | undefined, lock: RefreshLock) => Promise<T>,
): Promise<T> {
  const lockMs = options.refreshLockMs ?? defaultLockMs;
  const holder = crypto.randomUUID();
  const fence = await acquire(steps, holder, lockMs, options.refreshWaitMs ?? defaultWaitMs);
  const lost = new AbortController();
  if (fence === "gone") return await work(undefined, goneLock(lost.signal));
  const stopRenewing = keepRenewing(steps, holder, lockMs, lost);
  try {
    return await work(await steps.read(), {
      fence,
      signal: lost.signal,
      replaceTokens: (expectedVersion, tokens) => steps.replaceTokens(holder, expectedVersion, tokens),
    });
  } finally {
    stopRenewing();
    // A lock that is not let go ends by its time: the outcome of the work counts.
    await steps.release(holder).catch(() => {});
  }
}

async function acquire(
  steps: LockSteps,
  holder: string,
  lockMs: number,
  waitMs: number,
): Promise<number | "gone"> {
  const startedAtMs = performance.now();
  for (let lookMs = firstLookMs; ; lookMs = Math.min(longestLookMs, lookMs * 2)) {
    const answer = await steps.acquire(holder, lockMs);
    if (answer !== "busy") return answer;
    const waitedMs = performance.now() - startedAtMs;
    if (waitedMs >= waitMs) throw new RefreshLockBusyError(waitedMs);
    // Spread out, so that those who wait do not look all at once.
    await delay(lookMs * (0.5 + Math.random() / 2));
  }
}

function keepRenewing(steps: LockSteps, holder: string, lockMs: number, lost: AbortController): () => void {
  const timer = setInterval(() => {
    steps.renew(holder, lockMs).then(
      (isHeld) => {
        if (!isHeld) lost.abort();
      },
      // The next renewal, or the fence at the end, tells whether the lock was lost.
      () => {},
    );
  }, lockMs / 3).unref();
  return () => clearInterval(timer);
}

function goneLock(signal: AbortSignal): RefreshLock {
  return { fence: 0, signal, replaceTokens: async () => false };
}
