import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { PostgresConnection } from "../../../../services/stores/postgres/postgres-connection.ts";
import type { PostgresSettings } from "../../../../services/stores/postgres/postgres-settings.ts";
import { aSchema, describeWithPostgres, usePostgresServer } from "../support/postgres-suite.ts";
import { mayNeed } from "../support/programs.ts";
import { freePort } from "../support/redis-server.ts";
import { startProxy } from "../support/server-proxy.ts";

const one = "SELECT 1 AS one";

function connect(settings: PostgresSettings, patienceMs = 0, silenceMs?: number): PostgresConnection {
  const options = silenceMs === undefined ? { patienceMs } : { patienceMs, silenceMs };
  const connection = new PostgresConnection(settings, "test", options);
  onTestFinished(() => connection.close());
  return connection;
}

/** What an error says, and all that can be seen of it, what hangs on it included. */
async function seenOf(failing: Promise<unknown>) {
  const error = await failing.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason as Error,
  );
  return { message: error.message, all: inspect(error, { depth: 9, showHidden: true }) };
}

test("a server that is not there is named, without credentials, with what to do", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const password = crypto.randomUUID();
  const connection = connect({ url: `postgres://ada:${password}@${host}/azebal` });
  const { message, all } = await seenOf(connection.query(one));
  expect([message, all.includes(password)]).toEqual([
    `PostgreSQL at ${host} does not answer (ECONNREFUSED). What was stored before is as safe as that server keeps it, and what was asked is safe to repeat. See that it runs, and that AZEBAL_POSTGRES_URL names it.`,
    false,
  ]);
});

test("a connection that was closed says so, to what is under way too", async () => {
  const connection = connect({ url: `postgres://ada:p@127.0.0.1:${await freePort()}/azebal` }, 60_000);
  const underWay = Promise.allSettled([connection.query(one)]);
  await connection.close();
  expect(await underWay).toMatchObject([{ status: "rejected", reason: { code: "StoreClosed" } }]);
  await expect(connection.query(one)).rejects.toMatchObject({ name: "StoreClosedError" });
});

