import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { StoreClosedError } from "../store-errors.ts";
import { migrate } from "./migrate.ts";
import { isPassing, postgresErrorOf } from "./postgres-error-of.ts";
import { type PostgresSettings, poolOptionsOf, serverOf } from "./postgres-settings.ts";

/** How long what meets a lost server is tried again before its caller is told. */
const defaultPatienceMs = 10_000;
const firstPauseMs = 50;
const longestPauseMs = 1_000;
/** How long a close waits for what is under way. */
const closingMs = 500;

/** What is JSON in the database comes parsed, and is parsed again by what it should be. */
export type Row = Record<string, string | number | boolean | Date | Uint8Array | null>;

/**
 * A pool of connections to PostgreSQL, made when it is first used; `pg` is loaded only then, and the tables are brought to this
 * version's layout. What met a lost connection, and may or may not have been done, is done again on another: all work that is
 * given to it must be safe to repeat.
 */
export class PostgresConnection {
  /** The server in words, for people: never its credentials. */
  readonly server: string;
  readonly #settings: PostgresSettings;
  readonly #role: string;
  readonly #patienceMs: number;
  readonly #silenceMs: number | undefined;
  readonly #closing = new AbortController();
  #pool: Promise<Pool> | undefined;
  #migration: Promise<void> | undefined;
  #isLost = false;

  /** @param role  names the connections in the server's list. */
  constructor(
    settings: PostgresSettings,
    role: string,
    options: { patienceMs?: number; silenceMs?: number } = {},
  ) {
    this.#settings = settings;
    this.#role = role;
    this.#patienceMs = options.patienceMs ?? defaultPatienceMs;
    this.#silenceMs = options.silenceMs;
    this.server = serverOf(settings);
  }

  /** @throws StoreUnreachableError, StoreRefusedError, StoreClosedError */
  async query(sql: string, ...values: unknown[]): Promise<Row[]> {
    return await this.run(async (client) => (await client.query<Row>(sql, values)).rows);
  }

  /** @returns how many rows were inserted, changed or removed. */
  async change(sql: string, ...values: unknown[]): Promise<number> {
    return await this.run(async (client) => (await client.query(sql, values)).rowCount ?? 0);
  }

  /** Commits what `work` did, or nothing where it throws. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, patienceMs = this.#patienceMs): Promise<T> {
    return await this.run(async (client) => {
      // Where it throws the connection is not used again, and what it began ends with it.
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    }, patienceMs);
  }

  /**
   * @param patienceMs  how long it is tried again where the server is lost.
   * @throws StoreUnreachableError, StoreRefusedError, StoreClosedError, and what is no error of the server as it is
   */
  async run<T>(work: (client: PoolClient) => Promise<T>, patienceMs = this.#patienceMs): Promise<T> {
    const startedAtMs = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      if (this.#closing.signal.aborted) throw new StoreClosedError(this.server);
      try {
        const result = await this.#once(work);
        this.#isBack();
        return result;
      } catch (error) {
        if (this.#closing.signal.aborted) throw new StoreClosedError(this.server);
        const told = postgresErrorOf(error, this.server);
        if (!isPassing(error)) throw told;
        // Spread out, so that a restarted server does not meet all its clients at once.
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * (0.5 + Math.random() / 2);
        if (performance.now() - startedAtMs + pauseMs > patienceMs) throw told;
        await sleep(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => {});
      }
    }
  }

  /** Gives up what is not done within half a second. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const ending = this.#pool?.then((pool) => pool.end()).catch(() => {});
    await Promise.race([ending, sleep(closingMs, undefined, { ref: false })]);
  }

  async #once<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.#pool ??= this.#open();
    const pool = await this.#pool;
    this.#migration ??= this.#migrate(pool);
    await this.#migration;
    return await this.#withClient(pool, work);
  }

  /** A connection that met an error is not used again. */
  async #withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      // Connections of before may break long after the server is back: only a new one tells how it stands.
      if (isPassing(error)) this.#lost(postgresErrorOf(error, this.server));
      throw error;
    });
    // What breaks between two statements is met by the next one.
    const ignore = () => {};
    client.on("error", ignore);
    let fault: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      fault = error instanceof Error ? error : new StoreClosedError("The connection");
      throw error;
    } finally {
      client.removeListener("error", ignore);
      client.release(fault);
    }
  }

  async #open(): Promise<Pool> {
    const { default: pg } = await import("pg");
    const pool = new pg.Pool(poolOptionsOf(this.#settings, this.#role, this.#silenceMs));
    // Of a connection that nobody uses just now: the pool removes it, and whether the server is lost shows with the next use.
    pool.on("error", () => {});
    return pool;
  }

  async #migrate(pool: Pool): Promise<void> {
    try {
      await this.#withClient(pool, (client) => migrate(client, this.#settings));
    } catch (error) {
      // The next one tries again.
      this.#migration = undefined;
      throw error;
    }
  }

  #lost(told: unknown): void {
    if (this.#isLost || this.#closing.signal.aborted) return;
    this.#isLost = true;
    this.#settings.log?.warn(told instanceof Error ? told.message : String(told));
  }

  #isBack(): void {
    if (this.#isLost) this.#settings.log?.info(`${this.server} answers again.`);
    this.#isLost = false;
  }
}
