import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PostgresConnection } from "../../../../services/stores/postgres/postgres-connection.ts";
import { aSchema, describeWithPostgres, usePostgresServer } from "../support/postgres-suite.ts";
import type { OpenerTask } from "../support/table-opener.ts";
import { temporaryFolder } from "../support/temporary-stores.ts";
import { startWriter } from "../support/writer-process.ts";

const folder = join(import.meta.dirname, "../../../../services/stores/postgres/migrations");
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/u, ""));

test("every migration goes forward only, and its file can be told from what lies beside it", async () => {
  const all = await Promise.all(
    names.map(async (name) => (await import(join(folder, `${name}.ts`))) as Record<string, unknown>),
  );
  expect(all.map(({ up, down }) => [typeof up, down])).toEqual(names.map(() => ["function", false]));
  expect(names.filter((name) => !/^\d{4}-[a-z-]+$/u.test(name))).toEqual([]);
});

describeWithPostgres("the tables", () => {
  const server = usePostgresServer();
  const connect = (change: { schema?: string; url?: string } = {}) => {
    const connection = new PostgresConnection({ url: server().url, ...change }, "test", { patienceMs: 0 });
    onTestFinished(() => connection.close());
    return connection;
  };
  const columnsOf = async (connection: PostgresConnection, table: string) =>
    (
      await connection.query(
        "SELECT column_name, data_type, character_maximum_length AS width, column_default FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
        table,
      )
    ).map((row) => [row["column_name"], row["data_type"], row["width"] ?? row["column_default"]]);

  test("are made once where four processes start at the same time on an empty database", async () => {
    const schema = aSchema();
    const stores = { postgres: { url: server().url, schema } };
    const beginsWith = join(temporaryFolder(), "go");
    const openers = ["a", "b", "c", "d"].map((name) => {
      const task = { stores: { directory: temporaryFolder(), ...stores }, name, beginsWith };
      return startWriter<OpenerTask>(task, "table-opener.ts");
    });
    await Promise.all(openers.map((opener) => opener.hasSaid(1)));
    writeFileSync(beginsWith, "");
    expect(await Promise.all(openers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    const connection = connect({ schema });
    const done = await connection.query("SELECT name FROM azebal_migrations ORDER BY id");
    const reports = await connection.query("SELECT diagnosis_id AS id FROM reports ORDER BY diagnosis_id");
    expect([done.map(({ name }) => name), reports.map(({ id }) => id)]).toEqual([
      names,
      ["a", "b", "c", "d"],
    ]);
  });

  test("of audit and feedback have the columns that were agreed on", async () => {
    const connection = connect({ schema: aSchema() });
    const text = (name: string) => [name, "text", null];
    const varchar = (name: string, width: number) => [name, "character varying", width];
    const added = [varchar("tenant_id", 64), varchar("object_id", 64), varchar("diagnosis_id", 255)];
    expect(await columnsOf(connection, "audit_logs")).toEqual([
      ["id", "bigint", expect.stringMatching(/^nextval/u)],
      ["trace_id", "uuid", null],
      varchar("user_principal_name", 255),
      varchar("tool_called", 100),
      ["request_payload", "jsonb", null],
      ["response_payload", "jsonb", null],
      ["execution_time_ms", "integer", null],
      ["created_at", "timestamp with time zone", "now()"],
      ...added,
      varchar("outcome", 100),
      varchar("step_id", 255),
      ["row_id", "uuid", null],
    ]);
    expect(await columnsOf(connection, "feedback")).toEqual([
      ["id", "uuid", null],
      varchar("user_principal_name", 255),
      ...["error_summary", "debugging_process", "root_cause", "solution"].map(text),
      varchar("status", 50),
      ["created_at", "timestamp with time zone", "now()"],
      ...added,
      varchar("verdict", 20),
      varchar("reported_cause", 255),
      text("comment"),
    ]);
  });

  test("of a later version are used as they are", async () => {
    const schema = aSchema();
    await connect({ schema }).query(
      "INSERT INTO azebal_migrations (name, run_on) VALUES ('9999-later', now())",
    );
    expect(await connect({ schema }).query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("are not made by a user who may not, who is told who can, and are used by one with the rights of the page", async () => {
    const schema = aSchema();
    const role = `app_${schema}`;
    await server().sql(`CREATE ROLE ${role} LOGIN PASSWORD '${server().password}'`);
    const url = server().url.replace("//azebal:", `//${role}:`);
    await expect(connect({ schema, url }).query("SELECT 1")).rejects.toMatchObject({
      name: "StoreRefusedError",
      code: "StoreRefused",
      message: `PostgreSQL at 127.0.0.1:${server().port} refuses what AZEBAL asks (42501). The tables are not there yet, or those of an earlier version, and this user may not make them: let their owner start once (docs/audit.md).`,
    });
    const owner = connect({ schema });
    for (const grant of [
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT ON azebal_migrations TO ${role}`,
      `GRANT SELECT, INSERT ON audit_logs, reports, history TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE ON diagnoses, feedback TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON evidence TO ${role}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
    ])
      await owner.query(grant);
    const app = connect({ schema, url });
    const inserted = await app.change("INSERT INTO audit_logs (tool_called) VALUES ('login')");
    await expect(app.change("DELETE FROM audit_logs")).rejects.toMatchObject({ code: "StoreRefused" });
    expect(inserted).toBe(1);
  });
});
