import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub } from "../../cli/hub/open-hub.ts";
import type { AuditEntry } from "../../services/stores/audit-log.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import { cleanEnvironment, runAzebal, scenarioFolder } from "../e2e/support/azebal-process.ts";
import { entry } from "../services/stores/contracts/audit-log-contract.ts";
import { describeWithPostgres, usePostgresServer } from "../services/stores/support/postgres-suite.ts";
import { freePort } from "../services/stores/support/redis-server.ts";

const directory = mkdtempSync(join(tmpdir(), "azebal-audit-"));
const scenario = scenarioFolder("first-look");
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`;

/** Seven uses, a minute apart. */
const uses: AuditEntry[] = [
  ...["one", "two", "three", "four"].map((outcome, index) => entry({ outcome, createdAt: at(index) })),
  entry({ outcome: "five", toolCalled: "login", createdAt: at(4) }),
  entry({ outcome: "six", diagnosisId: "d6", userPrincipalName: "bob@contoso.com", createdAt: at(5) }),
  entry({ outcome: "\u001b[2Jseven\u202e", createdAt: at(6) }),
];

const heading =
  "time (UTC)           user                            tool                outcome                       ms  diagnosis";
const line = (minute: number, outcome: string) =>
  `2026-03-01 10:${String(minute).padStart(2, "0")}:00  alice@contoso.com               debug_error         ${outcome.padEnd(22)}        12  -`;

const outcomesOf = (jsonLines: string) =>
  jsonLines
    .trimEnd()
    .split("\n")
    .map((text) => (JSON.parse(text) as { outcome: string }).outcome);

/** The facts of both stores; `run` starts `azebal audit` on seven uses. */
function auditCommand(run: (...args: string[]) => ReturnType<typeof runAzebal>): void {
  test("a list is a table, newest first, with the cursor of the next page; nothing of it moves the cursor", async () => {
    const first = await run("list", "--limit", "2", "--until", at(7), "--tool", "debug_error");
    const cursor = /--before (\d+)/u.exec(first.stdout)?.[1] ?? "";
    const bob =
      "2026-03-01 10:05:00  bob@contoso.com                 debug_error         six                           12  d6";
    expect(first).toEqual({
      code: 0,
      stdout: `${[heading, line(6, "seven "), bob].join("\n")}\n\nThere are more: add --before ${cursor}\n`,
      stderr: "",
    });
    const next = await run("list", "--before", cursor, "--since", at(2), "--tool", "debug_error");
    expect(next.stdout).toBe(`${[heading, line(3, "four"), line(2, "three")].join("\n")}\n`);
  });

  test("an export is every entry, one JSON object a line, of those that were asked for", async () => {
    const all = await run("export");
    const some = await run("export", "--user", "ALICE@contoso.com", "--tool", "login");
    const none = await run("export", "--diagnosis", "d7");
    expect(outcomesOf(all.stdout)).toEqual(uses.map(({ outcome }) => outcome).toReversed());
    expect(JSON.parse(some.stdout)).toEqual({
      id: expect.any(Number),
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      user_principal_name: "alice@contoso.com",
      tenant_id: "t1",
      object_id: "alice",
      tool_called: "login",
      request_payload: { error: "boom" },
      response_payload: { status: "running" },
      execution_time_ms: 12,
      outcome: "five",
      diagnosis_id: null,
      step_id: null,
      created_at: at(4),
    });
    expect([none.code, none.stdout]).toEqual([0, ""]);
  });

  test("a list of nothing says so", async () => {
    const { code, stdout } = await run("list", "--user", "carol@contoso.com");
    expect([code, stdout]).toEqual([0, "No entry is of all that you asked for.\n"]);
  });
}

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  [[], 'Say what to do: "azebal audit list" or "azebal audit export".'],
  [["show"], 'Say what to do: "azebal audit list" or "azebal audit export".'],
  [["list", "--since", "yesterday"], "--since yesterday: give a day such as 2026-03-01, or an instant with"],
  [["list", "--until", "2026-02-31T10:00"], "--until 2026-02-31T10:00: give a day such as"],
  [["list", "--before", "0"], '--before 0: give the number that "azebal audit list" printed'],
  [["list", "--limit", "all"], "--limit all: give a number from 0 to 10000."],
])("azebal audit %j is refused with what to give", async (args, message) => {
  const { code, stdout, stderr } = await runAzebal(["audit", ...args], { AZEBAL_DATA_DIR: directory });
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(`azebal: ${message}`)]);
});

test("a database that is not there is named, without its password", async () => {
  const port = await freePort();
  const password = crypto.randomUUID();
  const { code, stdout, stderr } = await runAzebal(["audit", "list"], {
    AZEBAL_POSTGRES_URL: `postgres://ada:${password}@127.0.0.1:${port}/azebal`,
  });
  expect([code, stdout, stderr]).toEqual([
    1,
    "",
    `azebal: PostgreSQL at 127.0.0.1:${port} does not answer (ECONNREFUSED). What was stored before is as safe as that server keeps it, and what was asked is safe to repeat. See that it runs, and that AZEBAL_POSTGRES_URL names it.\n`,
  ]);
});

describeWithPostgres("the audit in PostgreSQL", () => {
  const server = usePostgresServer();
  beforeAll(async () => {
    const stores = openStores({ directory: join(directory, "hub"), postgres: { url: server().url } });
    for (const use of uses) await stores.audit.write(use);
    await stores.close();
  });
  auditCommand((...args) => runAzebal(["audit", ...args], { AZEBAL_POSTGRES_URL: server().url }));
});

describe("the audit of this machine", () => {
  const env = { AZEBAL_DATA_DIR: join(directory, "data") };
  beforeAll(async () => {
    const hub = await openHub({ scenario, env: cleanEnvironment(env) });
    for (const use of uses) await hub.audit.write(use);
    await hub.close();
  });
  auditCommand((...args) => runAzebal(["audit", ...args, "--scenario", scenario], env));
});
