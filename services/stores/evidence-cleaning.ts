import { setTimeout as sleep } from "node:timers/promises";
import type { EvidenceStore } from "./evidence-store.ts";

/** One statement removes so many and takes milliseconds: nobody who diagnoses waits for it. */
const batchSize = 200;
const pauseBetweenMs = 100;
const everyMs = 60 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

export interface EvidenceCleaningOptions {
  evidence: Pick<EvidenceStore, "removeStoredBefore">;
  keepDays: number;
  log?: { warn(message: string): void; info(message: string): void } | undefined;
}

/**
 * Removes evidence that is older than so many days, in small batches, until there is no more. Instances that clean at once
 * do not wait for each other.
 *
 * @param now  milliseconds since the epoch.
 * @returns how many were removed.
 * @throws StoreError where the store cannot be reached.
 */
export async function cleanEvidence(
  { evidence, keepDays }: EvidenceCleaningOptions,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(now - keepDays * dayMs).toISOString();
  let removed = 0;
  while (signal?.aborted !== true) {
    const count = await evidence.removeStoredBefore(before, batchSize);
    removed += count;
    if (count < batchSize) break;
    await sleep(pauseBetweenMs, undefined, { ref: false });
  }
  return removed;
}

/** Cleans every hour, the first time after one: never in a process that was started for a moment. Keeps no process alive. */
export function startEvidenceCleaning(options: EvidenceCleaningOptions): { close(): void } {
  const closing = new AbortController();
  const clean = async () => {
    try {
      const removed = await cleanEvidence(options, Date.now(), closing.signal);
      if (removed > 0)
        options.log?.info(`${removed} pieces of evidence older than ${options.keepDays} days were removed.`);
    } catch (error) {
      if (!closing.signal.aborted)
        options.log?.warn(
          `Old evidence was not removed; the next hour tries again. ${error instanceof Error ? error.message : ""}`,
        );
    }
  };
  const timer = setInterval(() => void clean(), everyMs).unref();
  return {
    close() {
      clearInterval(timer);
      closing.abort();
    },
  };
}
