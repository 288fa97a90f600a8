/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
export const sqliteErrors = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 } as const;

/** The primary result code of an error of `node:sqlite`; undefined for any other error. */
export function sqliteErrorCode(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}
