import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createSqliteAuditLog } from "../../../services/stores/sqlite/audit-log-sqlite.ts";
import { Database } from "../../../services/stores/sqlite/database.ts";
import { StoreFullError } from "../../../services/stores/store-errors.ts";
import { entry } from "./contracts/audit-log-contract.ts";
import { at, later } from "./contracts/stores-factory.ts";

function failingDatabase() {
  const directory = mkdtempSync(join(tmpdir(), "azebal-audit-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const state = { isFailing: true, directory };
  const open = () => {
    if (state.isFailing) throw new StoreFullError("azebal.sqlite");
    return new Database({ directory, busyTimeoutMs: 1 });
  };
  return { state, open };
}

test("a write never fails with its database, and is made up for by the next one", async () => {
  const { state, open } = failingDatabase();
  const audit = createSqliteAuditLog(open);
  await audit.write(entry({ toolCalled: "one" }));
  await audit.write(entry({ toolCalled: "two" }));
  state.isFailing = false;
  await audit.write(entry({ toolCalled: "three" }));
  expect((await audit.list({ limit: 9 })).map(({ toolCalled }) => toolCalled)).toEqual([
    "three",
    "two",
    "one",
  ]);
  audit.close();
});

test("a write does not wait for a locked database; what it held back is written at close", async () => {
  const { state, open } = failingDatabase();
  state.isFailing = false;
  const audit = createSqliteAuditLog(open);
  const other = open();
  other.transaction(() => {
    void audit.write(entry({ toolCalled: "held back" }));
  });
  audit.close();
  expect(other.all("SELECT tool_called FROM audit_logs")).toMatchObject([{ tool_called: "held back" }]);
  other.close();
});

test("an outage without end costs the newest entries, and an entry in their place counts them", async () => {
  const { state, open } = failingDatabase();
  const audit = createSqliteAuditLog(open, { mostHeld: 2 });
  for (const toolCalled of ["one", "two", "three"]) await audit.write(entry({ toolCalled }));
  await audit.write(entry({ toolCalled: "four", createdAt: later }));
  state.isFailing = false;
  const listed = async () =>
    (await audit.list({ limit: 9 })).map(({ toolCalled, outcome, responsePayload }) =>
      toolCalled === "audit" ? [outcome, responsePayload] : toolCalled,
    );
  const gap = ["dropped", { dropped: 2, from: at, to: later }];
  expect(await listed()).toEqual([gap, "two", "one"]);
  await audit.write(entry({ toolCalled: "five" }));
  expect(await listed()).toEqual(["five", gap, "two", "one"]);
  audit.close();
});

test("a close that cannot write does not throw", async () => {
  const { open } = failingDatabase();
  const audit = createSqliteAuditLog(open);
  await audit.write(entry());
  expect(() => audit.close()).not.toThrow();
});
