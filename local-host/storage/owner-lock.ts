import { DatabaseInUseError } from "./database-in-use-error.ts";
import { DatabaseUnusableError } from "./database-unusable-error.ts";
import { type ProcessLock, takeProcessLock } from "./process-lock.ts";

/**
 * Makes this process the only owner of a database, until it releases the lock or ends. The lock is a file of its own
 * beside the database, which anything may open and close, such as a backup that reads it.
 *
 * @throws DatabaseInUseError, DatabaseUnusableError
 */
export async function takeOwnerLock(databasePath: string): Promise<ProcessLock> {
  let lock: ProcessLock | undefined;
  try {
    lock = await takeProcessLock(`${databasePath}.lock`);
  } catch (cause) {
    throw new DatabaseUnusableError(databasePath, "folder", "its lock file cannot be written", { cause });
  }
  if (lock === undefined) throw new DatabaseInUseError(databasePath);
  return lock;
}
