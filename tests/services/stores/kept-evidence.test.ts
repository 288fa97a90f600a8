import { expect, test } from "vitest";
import type { Evidence } from "../../../domain/evidence.ts";
import { KeptEvidence } from "../../../services/stores/kept-evidence.ts";

function evidence(diagnosisId: string, evidenceId: string, body: string): Evidence {
  return {
    diagnosisId,
    evidenceId,
    source: "arm",
    requestKey: "",
    request: "GET /",
    status: 200,
    observedAt: "2026-03-01T10:00:00.000Z",
    body,
    sha256: "0".repeat(64),
    complete: true,
  };
}

test("what is kept is given back as the same object, and the first of two stays", () => {
  const kept = new KeptEvidence();
  const first = evidence("d1", "e5", "1");
  expect(kept.keep(first)).toBe(first);
  expect(kept.keep(evidence("d1", "e5", "2"))).toBe(first);
  expect(kept.get("d1", "e5")).toBe(first);
  expect([kept.get("d1", "e6"), kept.get("d2", "e5")]).toEqual([undefined, undefined]);
});

test("the diagnosis that nobody has asked for longest goes whole where there is no room", () => {
  const kept = new KeptEvidence(10);
  for (const [id, evidenceId, body] of [
    ["old", "e5", "xx"],
    ["old", "e6", "xx"],
    ["used", "e5", "xxx"],
  ] as const)
    kept.keep(evidence(id, evidenceId, body));
  kept.get("old", "e5");
  kept.keep(evidence("new", "e5", "xxxx"));
  const there = ["old", "used", "new"].map((id) => kept.get(id, "e5") !== undefined);
  expect(there).toEqual([true, false, true]);
});

test("one body that is larger than all the room is kept by nobody", () => {
  const kept = new KeptEvidence(10);
  const large = evidence("d1", "e5", "x".repeat(11));
  expect(kept.keep(large)).toBe(large);
  expect(kept.get("d1", "e5")).toBeUndefined();
});
