import { expect, onTestFinished, test } from "vitest";
import { createOutboxAuditLog } from "../../../services/stores/audit/audit-log-outbox.ts";
import { type AuditRow, auditRowOf } from "../../../services/stores/audit/audit-row.ts";
import { createSqliteAuditOutbox } from "../../../services/stores/sqlite/audit-outbox-sqlite.ts";
import { Database } from "../../../services/stores/sqlite/database.ts";
import { StoreFullError } from "../../../services/stores/store-errors.ts";
import { entry } from "./contracts/audit-log-contract.ts";
import { at, later } from "./contracts/stores-factory.ts";
import { temporaryFolder } from "./support/temporary-stores.ts";

const row = (outcome: string, createdAt = at) => auditRowOf(entry({ outcome, createdAt }));
const all = { rows: 100, bytes: 1_000_000 };

/** What a list of rows tells: outcomes, and of a gap how much it holds. */
const told = (rows: readonly AuditRow[]) =>
  rows.map(({ outcome, responsePayload }) => (outcome === "dropped" ? responsePayload : outcome));

function outboxOf(directory: string, bounds?: { rows: number; bytes: number }) {
  const database = new Database({ directory, busyTimeoutMs: 1_000 });
  onTestFinished(() => database.close());
  const outbox = createSqliteAuditOutbox(database, bounds);
  return { outbox, waiting: () => told(outbox.next(all).map((waiting) => waiting.row)) };
}

test("what waits is the same for every process of the folder, in order, and stays until it is removed", () => {
  const directory = temporaryFolder();
  const { outbox } = outboxOf(directory);
  outbox.add([row("one"), row("two")]);
  outbox.add([row("three")]);
  const other = outboxOf(directory);
  const first = other.outbox.next({ rows: 2, bytes: 1_000_000 });
  expect([told(first.map(({ row: { ...waiting } }) => waiting)), other.outbox.id]).toEqual([
    ["one", "two"],
    outbox.id,
  ]);
  other.outbox.removeUpTo(first.at(-1)!.seq);
  expect([outbox.waiting(), other.waiting()]).toEqual([1, ["three"]]);
});

test("a batch is within its bytes, and never empty while anything waits", () => {
  const { outbox } = outboxOf(temporaryFolder());
  outbox.add(["one", "two", "three"].map((outcome) => row(outcome)));
  const bytes = Buffer.byteLength(JSON.stringify(row("one")));
  expect([
    outbox.next({ rows: 9, bytes: 2 * bytes }).length,
    outbox.next({ rows: 9, bytes: 1 }).length,
  ]).toEqual([2, 1]);
});

test("what comes when there is no room for one more is given up, and counted where it would have stood", () => {
  const { outbox, waiting } = outboxOf(temporaryFolder(), { rows: 3, bytes: 1_000_000 });
  outbox.add([row("one"), row("two"), row("three")]);
  const dropped = [outbox.add([row("four")]), outbox.add([row("five", later)])];
  expect([dropped, waiting()]).toEqual([
    [1, 2],
    ["one", "two", "three"],
  ]);
  outbox.removeUpTo(outbox.next({ rows: 1, bytes: 1 })[0]!.seq);
  const gap = { dropped: 2, from: at, to: later };
  expect(waiting()).toEqual(["two", "three", gap]);
  outbox.removeUpTo(outbox.next({ rows: 1, bytes: 1 })[0]!.seq);
  expect([outbox.add([row("six")]), waiting()]).toEqual([0, ["three", gap, "six"]]);
});

test("the bytes that may wait are bounded like the rows, over a restart too", () => {
  const directory = temporaryFolder();
  const bytes = Buffer.byteLength(JSON.stringify(row("1")));
  const bounds = { rows: 100, bytes: Math.floor(2.5 * bytes) };
  expect(outboxOf(directory, bounds).outbox.add([row("1"), row("2"), row("3")])).toBe(1);
  const again = outboxOf(directory, bounds);
  expect([again.outbox.add([row("4")]), again.waiting()]).toEqual([2, ["1", "2"]]);
});

