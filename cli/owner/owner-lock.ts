import { type ProcessLock, takeProcessLock } from "../../local-host/storage/process-lock.ts";

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
 * Takes the owner lock of a hub, without waiting. The one process that holds it serves the hub's function app.
 *
 * @returns undefined where another process holds it.
 * @throws OwnerLockUnusableError
 */
export async function takeOwnerLock(path: string): Promise<ProcessLock | undefined> {
  try {
    return await takeProcessLock(path);
  } catch (cause) {
    throw new OwnerLockUnusableError(path, { cause });
  }
}
