import { chmodSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Held by the one process that serves the function app of a hub. The kernel releases it when that process dies. */
export interface OwnerLock {
  release(): void;
}

const sqliteBusy = 5;

/** The lock file of a hub is no lock file. Nothing was changed; the message says what to do. */
export class OwnerLockUnusableError extends Error {
  override readonly name = "OwnerLockUnusableError";
  readonly code = "OwnerLockUnusable";

  constructor(path: string, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? ` (${options.cause.message})` : "";
    super(
      `The lock file ${path} cannot be used${reason}. It holds no data: remove it and try again, or set AZEBAL_DATA_DIR to another folder.`,
      options,
    );
  }
}

/**
 * Takes the owner lock of a hub, without waiting.
 *
 * An exclusive SQLite transaction that is never committed: the file lock belongs to the process, so a `kill -9` frees it
 * at once and there is no lease to wait for.
 *
 * @returns undefined where another process holds it.
 * @throws OwnerLockUnusableError
 */
export function takeOwnerLock(path: string): OwnerLock | undefined {
  const database = openLockFile(path);
  try {
    chmodSync(path, 0o600);
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return undefined;
    throw new OwnerLockUnusableError(path, { cause: error });
  }
}

function openLockFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw new OwnerLockUnusableError(path, { cause: error });
  }
}
