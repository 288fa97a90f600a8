import { expect, test } from "vitest";
import { createDiagnosisId } from "../../client-functions/start/diagnosis-id.ts";
import { idempotencyDigest, requestHash, sha256 } from "../../client-functions/start/request-hash.ts";

test("the hash is over what is asked, in any order of fields, and not over the key", () => {
  const hash = requestHash({
    error: "a",
    context: { notes: "n", subscription_id: "s" },
    idempotency_key: "k",
  });
  expect(requestHash({ context: { subscription_id: "s", notes: "n" }, error: "a" })).toBe(hash);
});

test("whatever else differs is another request", () => {
  const file = (path: string, content: string) => ({ path, content });
  const hashes = [
    requestHash({ error: "a" }),
    requestHash({ error: "b" }),
    requestHash({ error: "a", language: "ko" }),
    requestHash({ error: "a", context: { notes: "n" } }),
    requestHash({ error: "a", source_code: [file("x", "1"), file("y", "2")] }),
    requestHash({ error: "a", source_code: [file("y", "2"), file("x", "1")] }),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("digests are SHA-256 in hex, and a key's is no digest of the same text elsewhere", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(idempotencyDigest("abc")).not.toBe(sha256("abc"));
});

test("diagnosis IDs are of one form and never come twice", () => {
  const ids = Array.from({ length: 2_000 }, createDiagnosisId);
  expect([ids.filter((id) => !/^d[a-z2-7]{26}$/.test(id)), new Set(ids).size]).toEqual([[], 2_000]);
});
