import { chmodSync } from "node:fs";
import { sqliteErrorCode, sqliteErrors } from "./sqlite-error.ts";

/** Held by one process at a time. The kernel releases it when that process dies, so there is no lease to wait for. */
export interface ProcessLock {
  release(): void;
}

/**
 * Takes a lock file, without waiting: an exclusive SQLite transaction that is never committed, on a file that holds
 * nothing else. POSIX locks are lost as soon as anything in the process closes the locked file, so nothing else may open it.
 *
 * @returns undefined where another process, or another holder in this one, has it.
 * @throws the error of SQLite or the file system where the file cannot be used; it is left as it is.
 */
export async function takeProcessLock(path: string): Promise<ProcessLock | undefined> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    chmodSync(path, 0o600);
    return { release: () => database.close() };
  } catch (cause) {
    database.close();
    const code = sqliteErrorCode(cause);
    if (code === sqliteErrors.busy || code === sqliteErrors.locked) return undefined;
    throw cause;
  }
}
