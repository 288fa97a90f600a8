import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Held by the one process that serves the function app of a hub. The kernel releases it when that process dies. */
export interface OwnerLock {
  release(): void;
}

const sqliteBusy = 5;

/**
 * Takes the owner lock of a hub, without waiting.
 *
 * An exclusive SQLite transaction that is never committed: the file lock belongs to the process, so a `kill -9` frees it
 * at once and there is no lease to wait for.
 *
 * @returns undefined where another process holds it.
 */
export function takeOwnerLock(path: string): OwnerLock | undefined {
  const database = new DatabaseSync(path);
  try {
    chmodSync(path, 0o600);
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
}
