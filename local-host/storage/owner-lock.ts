import { DatabaseInUseError } from "./database-in-use-error.ts";
import { DatabaseUnusableError } from "./database-unusable-error.ts";
import { sqliteErrorCode, sqliteErrors } from "./sqlite-error.ts";

export interface OwnerLock {
  release(): void;
}

/**
 * Makes this process the only owner of a database, until it releases the lock or ends: the kernel lets go of it even
 * after `kill -9`. The lock is an exclusive SQLite lock on a file of its own beside the database, since POSIX locks are
 * lost as soon as anything in the process closes the locked file, such as a backup that reads it.
 *
 * @throws DatabaseInUseError, DatabaseUnusableError
 */
export async function takeOwnerLock(databasePath: string): Promise<OwnerLock> {
  const { DatabaseSync } = await import("node:sqlite");
  let lock: InstanceType<typeof DatabaseSync> | undefined;
  try {
    lock = new DatabaseSync(`${databasePath}.lock`);
    lock.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    const code = sqliteErrorCode(cause);
    if (code === sqliteErrors.busy || code === sqliteErrors.locked)
      throw new DatabaseInUseError(databasePath, { cause });
    throw new DatabaseUnusableError(databasePath, "folder", `its lock file cannot be written`, { cause });
  }
  const held = lock;
  return { release: () => held.close() };
}
