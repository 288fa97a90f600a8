import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { openStores } from "../../../../services/stores/open-stores.ts";
import { migrations } from "../../../../services/stores/sqlite/migrations.ts";
import { alice, bob } from "../contracts/stores-factory.ts";
import { entraSession, inMinutes, ownSession } from "../support/entra-session.ts";
import { openTemporaryStores } from "../support/temporary-stores.ts";

test("sessions of the layout before are found by their principal, and end as they would have", async () => {
  const directory = mkdtempSync(join(tmpdir(), "azebal-sessions-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const database = new DatabaseSync(join(directory, "azebal.sqlite"));
  for (const migration of migrations.slice(0, 3)) database.exec(migration);
  database.exec("PRAGMA application_id = 0x415a424c; PRAGMA user_version = 3;");
  const [mine, theirs] = [
    ownSession(),
    ownSession({ principal: bob, credential: "token_endpoint", expiresAt: inMinutes(5) }),
  ];
  const insert = database.prepare("INSERT INTO sessions VALUES (?, ?)");
  insert.run("t1/alice", JSON.stringify(mine));
  insert.run("t1/bob", JSON.stringify(theirs));
  database.close();
  let nowMs = Date.now();
  const stores = openStores({ directory, sessions: { nowMs: () => nowMs } });
  onTestFinished(() => stores.close());
  expect([await stores.sessions.findByPrincipal(alice), await stores.sessions.findByPrincipal(bob)]).toEqual([
    { ...mine, version: 1 },
    { ...theirs, version: 1 },
  ]);
  nowMs = Date.parse(inMinutes(5));
  await stores.sessions.put(ownSession());
  expect([await stores.sessions.findByPrincipal(bob), await stores.sessions.removeAllOf(alice)]).toEqual([
    undefined,
    1,
  ]);
});

test("what has ended is removed from the file, a few at a time with what comes next", async () => {
  let nowMs = Date.now();
  const { stores, options } = await openTemporaryStores(undefined, { sessions: { nowMs: () => nowMs } });
  await stores.sessions.put(entraSession({ expiresAt: inMinutes(5) }));
  await stores.singleUse.putOnce("state", "value", 300);
  await stores.rateLimits.take("user:a", { capacity: 3, refillPerSecond: 1 });
  nowMs += 6 * 60_000;
  await stores.sessions.put(ownSession());
  await stores.singleUse.putOnce("other", "value", 300);
  await stores.rateLimits.take("user:b", { capacity: 3, refillPerSecond: 1 });
  const database = new DatabaseSync(join(options.directory, "azebal.sqlite"));
  onTestFinished(() => database.close());
  const count = (table: string) =>
    database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.["count"];
  expect(["user_sessions", "single_use", "rate_limits"].map(count)).toEqual([1, 1, 1]);
});

test("a bucket fills by the clock, to its capacity and no further, and a clock that is set back fills nothing", async () => {
  let nowMs = 1_000_000;
  const { stores } = await openTemporaryStores(undefined, { sessions: { nowMs: () => nowMs } });
  const limit = { capacity: 2, refillPerSecond: 0.5 };
  const answers = [];
  for (const stepMs of [0, 0, 0, 1_000, 999, 1, 3_600_000, 0, 0, -500_000, 1_999, 1]) {
    nowMs += stepMs;
    const { ok, retryAfterMs, remaining } = await stores.rateLimits.take("k", limit);
    answers.push([ok, retryAfterMs, remaining]);
  }
  expect(answers).toEqual([
    [true, 0, 1],
    [true, 0, 0],
    [false, 2_000, 0],
    [false, 1_000, 0],
    [false, 1, 0],
    [true, 0, 0],
    [true, 0, 1],
    [true, 0, 0],
    [false, 2_000, 0],
    [false, 2_000, 0],
    [false, 1, 0],
    [true, 0, 0],
  ]);
});
