import { describe, expect, test } from "vitest";
import { unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { run } from "./support/evaluation.ts";

const request = {
  error: "Login failed\nwith code 18456",
  context: { notes: "It ran yesterday." },
  source_code: { "src/db.ts": "const pool = open();\npool.query(sql);", ".env": "DB_HOST=sql1" },
};

describe("sent_matches", () => {
  test.each([
    ["a line of the error", "sent_matches('code [0-9]+')", "e5/error contains code 18456"],
    ["the notes", "sent_matches('ran yesterday')", "e5/context/notes contains ran yesterday"],
    ["a file", "sent_matches('pool[.]query')", "e5/source_code/src~1db.ts contains pool.query"],
    ["the second pattern", "sent_matches('nowhere', 'DB_HOST')", "e5/source_code/.env contains DB_HOST"],
  ])("finds %s and cites it", (_, expression, proof) => {
    const { value, proof: found } = run(expression, { request });
    expect([value, found]).toEqual([true, [proof]]);
  });

  test("what was not sent is false without proof: it may be true all the same", () => {
    const { value, proof } = run("sent_matches('certificate')", { request });
    expect([value, proof]).toEqual([false, []]);
  });

  test("a request without notes and files is searched for what it has", () => {
    expect(run("sent_matches('18456')", { request: { error: "18456" } }).value).toBe(true);
    expect(run("sent_matches('other')", { request: { error: "18456" } }).value).toBe(false);
  });
});

describe("file_matches", () => {
  test("finds a line of a file", () => {
    const { value, proof } = run("file_matches('open[(]')", { request });
    expect([value, proof]).toEqual([true, ["e5/source_code/src~1db.ts contains open("]]);
  });

  test("does not look at the error or the notes", () => {
    expect(run("file_matches('18456', 'yesterday')", { request }).value).toBe(false);
  });
});

describe("file_at", () => {
  test.each([
    ["the whole path", "src/db.ts"],
    ["the path where it was deployed", "/home/site/wwwroot/src/db.ts"],
    ["a path of Windows", "C:\\\\app\\\\src\\\\db.ts"],
    ["the name alone", "db.ts"],
    ["a folder of another name", "/build/lib/db.ts"],
  ])("finds a file by %s, so that its lines can be cited", (_, path) => {
    const { value, proof } = run(`matches(file_at('${path}'), 'pool[.]query')`, { request });
    expect([value, proof]).toEqual([true, ["e5/source_code/src~1db.ts contains pool.query"]]);
  });

  test.each([
    ["was not sent", "src/cache.ts", request],
    ["may be one of two", "index.ts", { source_code: { "a/index.ts": "a", "b/index.ts": "b" } }],
    ["cannot be among none", "src/db.ts", { error: "x" }],
  ])("is null for a file that %s", (_, path, sent) => {
    expect(run(`file_at('${path}')`, { request: sent }).value).toBeNull();
  });
});

describe("said", () => {
  test("keeps what is there with its proof", () => {
    const { value, proof } = run("said(vault.name == 'kv1')", { vault: { name: "kv1" } });
    expect([value, proof]).toEqual([true, ["e5/name equals kv1"]]);
  });

  test.each([
    ["false", "vault.open"],
    ["null", "vault.closed"],
    ["an empty list", "vault.rules"],
  ])("drops the proof of %s", (_, expression) => {
    const { proof } = run(`said(${expression})`, { vault: { open: false, rules: [] } });
    expect(proof).toEqual([]);
  });

  test("leaves unknown what is unknown", () => {
    const pending = unknown({ kind: "pending", read: "vault", key: "arm /vault" });
    expect(run("said(vault.name)", {}, { vault: pending }).value).toBe("unknown");
  });
});
