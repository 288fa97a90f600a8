import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunnerOption } from "node-pg-migrate";
import type { ClientBase } from "pg";
import { StoreRefusedError } from "../store-errors.ts";
import { type PostgresSettings, poolOptionsOf, schemaOf, serverOf } from "./postgres-settings.ts";

const folder = join(import.meta.dirname, "migrations");
/** As they lie there, source or compiled. */
const fileName = /^(?<name>\d{4}-[a-z-]+)\.[jt]s$/u;
const table = "azebal_migrations";
/** So long another process's migration is waited for, and so long each statement of one may take: indexes of large tables. */
const patienceMs = 10 * 60_000;

/**
 * Brings the tables to this version's layout, forward only, under an advisory lock: whichever process starts first does it, and
 * the others wait for it. Where nothing is to be done, one look says so, and the user needs no right to change tables. Tables
 * of a later version are used as they are: a migration only ever adds.
 *
 * @throws StoreRefusedError where this user may not make tables
 */
export async function migrate(look: ClientBase, settings: PostgresSettings): Promise<void> {
  const schema = schemaOf(settings);
  if (await isDone(look, schema)) return;
  const hasSchema = await mayMigrate(look, schema, serverOf(settings));
  const [{ default: pg }, { runner }] = await Promise.all([import("pg"), import("node-pg-migrate")]);
  const client = new pg.Client({
    ...poolOptionsOf(settings, "migration"),
    statement_timeout: patienceMs,
    lock_timeout: patienceMs,
    query_timeout: patienceMs,
  });
  const fault = Promise.withResolvers<never>();
  client.on("error", fault.reject);
  await client.connect();
  try {
    const running = runner({
      dbClient: client,
      dir: folder,
      ignorePattern: String.raw`(?!\d{4}-[a-z-]+\.[jt]s$).*`,
      migrationLoaderStrategies: [{ extensions: [".ts", ".js"], loader: importMigrations }],
      migrationsTable: table,
      schema,
      createSchema: !hasSchema,
      direction: "up",
      advisoryLockMode: "wait",
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    await Promise.race([running, fault.promise]);
  } finally {
    client.removeListener("error", fault.reject);
    client.on("error", () => {});
    await client.end();
  }
}

async function isDone(client: ClientBase, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ is_there: boolean }>(
    "SELECT to_regclass($1) IS NOT NULL AS is_there",
    [`${schema}.${table}`],
  );
  if (rows[0]?.is_there !== true) return false;
  const done = await client.query<{ name: string }>(`SELECT name FROM ${schema}.${table}`);
  const names = new Set(done.rows.map(({ name }) => name));
  return (await readdir(folder))
    .map((file) => fileName.exec(file)?.groups?.["name"])
    .every((name) => name === undefined || names.has(name));
}

/** @returns whether the schema is there; else the migration makes it. */
async function mayMigrate(client: ClientBase, schema: string, server: string): Promise<boolean> {
  const { rows } = await client.query<{ has_schema: boolean; may_create: boolean }>(
    `SELECT found.schema IS NOT NULL AS has_schema,
            CASE WHEN found.schema IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                 ELSE has_schema_privilege(found.schema, 'CREATE') END AS may_create
     FROM (SELECT to_regnamespace($1)::oid AS schema) AS found`,
    [schema],
  );
  if (rows[0]?.may_create !== true)
    throw new StoreRefusedError(
      server,
      "42501",
      "The tables are not there yet, or those of an earlier version, and this user may not make them: let their owner start once (docs/audit.md).",
    );
  return rows[0].has_schema;
}

/** As Node itself loads them. */
async function importMigrations(paths: string[]) {
  const units = paths.map(async (path) => ({
    id: path,
    filePaths: [path],
    actions: (await import(pathToFileURL(path).href)) as MigrationActions,
  }));
  return await Promise.all(units);
}

type Loader = Exclude<NonNullable<RunnerOption["migrationLoaderStrategies"]>[number]["loader"], string>;
type MigrationActions = Awaited<ReturnType<Loader>>[number]["actions"];
