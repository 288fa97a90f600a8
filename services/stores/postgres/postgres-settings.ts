import { isLoopback } from "../../../domain/loopback.ts";
import { StoreRefusedError } from "../store-errors.ts";

export interface PostgresSettings {
  /**
   * `postgres://user:password@host:port/database`. The connection is encrypted and the server's certificate checked, but for
   * a server on this machine, where `?sslmode=require` asks for it.
   */
  url: string;
  /** Gives the password of each new connection where the URL has none: a token of Microsoft Entra, say. */
  password?: () => Promise<string>;
  /** Where the tables are; made where it is missing. `public` where absent. */
  schema?: string;
  /** Connections of this process at once. */
  maxConnections?: number;
  /** So many days after it was stored, evidence is removed; 90 where absent. */
  evidenceDays?: number;
  /** Is told when the server is lost and when it is back. */
  log?: { warn(message: string): void; info(message: string): void };
}

const defaultPort = 5_432;
const defaultSchema = "public";
const defaultMaxConnections = 10;

/** A connection attempt that takes longer is given up. */
const connectTimeoutMs = 5_000;
/** On the server; every statement of the stores takes milliseconds. */
const statementTimeoutMs = 10_000;
/** On this side, for a server that went silent: a connection without an answer for so long is dead. */
const defaultSilenceMs = 12_000;
/** A connection is made anew now and then: a rolled-over certificate, password or token is seen, load spreads again. */
const connectionLifeSeconds = 30 * 60;

/** The server in words, for people: never its credentials. */
export function serverOf({ url }: PostgresSettings): string {
  const { hostname, port } = new URL(url);
  return `PostgreSQL at ${hostname}:${port || defaultPort}`;
}

export function schemaOf({ schema }: PostgresSettings): string {
  return schema ?? defaultSchema;
}

/** What `pg` is told. Nothing is left to the PG* variables of the environment, and nothing to a password file. */
export function poolOptionsOf(settings: PostgresSettings, role: string, silenceMs = defaultSilenceMs) {
  const { hostname, port, username, pathname, password, searchParams } = new URL(settings.url);
  const host = hostname.replace(/^\[|\]$/gu, "");
  const isPlain = isLoopback(host) && searchParams.get("sslmode") === null;
  return {
    host,
    port: Number(port || defaultPort),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password: async () =>
      password === "" && settings.password
        ? await tokenOf(settings.password, settings)
        : decodeURIComponent(password),
    ssl: isPlain ? false : { rejectUnauthorized: true },
    application_name: `azebal-${role}`,
    options: `-c search_path=${schemaOf(settings)}`,
    max: settings.maxConnections ?? defaultMaxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: connectionLifeSeconds,
    allowExitOnIdle: true,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs / 2,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: silenceMs,
  };
}

async function tokenOf(password: () => Promise<string>, settings: PostgresSettings): Promise<string> {
  try {
    return await password();
  } catch (cause) {
    const remedy = cause instanceof Error ? cause.message : "";
    throw new StoreRefusedError(serverOf(settings), "there is no access token for it", remedy);
  }
}
