import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import {
  StoreBusyError,
  StoreClosedError,
  StoreDamagedError,
  StoreForeignError,
  StoreTooNewError,
} from "../store-errors.ts";
import { migrations } from "./migrations.ts";
import { storeErrorOf } from "./store-error-of.ts";

const databaseFileName = "azebal.sqlite";

/** "AZBL": marks the file as ours, so that another program's database is not written into. */
const applicationId = 0x41_5a_42_4c;

/** A file up to this size is checked page by page when it is opened; that takes some 20 ms at the limit. */
const checkedSizeBytes = 16 * 1024 * 1024;

/** A checkpoint waits for the disk: seldom, and then for much at once. In pages of 4 KB. */
const checkpointPages = 4_000;

/** Between two attempts to make a file write ahead while another process has it. */
const logPauseMs = 5;

export type Row = Record<string, SQLOutputValue>;

export interface DatabaseOptions {
  directory: string;
  /** How long a statement waits for another process's lock before it gives up. */
  busyTimeoutMs: number;
  /** Looks through the file before it is used, so that nothing is written beside damaged pages. */
  isChecked?: boolean;
}

/**
 * One connection to `azebal.sqlite`: write-ahead log, every commit with the operating system before it
 * returns (decision 0006). Statements run
 * synchronously, so that a transaction is never interleaved with another of this process.
 *
 * @throws StoreError whenever SQLite or the file system refuses.
 */
export class Database {
  readonly path: string;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(options: DatabaseOptions) {
    this.path = join(options.directory, databaseFileName);
    this.#connection = this.#guard(() => {
      createPrivately(options.directory, this.path);
      return new DatabaseSync(this.path, { timeout: options.busyTimeoutMs });
    });
    try {
      this.#guard(() => this.#prepare(options));
    } catch (cause) {
      this.#connection.close();
      throw cause;
    }
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#guard(() => Number(this.#statement(sql).run(...values).changes));
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.#statement(sql).all(...values));
  }

  /** Runs `work` under the write lock; commits what it did, or nothing where it throws. */
  transaction<T>(work: () => T): T {
    this.#mustBeOpen();
    this.#guard(() => this.#connection.exec("BEGIN IMMEDIATE"));
    try {
      const result = work();
      this.#guard(() => this.#connection.exec("COMMIT"));
      return result;
    } catch (cause) {
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      throw cause;
    }
  }

  /** Changes with every commit of another connection to the file, and with none of this one. Takes microseconds. */
  versionOfOthers(): number {
    return Number(this.get("PRAGMA data_version")?.["data_version"]);
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #prepare({ isChecked, busyTimeoutMs }: DatabaseOptions): void {
    const { version, owner, isEmpty } = this.#header();
    if (owner !== applicationId && !isEmpty) throw new StoreForeignError(this.path);
    if (version > migrations.length) throw new StoreTooNewError(this.path, version, migrations.length);
    if (isChecked) this.#check();
    this.#writeAhead(busyTimeoutMs);
    this.#connection.exec(`PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${checkpointPages};`);
    if (version < migrations.length) this.#migrate();
  }

  /** In one snapshot: another process may be making the file meanwhile. */
  #header(): { version: number; owner: number; isEmpty: boolean } {
    const one = (sql: string) => Object.values(this.#connection.prepare(sql).get() ?? {})[0];
    this.#connection.exec("BEGIN");
    const version = Number(one("PRAGMA user_version"));
    const owner = Number(one("PRAGMA application_id"));
    const isEmpty = version === 0 && one("SELECT 1 FROM sqlite_schema") === undefined;
    this.#connection.exec("COMMIT");
    return { version, owner, isEmpty };
  }

  /**
   * SQLite does not wait for the lock that this change of a new file needs, whatever the busy timeout: it is asked again.
   *
   * @see https://www.sqlite.org/c3ref/busy_handler.html
   */
  #writeAhead(busyTimeoutMs: number): void {
    const giveUpAt = performance.now() + busyTimeoutMs;
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (;;) {
      try {
        this.#connection.exec("PRAGMA journal_mode = WAL");
        return;
      } catch (cause) {
        const isBusy = storeErrorOf(cause, this.path) instanceof StoreBusyError;
        if (!isBusy || performance.now() > giveUpAt) throw cause;
        Atomics.wait(pause, 0, 0, logPauseMs);
      }
    }
  }

  #check(): void {
    if (statSync(this.path).size > checkedSizeBytes) return;
    const found = this.#connection.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    if (found !== "ok") throw new StoreDamagedError(this.path, { cause: found });
  }

  /** Forward only. Looks again under the lock: another process may have been first. */
  #migrate(): void {
    this.transaction(() => {
      const found = Number(this.#connection.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
      for (const migration of migrations.slice(found)) this.#connection.exec(migration);
      this.#connection.exec(
        `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`,
      );
    });
  }

  #mustBeOpen(): void {
    if (!this.#connection.isOpen) throw new StoreClosedError(this.path);
  }

  #statement(sql: string): StatementSync {
    this.#mustBeOpen();
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw storeErrorOf(cause, this.path) ?? cause;
    }
  }
}

/**
 * Makes the folder (0700) and the file (0600; SQLite gives its log the same mode). A folder that was there before keeps
 * its mode: it may be one that the user shares on purpose.
 */
function createPrivately(directory: string, path: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}
