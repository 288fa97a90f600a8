import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DurableStore } from "../../../local-host/storage/durable-store.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const store = join(import.meta.dirname, "../../../local-host/storage/durable-store.ts");

/** Another process that owns a database until it is killed. */
async function otherOwner(databasePath: string): Promise<ChildProcessWithoutNullStreams> {
  const script = `
    const { DurableStore } = await import(${JSON.stringify(store)});
    globalThis.store = await DurableStore.open(${JSON.stringify(databasePath)});
    process.stdout.write("owned");
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("a database that another process owns is refused, and free at once when that process is killed", async () => {
  const databasePath = join(temporaryDirectory(), "hub.db");
  const other = await otherOwner(databasePath);
  await expect(DurableStore.open(databasePath)).rejects.toMatchObject({
    name: "DatabaseInUseError",
    code: "DatabaseInUse",
    databasePath,
    message: `Another process is running on ${databasePath}. Stop it, connect to it, or use another database file; nothing was changed.`,
  });
  other.kill("SIGKILL");
  await once(other, "close");
  const mine = await DurableStore.open(databasePath);
  mine.close();
});

test("within one process, too, a database has one owner at a time", async () => {
  const databasePath = join(temporaryDirectory(), "hub.db");
  const first = await DurableStore.open(databasePath);
  await expect(DurableStore.open(databasePath)).rejects.toMatchObject({ name: "DatabaseInUseError" });
  first.close();
  const second = await DurableStore.open(databasePath);
  second.close();
});

test("a database that cannot be opened is not left locked", async () => {
  const directory = temporaryDirectory();
  const databasePath = join(directory, "hub.db");
  const { mkdirSync, rmdirSync } = await import("node:fs");
  mkdirSync(databasePath);
  await expect(DurableStore.open(databasePath)).rejects.toMatchObject({ name: "DatabaseUnusableError" });
  rmdirSync(databasePath);
  const store = await DurableStore.open(databasePath);
  store.close();
});
