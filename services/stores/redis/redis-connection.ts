import type { Redis, RedisOptions } from "ioredis";
import { StoreClosedError } from "../store-errors.ts";
import { redisErrorOf } from "./redis-error-of.ts";

export interface RedisSettings {
  /** `rediss://user:password@host:port`; `redis://` is not encrypted. A path is the number of the database. */
  url: string;
  /** Begins every key and channel, so that several deployments can share a server. */
  keyPrefix?: string;
  /** Is told when the server is lost and when it is back. */
  log?: { warn(message: string): void; info(message: string): void };
}

const defaultKeyPrefix = "azebal:";

/** A reply takes milliseconds: a connection without one for so long is dead, and a new one is made. */
const silenceMs = 5_000;
/** How long a command may take, reconnections included, before its caller is told. */
const commandTimeoutMs = 10_000;
const firstPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * One connection to Redis, made when it is first used; `ioredis` is loaded only then. What was sent when a connection broke,
 * and may or may not have been done, is sent again on the next: every command that is given to it must be safe to repeat.
 *
 * The one place that knows how to sign in to a server: by the user and password of the URL.
 */
export class RedisConnection {
  /** The server in words, for people: never its credentials. */
  readonly server: string;
  /** Begins every key and channel. */
  readonly keyPrefix: string;
  readonly #settings: RedisSettings;
  readonly #role: string;
  readonly #timeoutMs: number;
  readonly #opened: (client: Redis) => void;
  #client: Promise<Redis> | undefined;
  #isClosed = false;
  /** What went wrong with the connection; undefined while it is up. */
  #fault: unknown;

  /** @param role  names the connection in the server's client list. */
  constructor(
    settings: RedisSettings,
    role: string,
    options: { timeoutMs?: number; opened?: (client: Redis) => void } = {},
  ) {
    this.#settings = settings;
    this.#role = role;
    this.#timeoutMs = options.timeoutMs ?? commandTimeoutMs;
    this.#opened = options.opened ?? (() => {});
    this.keyPrefix = settings.keyPrefix ?? defaultKeyPrefix;
    this.server = `Redis at ${new URL(settings.url).host}`;
  }

  /** @throws StoreUnreachableError, StoreRefusedError, StoreClosedError */
  async run<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new StoreClosedError(this.server);
    try {
      this.#client ??= this.#open();
      return await command(await this.#client);
    } catch (error) {
      if (this.#isClosed) throw new StoreClosedError(this.server);
      throw redisErrorOf(error, this.server, this.#fault);
    }
  }

  /** Gives up what is under way. */
  close(): void {
    this.#isClosed = true;
    void this.#client?.then((client) => client.disconnect());
  }

  async #open(): Promise<Redis> {
    const { Redis } = await import("ioredis");
    const client = new Redis(this.#settings.url, optionsOf(this.#role, this.#timeoutMs));
    client.on("error", (error: unknown) => this.#failed(error));
    client.on("ready", () => this.#isBack());
    this.#opened(client);
    if (this.#isClosed) client.disconnect();
    return client;
  }

  #failed(error: unknown): void {
    const isNew = this.#fault === undefined;
    this.#fault = error;
    if (isNew && !this.#isClosed)
      this.#settings.log?.warn(redisErrorOf(error, this.server, undefined).message);
  }

  #isBack(): void {
    if (this.#fault !== undefined) this.#settings.log?.info(`${this.server} answers again.`);
    this.#fault = undefined;
  }
}

function optionsOf(role: string, timeoutMs: number) {
  return {
    connectionName: `azebal-${role}`,
    commandTimeout: timeoutMs,
    connectTimeout: Math.min(silenceMs, timeoutMs),
    socketTimeout: Math.min(silenceMs, timeoutMs),
    // The timeout of each command decides, not a number of attempts.
    maxRetriesPerRequest: null,
    // Spread out, so that a restarted server does not meet all its clients at once.
    retryStrategy: (attempt) =>
      Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2),
    // After a failover the old primary is a replica: the same address leads to the new one.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
    // Who follows what is known here, and is told anew after each connection.
    autoResubscribe: false,
  } satisfies RedisOptions;
}