describeWithPostgres("a connection to a server", () => {
  const server = usePostgresServer();
  const at = (port: number, change = "") => server().url.replace(`:${server().port}/`, `:${port}/`) + change;

  test.each([
    [
      "another password",
      (url: string) => url.replace(/:[^:@]+@/u, ":pass-2@"),
      "28P01",
      "Put the user and password",
    ],
    [
      "a user that is not there",
      (url: string) => url.replace("azebal:", "ada:"),
      "28P01",
      "Put the user and",
    ],
    [
      "a database that is not there",
      (url: string) => `${url}_2`,
      "3D000",
      "There is no such database: create it",
    ],
  ])("with %s is refused with what to do, and shows no password", async (_, change, state, remedy) => {
    const { message, all } = await seenOf(connect({ url: change(server().url) }).query(one));
    expect([message, all.includes(server().password) || all.includes("pass-2")]).toEqual([
      expect.stringContaining(
        `PostgreSQL at 127.0.0.1:${server().port} refuses what AZEBAL asks (${state}). ${remedy}`,
      ),
      false,
    ]);
  });

  test("without a password in its URL asks for one with each connection, and passes on why there is none", async () => {
    let asked = 0;
    const url = server().url.replace(`:${server().password}`, "");
    const password = async () => {
      asked += 1;
      return server().password;
    };
    const connection = connect({ url, password });
    const both = await Promise.all([connection.query(one), connection.query(one)]);
    expect([both, asked >= 2]).toEqual([[[{ one: 1 }], [{ one: 1 }]], true]);
    const none = connect({ url, password: () => Promise.reject(new RangeError("Run: az login")) });
    await expect(none.query(one)).rejects.toMatchObject({
      code: "StoreRefused",
      message: `PostgreSQL at 127.0.0.1:${server().port} refuses what AZEBAL asks (there is no access token for it). Run: az login`,
    });
  });

  test("shows no value that was to be stored where it is refused", async () => {
    const connection = connect({ url: server().url });
    const { message, all } = await seenOf(
      connection.query(
        "INSERT INTO feedback (id, user_principal_name) VALUES ($1, 'canary-1'), ($1, 'canary-2')",
        crypto.randomUUID(),
      ),
    );
    expect([message, all.includes("canary")]).toEqual([
      `PostgreSQL at 127.0.0.1:${server().port} refuses what AZEBAL asks (23505). Its log may say more.`,
      false,
    ]);
  });

  test("takes no setting from the variables and files that other programs use", async () => {
    for (const [name, value] of [
      ["PGHOST", "elsewhere"],
      ["PGSSLMODE", "require"],
      ["PGOPTIONS", "-c x=y"],
      ["PGPASSWORD", "p"],
    ]) {
      const before = process.env[name!];
      process.env[name!] = value;
      onTestFinished(
        () => void (before === undefined ? delete process.env[name!] : (process.env[name!] = before)),
      );
    }
    expect(await connect({ url: server().url }).query(one)).toEqual([{ one: 1 }]);
  });

  test("is given up when it went silent, and another takes its place", async () => {
    const proxy = await startProxy(server().port);
    const connection = connect({ url: at(proxy.port) }, 5_000, 300);
    await connection.query(one);
    proxy.stall();
    expect(await connection.query(one)).toEqual([{ one: 1 }]);
  });

  test("never has more connections than it may", async () => {
    const connection = connect({ url: server().url, maxConnections: 3 }, 5_000);
    const counts = await Promise.all(
      Array.from({ length: 20 }, () =>
        connection.query(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'azebal-test' AND datname = 'azebal'",
        ),
      ),
    );
    expect(Math.max(...counts.map(([row]) => Number(row?.["count"])))).toBeLessThanOrEqual(3);
  });

  test("tells the log when the server is gone and when it is back, once each, and nothing fails meanwhile", async () => {
    const lines: string[] = [];
    const gone = Promise.withResolvers<void>();
    const log = {
      warn: (text: string) => gone.resolve(void lines.push(text)),
      info: (text: string) => void lines.push(text),
    };
    const connection = connect({ url: server().url, log }, 30_000);
    await connection.query(one);
    await server().kill();
    const answers = Promise.all([connection.query(one), connection.query(one), connection.query(one)]);
    await gone.promise;
    await server().restart();
    const name = `PostgreSQL at 127.0.0.1:${server().port}`;
    expect([await answers, lines]).toEqual([
      [[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]],
      [expect.stringContaining(`${name} does not answer (`), `${name} answers again.`],
    ]);
  });

  test("to one that was not there at first makes the tables and goes on once it is, without a restart", async () => {
    await server().kill();
    const connection = connect({ url: server().url, schema: aSchema() });
    await expect(connection.query("SELECT * FROM reports")).rejects.toMatchObject({
      code: "StoreUnreachable",
    });
    await server().restart();
    expect(await connection.query("SELECT * FROM reports")).toEqual([]);
  });

  test.skipIf(!mayNeed("openssl"))(
    "is encrypted where it is asked to be, and the certificate is checked",
    async () => {
      const url = at(server().port, "?sslmode=require");
      const refused = await seenOf(connect({ url }).query(one));
      const [key, certificate] = [
        join(server().directory, "data/server.key"),
        join(server().directory, "data/server.crt"),
      ];
      execFileSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "1",
          "-subj",
          "/CN=127.0.0.1",
          "-addext",
          "subjectAltName=IP:127.0.0.1",
          "-keyout",
          key,
          "-out",
          certificate,
        ],
        { stdio: "ignore" },
      );
      const { uid, gid } = statSync(server().directory);
      for (const path of [key, certificate]) {
        chownSync(path, uid, gid);
        chmodSync(path, 0o600);
      }
      await server().sql("ALTER SYSTEM SET ssl = on");
      await server().kill();
      await server().restart();
      const unknown = await seenOf(connect({ url }).query(one));
      const before = getCACertificates("default");
      setDefaultCACertificates([...before, readFileSync(certificate, "utf8")]);
      onTestFinished(() => setDefaultCACertificates(before));
      const [row] = await connect({ url }).query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
      expect([refused.message, unknown.message, row]).toEqual([
        expect.stringContaining("does not answer (it offers no TLS)"),
        expect.stringContaining("does not answer (DEPTH_ZERO_SELF_SIGNED_CERT)"),
        { ssl: true },
      ]);
    },
  );
});