/** A log through an outbox to a server that a test turns on and off. */
function audited(bounds?: { rows: number; bytes: number }) {
  const state = { isDown: true, stored: [] as AuditRow[], lines: [] as string[], deliveries: 0 };
  const { outbox } = outboxOf(temporaryFolder(), bounds);
  const tried = Promise.withResolvers<void>();
  const note = (text: string) => void state.lines.push(text);
  const audit = createOutboxAuditLog({
    open: () => ({ outbox, close: () => {} }),
    deliver: async (_, next) => {
      state.deliveries += 1;
      tried.resolve();
      if (state.isDown) throw new RangeError("The server is down.");
      state.stored.push(...next());
    },
    list: async () => [],
    log: { warn: note, info: note },
    pauseMs: () => 1,
  });
  onTestFinished(() => audit.close());
  return { state, audit, tried: tried.promise };
}

test("what is written is on its way at once, and does not wait for the look after the start", async () => {
  const { audit, tried } = audited();
  const startedAtMs = performance.now();
  await audit.write(entry());
  await tried;
  expect(performance.now() - startedAtMs).toBeLessThan(900);
});

test("an outage is told of once, and its end once; what waited is delivered by itself", async () => {
  const { state, audit, tried } = audited();
  await audit.write(entry({ outcome: "one" }));
  await tried;
  await audit.write(entry({ outcome: "two" }));
  state.isDown = false;
  while (state.lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  expect([told(state.stored), state.lines]).toEqual([
    ["one", "two"],
    [
      "Audit entries wait on this machine: The server is down.",
      "Every audit entry that waited on this machine is stored.",
    ],
  ]);
});

test("a list looks for what was written on this machine first", async () => {
  const { state, audit } = audited();
  state.isDown = false;
  await audit.write(entry({ outcome: "one" }));
  await audit.list({ limit: 1 });
  expect(told(state.stored)).toEqual(["one"]);
});

test("entries that are given up are told of in the log and, once there is room, in the audit", async () => {
  const { state, audit } = audited({ rows: 2, bytes: 1_000_000 });
  for (const outcome of ["one", "two", "three", "four"]) await audit.write(entry({ outcome }));
  const dropping = state.lines.filter((line) => line.includes("given up"));
  state.isDown = false;
  await audit.close();
  expect([told(state.stored), dropping]).toEqual([
    ["one", "two", { dropped: 2, from: at, to: at }],
    [
      "Too many audit entries wait on this machine: the newest are given up until the server takes some, and counted in the audit.",
    ],
  ]);
});

test("where the outbox cannot be written, entries wait in memory, which the log is told once; none is lost", async () => {
  const { outbox } = outboxOf(temporaryFolder());
  const lines: string[] = [];
  const stored: AuditRow[] = [];
  let isFull = true;
  const audit = createOutboxAuditLog({
    open: () => {
      if (isFull) throw new StoreFullError("azebal.sqlite");
      return { outbox, close: () => {} };
    },
    deliver: async (_, next) => void stored.push(...next()),
    list: async () => [],
    log: { warn: (text) => void lines.push(text), info: () => {} },
    pauseMs: () => 1,
  });
  for (const outcome of ["one", "two"]) await audit.write(entry({ outcome }));
  isFull = false;
  await audit.write(entry({ outcome: "three" }));
  await audit.close();
  expect([told(stored), lines]).toEqual([
    ["one", "two", "three"],
    [
      "Audit entries wait in memory, and end with this process: No space is left for azebal.sqlite. What was stored before is intact. Free some space on that disk and try again.",
    ],
  ]);
});

test("a stop waits for a server that does not answer for a second at most, and loses nothing", async () => {
  const { outbox } = outboxOf(temporaryFolder());
  const audit = createOutboxAuditLog({
    open: () => ({ outbox, close: () => {} }),
    deliver: () => new Promise(() => {}),
    list: async () => [],
  });
  await audit.write(entry());
  const startedAtMs = performance.now();
  await audit.close();
  expect([performance.now() - startedAtMs < 1_500, outbox.waiting()]).toEqual([true, 1]);
});
