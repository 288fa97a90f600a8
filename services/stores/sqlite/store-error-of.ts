import {
  StoreBusyError,
  StoreDamagedError,
  type StoreError,
  StoreFullError,
  StoreUnwritableError,
} from "../store-errors.ts";

/** The primary result codes of SQLite that a person can do something about. @see https://sqlite.org/rescode.html */
const sqlite = {
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
};

const unwritable = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "EEXIST",
  "EISDIR",
  "ENOENT",
  "ENAMETOOLONG",
]);

/** Names an error of SQLite or of the file system, or gives undefined for one that is neither (a defect of ours). */
export function storeErrorOf(cause: unknown, path: string): StoreError | undefined {
  if (!(cause instanceof Error) || !("code" in cause)) return undefined;
  const options = { cause };
  if (cause.code === "ENOSPC" || cause.code === "EDQUOT") return new StoreFullError(path, options);
  if (typeof cause.code === "string" && unwritable.has(cause.code))
    return new StoreUnwritableError(path, options);
  if (cause.code !== "ERR_SQLITE_ERROR" || !("errcode" in cause)) return undefined;
  switch (Number(cause.errcode) & 0xff) {
    case sqlite.busy:
    case sqlite.locked:
      return new StoreBusyError(path, options);
    case sqlite.readonly:
    case sqlite.cantopen:
    case sqlite.ioerr:
      return new StoreUnwritableError(path, options);
    case sqlite.full:
      return new StoreFullError(path, options);
    case sqlite.corrupt:
    case sqlite.notadb:
      return new StoreDamagedError(path, options);
    default:
      return undefined;
  }
}
