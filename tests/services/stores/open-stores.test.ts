import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStores } from "../../../services/stores/open-stores.ts";
import { Database } from "../../../services/stores/sqlite/database.ts";
import { migrations } from "../../../services/stores/sqlite/migrations.ts";
import {
  StoreBusyError,
  StoreDamagedError,
  StoreForeignError,
  StoreFullError,
  StoreTooNewError,
  StoreUnwritableError,
} from "../../../services/stores/store-errors.ts";
import { aReport } from "./contracts/a-report.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "azebal-open-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A thread that holds the write lock of a new file for a moment, as whoever opens it first does. */
const holdsWriteLock = `
  const { parentPort, workerData } = require("node:worker_threads");
  const database = new (require("node:sqlite").DatabaseSync)(workerData);
  database.exec("BEGIN IMMEDIATE");
  parentPort.postMessage("holds");
  setTimeout(() => database.close(), 200);
`;

function pragma(path: string, name: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  } finally {
    database.close();
  }
}

describe("a new folder", () => {
  test("is made for this user alone, with its missing parents, and holds one file", async () => {
    const directory = join(folder(), "a", "b");
    const stores = openStores({ directory });
    await stores.reports.put("d1", aReport());
    const path = join(directory, "azebal.sqlite");
    const modes = [directory, path, `${path}-wal`].map((name) => (statSync(name).mode & 0o777).toString(8));
    await stores.close();
    expect([modes, pragma(path, "journal_mode"), pragma(path, "user_version")]).toEqual([
      ["700", "600", "600"],
      "wal",
      migrations.length,
    ]);
  });

  test("opens again without checking or rebuilding what is there", async () => {
    const directory = folder();
    await openStores({ directory }).close();
    const times: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const startedMs = performance.now();
      const stores = openStores({ directory });
      times.push(performance.now() - startedMs);
      await stores.close();
    }
    expect(times.toSorted((left, right) => left - right)[4]).toBeLessThan(100);
  });

  test("waits for a process that is making the same file", async () => {
    const directory = folder();
    const other = new Worker(holdsWriteLock, { eval: true, workerData: join(directory, "azebal.sqlite") });
    await once(other, "message");
    const stores = openStores({ directory });
    await stores.reports.put("d1", aReport());
    await stores.close();
    expect(pragma(join(directory, "azebal.sqlite"), "journal_mode")).toBe("wal");
  });

  test("closes twice without complaint", async () => {
    const stores = openStores({ directory: folder() });
    await stores.close();
    await expect(stores.close()).resolves.toBeUndefined();
  });
});

describe("what was written", () => {
  test("is there for the next process", async () => {
    const directory = folder();
    const first = openStores({ directory });
    await first.reports.put("d1", aReport());
    await first.close();
    const second = openStores({ directory });
    onTestFinished(() => second.close());
    expect(await second.reports.get("d1")).toEqual(aReport());
  });
});

test("a database of the first layout is brought to this one, with what it holds", async () => {
  const directory = folder();
  const path = join(directory, "azebal.sqlite");
  const earlier = new DatabaseSync(path);
  earlier.exec(`${migrations[0]} PRAGMA application_id = 0x415a424c; PRAGMA user_version = 1;
    INSERT INTO audit_logs VALUES (1, 't', 'u', 't', 'o', 'diagnose', '{}', '{}', 1, 'ok', 'd1', 'at');
    INSERT INTO audit_logs VALUES (2, 't', 'u', 't', 'o', 'diagnose', '{}', '{}', 1, 'ok', 'd1', 'at');`);
  earlier.close();
  const stores = openStores({ directory });
  onTestFinished(() => stores.close());
  const kept = (await stores.audit.list({ limit: 9 })).map(({ id, diagnosisId }) => [id, diagnosisId]);
  expect([kept, pragma(path, "user_version")]).toEqual([
    [
      [2, "d1"],
      [1, "d1"],
    ],
    migrations.length,
  ]);
});

