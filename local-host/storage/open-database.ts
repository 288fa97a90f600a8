import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { DatabaseUnusableError } from "./database-unusable-error.ts";
import { applicationId, schemaSql, schemaVersion } from "./schema.ts";
import { sqliteErrorCode, sqliteErrors } from "./sqlite-error.ts";

/** A file up to this size is checked page by page when it is opened; that takes some 20 ms at the limit. */
const checkedSizeBytes = 16 * 1024 * 1024;

/** A checkpoint waits for the disk: seldom, and then for much at once. In pages of 4 KB. */
const checkpointPages = 4_000;

/** Creates the database's folder. @throws DatabaseUnusableError */
export function prepareFolder(databasePath: string): void {
  try {
    mkdirSync(dirname(databasePath), { recursive: true });
  } catch (cause) {
    throw new DatabaseUnusableError(databasePath, "folder", "its folder cannot be created", { cause });
  }
}

/** Nobody else reads it: histories hold what people asked. SQLite gives a new log the mode of its database. */
const privateMode = 0o600;

/**
 * Opens the database, or creates it where there is none, for this user alone. Every commit is with the operating
 * system before it is reported, so that it outlives this process however that ends (WAL with synchronous=NORMAL; decision
 * 0006 says what a power cut can undo). A file that is damaged, newer or somebody else's is left exactly as it is.
 *
 * @throws DatabaseUnusableError
 */
export async function openDatabase(databasePath: string): Promise<DatabaseSync> {
  const sqlite = await import("node:sqlite");
  let database: DatabaseSync | undefined;
  try {
    closeSync(openSync(databasePath, "a", privateMode));
    database = new sqlite.DatabaseSync(databasePath);
    database.exec("PRAGMA busy_timeout = 2000");
    checkContents(database, databasePath);
    makePrivate(databasePath);
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${checkpointPages}`,
    );
    createSchema(database);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, databasePath);
  }
}

function checkContents(database: DatabaseSync, databasePath: string): void {
  const id = pragma(database, "application_id");
  const version = pragma(database, "user_version");
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as {
    tables: number;
  };
  if (id === 0 && version === 0 && tables === 0) return;
  if (id !== applicationId)
    throw new DatabaseUnusableError(databasePath, "foreign", "it is a SQLite database of another program");
  if (version > schemaVersion)
    throw new DatabaseUnusableError(
      databasePath,
      "newer",
      `it was written by a newer version (schema ${version}, this one knows ${schemaVersion})`,
    );
  if (statSync(databasePath).size > checkedSizeBytes) return;
  const { quick_check: found } = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  // SQLite names the database on a line of its own, then what it found.
  if (found !== "ok")
    throw new DatabaseUnusableError(databasePath, "corrupt", `it is damaged (${found.split("\n").at(-1)})`);
}

/** For a file that an earlier version made, and the log that it left. */
function makePrivate(databasePath: string): void {
  for (const path of [databasePath, `${databasePath}-wal`, `${databasePath}-shm`])
    if (existsSync(path)) chmodSync(path, privateMode);
}

function createSchema(database: DatabaseSync): void {
  if (pragma(database, "user_version") === schemaVersion) return;
  database.exec(
    `BEGIN IMMEDIATE; ${schemaSql} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
  );
}

function pragma(database: DatabaseSync, name: "application_id" | "user_version"): number {
  return Number((database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[name]);
}

function explain(error: unknown, databasePath: string): unknown {
  if (error instanceof DatabaseUnusableError) return error;
  const what = error instanceof Error ? error.message : String(error);
  const code = sqliteErrorCode(error);
  if (code === sqliteErrors.notADatabase || code === sqliteErrors.corrupt)
    return new DatabaseUnusableError(databasePath, "corrupt", `it is damaged or no database (${what})`, {
      cause: error,
    });
  return new DatabaseUnusableError(databasePath, "folder", `it cannot be opened (${what})`, { cause: error });
}
