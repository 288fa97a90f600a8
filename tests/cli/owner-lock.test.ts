import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnerLockUnusableError, takeOwnerLock } from "../../cli/owner/owner-lock.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "azebal-lock-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test("one holder at a time: the next takes it when the first lets go; the file is for this user alone", async () => {
  const path = join(directory, "owner.lock");
  const first = await takeOwnerLock(path);
  expect([first === undefined, statSync(path).mode & 0o777]).toEqual([false, 0o600]);
  expect(await takeOwnerLock(path)).toBeUndefined();
  first?.release();
  const second = await takeOwnerLock(path);
  expect(second).toBeDefined();
  second?.release();
});

test("a lock file that holds something else gives one error that says what to do, and stays", async () => {
  const path = join(directory, "owner.lock");
  const content = "not a lock ".repeat(400);
  writeFileSync(path, content);
  await expect(takeOwnerLock(path)).rejects.toThrow(
    `The lock file ${path} cannot be used (file is not a database). It holds no data: remove it and try again, or set AZEBAL_DATA_DIR to another folder.`,
  );
  expect(readFileSync(path, "utf8")).toBe(content);
});

test("a folder in the lock file's place is an error of the same kind", async () => {
  const path = join(directory, "owner.lock");
  mkdirSync(path);
  await expect(takeOwnerLock(path)).rejects.toThrow(OwnerLockUnusableError);
});
