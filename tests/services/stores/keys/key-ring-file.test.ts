import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { openFileKeyRing } from "../../../../services/stores/keys/key-ring-file.ts";
import type { KeyFileTask } from "../support/key-file-user.ts";

function keyFile(): string {
  const directory = mkdtempSync(join(tmpdir(), "azebal-keys-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "hub", "session-keys");
}

function openRing(path: string) {
  const ring = openFileKeyRing(path);
  onTestFinished(() => ring.close());
  return ring;
}

const keyIdOf = (sealed: string) => sealed.split(".")[1];

test("the file is made at the first use, for this user alone, and opens in another process's place", async () => {
  const path = keyFile();
  const ring = openRing(path);
  expect(existsSync(path)).toBe(false);
  const sealed = await ring.seal("비밀", "place");
  expect([
    (statSync(path).mode & 0o777).toString(8),
    readdirSync(join(path, "..")),
    await openRing(path).open(sealed, "place"),
  ]).toEqual(["600", ["session-keys"], "비밀"]);
});

test("six processes that make the file and rotate it at once lose no key", async () => {
  const path = keyFile();
  const users = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(
        process.execPath,
        [
          join(import.meta.dirname, "../support/key-file-user.ts"),
          JSON.stringify({ path } satisfies KeyFileTask),
        ],
        {
          stdio: ["pipe", "pipe", "inherit"],
        },
      );
      onTestFinished(() => void child.kill("SIGKILL"));
      const lines = createInterface({ input: child.stdout });
      await once(lines, "line");
      return { child, lines };
    }),
  );
  const said = users.map(({ lines }) => once(lines, "line") as Promise<[string]>);
  for (const { child } of users) child.stdin.write("go\n");
  const sealed = (await Promise.all(said)).flatMap(([line]) => line.split(" "));
  const ring = openRing(path);
  const opened = await Promise.all(sealed.map((text) => ring.open(text, "place")));
  const keys = readFileSync(path, "latin1").split("\n").filter(Boolean);
  expect([new Set(opened), keys.length]).toEqual([new Set(["from a process"]), 7]);
});

test("after a rotation every open ring writes with the new key, and reads what the old one sealed", async () => {
  const path = keyFile();
  const [one, other] = [openRing(path), openRing(path)];
  const before = await one.seal("before", "a");
  const early = await other.seal("early", "a");
  one.rotate();
  const after = await other.seal("after", "a");
  expect([keyIdOf(before) === keyIdOf(early), keyIdOf(after) === keyIdOf(before)]).toEqual([true, false]);
  expect(await Promise.all([before, early, after].map((text) => one.open(text, "a")))).toEqual([
    "before",
    "early",
    "after",
  ]);
});

test("a rotation before the first use leaves a ring with two keys", async () => {
  const path = keyFile();
  const ring = openRing(path);
  ring.rotate();
  expect(await ring.open(await ring.seal("x", "a"), "a")).toBe("x");
  expect(readFileSync(path, "latin1").split("\n").filter(Boolean).length).toBe(2);
});

test("a line that a crash cut short costs nothing, neither before nor after a rotation", async () => {
  const path = keyFile();
  const ring = openRing(path);
  const sealed = await ring.seal("x", "a");
  appendFileSync(path, "\nAbCdEfGhIjKlMnOp 2026-11-25T10:00:00.000Z c2hvcnQ");
  const next = await ring.seal("y", "a");
  ring.rotate();
  const last = await ring.seal("z", "a");
  expect([
    keyIdOf(next),
    await openRing(path).open(sealed, "a"),
    await openRing(path).open(last, "a"),
  ]).toEqual([keyIdOf(sealed), "x", "z"]);
});

test.skipIf(process.platform === "win32").each([0o640, 0o604, 0o666])(
  "a file of mode %o is refused, at its first use and later, and so is its rotation",
  async (mode) => {
    const path = keyFile();
    const ring = openRing(path);
    const sealed = await ring.seal("x", "a");
    chmodSync(path, mode);
    const expected = {
      name: "KeyFileExposedError",
      code: "KeyFileExposed",
      message: `${path} may be read by other users of this machine (mode 0${mode.toString(8)}), so its keys are not used. Run: chmod 600 '${path}'. If somebody may have read it, remove it instead: new keys are made, and everybody signs in again.`,
    };
    for (const used of [ring, openRing(path)]) {
      await expect(used.seal("x", "a")).rejects.toMatchObject(expected);
      await expect(used.open(sealed, "a")).rejects.toMatchObject(expected);
      expect(() => used.rotate()).toThrow(expect.objectContaining(expected));
    }
    chmodSync(path, 0o600);
    expect(await ring.open(sealed, "a")).toBe("x");
  },
);

test("an empty file is damaged, and left as it is", async () => {
  const path = keyFile();
  await openRing(path).seal("x", "a");
  truncateSync(path);
  await expect(openRing(path).seal("x", "a")).rejects.toMatchObject({
    name: "KeyFileDamagedError",
    code: "KeyFileDamaged",
  });
  expect(readFileSync(path, "utf8")).toBe("");
});

test("a folder below a file cannot hold keys", async () => {
  const path = keyFile();
  writeFileSync(join(path, "../..", "file"), "");
  const ring = openRing(join(path, "../../file/session-keys"));
  await expect(ring.seal("x", "a")).rejects.toMatchObject({
    name: "KeyFileUnusableError",
    code: "KeyFileUnusable",
  });
});

test("no error of a ring shows a key or what was sealed, and a closed ring does nothing", async () => {
  const path = keyFile();
  const ring = openRing(path);
  const sealed = await ring.seal("plain text", "a");
  const key = readFileSync(path, "latin1").trim().split(" ")[2]!;
  const errors = [
    await ring.open(sealed, "b").catch((error: unknown) => error),
    await ring.open(`${sealed}A`, "a").catch((error: unknown) => error),
    await openRing(keyFile())
      .open(sealed, "a")
      .catch((error: unknown) => error),
  ];
  ring.close();
  ring.close();
  errors.push(await ring.open(sealed, "a").catch((error: unknown) => error));
  errors.push(await ring.seal("plain text", "a").catch((error: unknown) => error));
  expect(errors.map((error) => (error as { code: string }).code)).toEqual([
    "SealBroken",
    "SealBroken",
    "UnknownKey",
    "KeyRingClosed",
    "KeyRingClosed",
  ]);
  const shown = errors.map((error) => inspect(error, { depth: 9, showHidden: true })).join("\n");
  for (const secret of [key, "plain text", sealed]) expect(shown).not.toContain(secret);
});
