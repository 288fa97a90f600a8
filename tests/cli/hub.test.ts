import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertionKeysOf } from "../../cli/hub/assertion-keys.ts";
import { createHubDirectory, UnusableDataDirectoryError } from "../../cli/hub/hub-directory.ts";

let directory: string;
const principal = { tenantId: "T", objectId: "O", userPrincipalName: "a@b.example" };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "azebal-data-"));
});
afterEach(() => {
  chmodSync(directory, 0o700);
  rmSync(directory, { recursive: true, force: true });
});

describe("the hub's folder", () => {
  test("is another one for another cloud, principal or scenario, and the same one otherwise", () => {
    const base = { cloud: "public", owner: principal };
    const folders = [
      base,
      { ...base, cloud: "china" },
      { ...base, owner: { ...principal, objectId: "P" } },
      { ...base, scenarioDirectory: "/a" },
      { ...base, scenarioDirectory: "/b" },
    ].map((identity) => createHubDirectory(directory, identity));
    expect(new Set(folders).size).toBe(5);
    expect(createHubDirectory(directory, { ...base, owner: { ...principal, objectId: "o" } })).toBe(
      folders[0],
    );
  });

  test("lies directly below the others, whatever its cloud is called", () => {
    const clouds = ["public", "simulated at http://127.0.0.1:1", "simulated at http://127.0.0.1:2", "한국"];
    const folders = clouds.map((cloud) => createHubDirectory(directory, { cloud, owner: principal }));
    expect(folders.map((folder) => basename(folder).replace(/[0-9a-f]{16}$/, ""))).toEqual([
      "public-",
      "simulated-",
      "simulated-",
      "cloud-",
    ]);
    expect(readdirSync(join(directory, "hubs")).toSorted()).toEqual(
      folders.map((folder) => basename(folder)).toSorted(),
    );
  });

  test("is for this user alone", () => {
    expect(statSync(createHubDirectory(directory, { cloud: "public", owner: principal })).mode & 0o777).toBe(
      0o700,
    );
  });

  test("a data folder that is a file gives one error that says what to set", () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(() => createHubDirectory(file, { cloud: "public", owner: principal })).toThrow(
      UnusableDataDirectoryError,
    );
    expect(() => createHubDirectory(file, { cloud: "public", owner: principal })).toThrow(
      /set AZEBAL_DATA_DIR/,
    );
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("the assertion key", () => {
  test("is made once, kept for this user alone, and its public half holds no secret", async () => {
    const first = await assertionKeysOf(directory);
    const second = await assertionKeysOf(directory);
    expect(second).toEqual(first);
    expect(statSync(join(directory, "assertion-keys.json")).mode & 0o777).toBe(0o600);
    expect(Object.keys(first.jwks.keys[0]!).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    expect(first.privateJwk.d).toBeTypeOf("string");
  });

  test("two processes that make it at once end with the same key", async () => {
    const keys = await Promise.all([
      assertionKeysOf(directory),
      assertionKeysOf(directory),
      assertionKeysOf(directory),
    ]);
    expect(new Set(keys.map((key) => key.privateJwk.kid)).size).toBe(1);
    expect(readdirSync(directory)).toEqual(["assertion-keys.json"]);
  });

  test.each([
    ["is empty, as a killed process might have left it", ""],
    ["is not JSON", "\u0000\u0001"],
    ["holds no key", '{"privateJwk":{},"jwks":{"keys":[]}}'],
  ])("a file that %s gives one error that says what to do, and stays", async (_, content) => {
    const path = join(directory, "assertion-keys.json");
    writeFileSync(path, content);
    await expect(assertionKeysOf(directory)).rejects.toThrow(
      `${path} is damaged. End every azebal process, remove that file and start again: a new key pair is made, and no diagnosis is lost.`,
    );
    expect(readFileSync(path, "utf8")).toBe(content);
  });
});