describe("a database that cannot be used is named, with what to do, and left as it is", () => {
  test.each([
    [
      "a file that is no database",
      (path: string) => writeFileSync(path, "not a database, but 100 bytes or more of text".repeat(9)),
      StoreDamagedError,
      /damaged or is not a SQLite database.*Move it elsewhere/,
    ],
    ["another program's database", foreign, StoreForeignError, /belongs to another program.*AZEBAL_DATA_DIR/],
    [
      "a database of a later version",
      newer,
      StoreTooNewError,
      /written by a newer AZEBAL \(layout 99; this one knows \d+\).*Update AZEBAL/,
    ],
  ])("%s", (_, prepare, errorClass, message) => {
    const directory = folder();
    const path = join(directory, "azebal.sqlite");
    prepare(path);
    const before = readFileSync(path);
    expect(() => openStores({ directory })).toThrow(errorClass);
    expect(() => openStores({ directory })).toThrow(message);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("a folder below a file", () => {
    const directory = join(folder(), "file");
    writeFileSync(directory, "");
    expect(() => openStores({ directory: join(directory, "data") })).toThrow(StoreUnwritableError);
  });

  test("a folder where the file should be", () => {
    const directory = folder();
    mkdirSync(join(directory, "azebal.sqlite"));
    expect(() => openStores({ directory })).toThrow(/cannot be created or written by this user/);
  });

  test("a file whose pages were overwritten", async () => {
    const directory = folder();
    const stores = openStores({ directory });
    for (let index = 0; index < 200; index += 1) await stores.reports.put(`d${index}`, aReport());
    await stores.close();
    const path = join(directory, "azebal.sqlite");
    const bytes = readFileSync(path);
    bytes.fill(0xee, 4_096);
    writeFileSync(path, bytes);
    expect(() => openStores({ directory })).toThrow(StoreDamagedError);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test("a full disk, after which what was stored is intact", async () => {
    const directory = folder();
    const stores = openStores({ directory });
    await stores.reports.put("d1", aReport());
    await stores.close();
    const database = new Database({ directory, busyTimeoutMs: 100 });
    onTestFinished(() => database.close());
    database.get(`PRAGMA max_page_count = ${Number(database.get("PRAGMA page_count")?.["page_count"])}`);
    const fill = () => database.run("INSERT INTO reports VALUES ('d2', zeroblob(100000))");
    expect(fill).toThrow(StoreFullError);
    expect([database.get("SELECT count(*) AS count FROM reports")]).toMatchObject([{ count: 1 }]);
  });

  test("a lock that another process does not let go", () => {
    const directory = folder();
    const holder = new Database({ directory, busyTimeoutMs: 0 });
    const waiter = new Database({ directory, busyTimeoutMs: 1 });
    onTestFinished(() => {
      holder.close();
      waiter.close();
    });
    const write = () => waiter.run("INSERT INTO reports VALUES ('d1', x'00')");
    holder.transaction(() => expect(write).toThrow(StoreBusyError));
    expect(write()).toBe(1);
  });
});

test("a transaction that throws leaves nothing behind", () => {
  const database = new Database({ directory: folder(), busyTimeoutMs: 0 });
  onTestFinished(() => database.close());
  const work = () =>
    database.transaction(() => {
      database.run("INSERT INTO reports VALUES ('d1', x'00')");
      throw new RangeError("no");
    });
  expect(work).toThrow(RangeError);
  expect(database.all("SELECT diagnosis_id FROM reports")).toEqual([]);
});

function foreign(path: string): void {
  const database = new DatabaseSync(path);
  database.exec("CREATE TABLE notes (text TEXT)");
  database.close();
}

function newer(path: string): void {
  openAndClose(path);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 99");
  database.close();
}

function openAndClose(path: string): void {
  new Database({ directory: join(path, ".."), busyTimeoutMs: 0 }).close();
}
