/**
 * Why a store cannot be used, each with what to do. Nothing is ever deleted or repaired on its own: a damaged file may be
 * all that is left of somebody's evidence.
 */
export type StoreError =
  | StoreDamagedError
  | StoreForeignError
  | StoreTooNewError
  | StoreUnwritableError
  | StoreFullError
  | StoreBusyError
  | StoreClosedError
  | StoreUnreachableError
  | StoreRefusedError;

/** By its code, which is also known of an error that another copy of this module made. */
export function isStoreError(error: unknown): error is StoreError {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^Store[A-Z]/u.test(error.code)
  );
}

export class StoreDamagedError extends Error {
  override readonly name = "StoreDamagedError";
  readonly code = "StoreDamaged";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} is damaged or is not a SQLite database. Nothing was changed. Move it elsewhere to start with an empty one, or set AZEBAL_DATA_DIR to another folder.`,
      options,
    );
  }
}

export class StoreForeignError extends Error {
  override readonly name = "StoreForeignError";
  readonly code = "StoreForeign";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} belongs to another program. Nothing was changed. Set AZEBAL_DATA_DIR to a folder of AZEBAL's own.`,
      options,
    );
  }
}

export class StoreTooNewError extends Error {
  override readonly name = "StoreTooNewError";
  readonly code = "StoreTooNew";

  constructor(path: string, found: number, known: number, options?: ErrorOptions) {
    super(
      `${path} was written by a newer AZEBAL (layout ${found}; this one knows ${known}). Nothing was changed. Update AZEBAL, or set AZEBAL_DATA_DIR to another folder.`,
      options,
    );
  }
}

export class StoreUnwritableError extends Error {
  override readonly name = "StoreUnwritableError";
  readonly code = "StoreUnwritable";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} cannot be created or written by this user. Give this user the right to write there, or set AZEBAL_DATA_DIR to another folder.`,
      options,
    );
  }
}

export class StoreFullError extends Error {
  override readonly name = "StoreFullError";
  readonly code = "StoreFull";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `No space is left for ${path}. What was stored before is intact. Free some space on that disk and try again.`,
      options,
    );
  }
}

export class StoreBusyError extends Error {
  override readonly name = "StoreBusyError";
  readonly code = "StoreBusy";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `${path} was locked by another process for too long. Try again; if it stays so, end the process that holds it.`,
      options,
    );
  }
}

export class StoreClosedError extends Error {
  override readonly name = "StoreClosedError";
  readonly code = "StoreClosed";

  constructor(store: string, options?: ErrorOptions) {
    super(
      `${store} was closed, since AZEBAL is stopping. What was stored before is intact. Send the request again.`,
      options,
    );
  }
}

/**
 * @param store    such as "Redis at cache.example.com:6380"; never a URL, which may hold a password.
 * @param setting  the variable that names the server.
 */
export class StoreUnreachableError extends Error {
  override readonly name = "StoreUnreachableError";
  readonly code = "StoreUnreachable";

  constructor(store: string, reason: string, setting = "AZEBAL_REDIS_URL", options?: ErrorOptions) {
    super(
      `${store} does not answer (${reason}). What was stored before is as safe as that server keeps it, and what was asked is safe to repeat. See that it runs, and that ${setting} names it.`,
      options,
    );
  }
}

/** The server answers, and will go on refusing until somebody does what the message says. */
export class StoreRefusedError extends Error {
  override readonly name = "StoreRefusedError";
  readonly code = "StoreRefused";

  constructor(store: string, reason: string, remedy: string, options?: ErrorOptions) {
    super(`${store} refuses what AZEBAL asks (${reason}). ${remedy}`, options);
  }
}
