import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openDatabase, prepareFolder } from "../../../local-host/storage/open-database.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const path = () => join(temporaryDirectory(), "hub.db");

test("a new database commits to the disk before it answers", async () => {
  const database = await openDatabase(path());
  const one = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  expect([one("journal_mode"), one("synchronous"), one("user_version")]).toEqual(["wal", 1, 1]);
  database.close();
});

test("a database that was opened before is opened again with what it holds", async () => {
  const file = path();
  const first = await openDatabase(file);
  first.exec("INSERT INTO received_events VALUES ('a', '1')");
  first.close();
  const second = await openDatabase(file);
  expect(second.prepare("SELECT event_id FROM received_events").all()).toEqual([{ event_id: "1" }]);
  second.close();
});

test("a database is for this user alone, its log too, also where it was made for others to read", async () => {
  const file = path();
  const modes = () =>
    [file, `${file}-wal`, `${file}-shm`].map((name) => (statSync(name).mode & 0o777).toString(8));
  const made = await openDatabase(file);
  const ofNew = modes();
  made.close();
  chmodSync(file, 0o644);
  const opened = await openDatabase(file);
  opened.exec("INSERT INTO received_events VALUES ('a', '1')");
  expect([ofNew, modes()]).toEqual([
    ["600", "600", "600"],
    ["600", "600", "600"],
  ]);
  opened.close();
});

test("a file that is no database is refused and left as it is", async () => {
  const file = path();
  writeFileSync(file, "these are my notes, not a database at all".repeat(40));
  const before = readFileSync(file);
  await expect(openDatabase(file)).rejects.toMatchObject({
    name: "DatabaseUnusableError",
    code: "DatabaseUnusable",
    problem: "corrupt",
    message: `The database ${file} cannot be used: it is damaged or no database (file is not a database). Nothing was deleted: copy the file away to have it looked at, or restore a copy of it; a new one is made when it is gone.`,
  });
  expect(readFileSync(file)).toEqual(before);
});

test("a damaged database is refused and left as it is", async () => {
  const file = path();
  const database = await openDatabase(file);
  database.exec("BEGIN");
  const insert = database.prepare("INSERT INTO received_events VALUES (?, ?)");
  for (let index = 0; index < 5_000; index++) insert.run(`instance ${index}`, "1");
  database.exec("COMMIT");
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 20_000);
  writeFileSync(file, bytes);
  await expect(openDatabase(file)).rejects.toMatchObject({
    problem: "corrupt",
    // One line, whatever SQLite says of it.
    message: expect.stringMatching(/cannot be used: it is damaged \(.+\)\. Nothing was deleted: .+$/),
  });
  expect(readFileSync(file)).toEqual(bytes);
});

test("the database of another program is refused and left as it is", async () => {
  const file = path();
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE bookmarks (url TEXT)");
  other.close();
  chmodSync(file, 0o644);
  const before = readFileSync(file);
  await expect(openDatabase(file)).rejects.toMatchObject({
    problem: "foreign",
    message: `The database ${file} cannot be used: it is a SQLite database of another program. Name another file: this one belongs to another program and was left as it is.`,
  });
  expect([readFileSync(file).equals(before), statSync(file).mode & 0o777]).toEqual([true, 0o644]);
});

test("a database of a newer version is refused", async () => {
  const file = path();
  const database = await openDatabase(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  await expect(openDatabase(file)).rejects.toMatchObject({
    problem: "newer",
    message: `The database ${file} cannot be used: it was written by a newer version (schema 99, this one knows 1). Run that version or a newer one, or name another database file.`,
  });
});

test("a folder that cannot be made is refused", () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "file"), "");
  const file = join(directory, "file", "below", "hub.db");
  expect(() => prepareFolder(file)).toThrow(
    `The database ${file} cannot be used: its folder cannot be created. Make the folder writable, or choose another one.`,
  );
});

test("a path that is a folder is refused", async () => {
  const file = path();
  mkdirSync(file);
  await expect(openDatabase(file)).rejects.toMatchObject({ problem: "folder" });
});
