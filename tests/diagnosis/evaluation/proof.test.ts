import { describe, expect, it } from "vitest";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import { allOf, noProof, provenBy } from "../../../diagnosis/evaluation/proof.ts";
import { supportOf } from "../../../diagnosis/evaluation/truth.ts";
import type { Citation } from "../../../domain/citation.ts";

const at = (pointer: string, value = "x"): Citation => ({
  evidenceId: "e5",
  pointer,
  op: "equals",
  operand: value,
  value,
});

describe("proof", () => {
  it("is not worked out before it is asked for, and then once", () => {
    let asked = 0;
    const proof = provenBy(() => {
      asked += 1;
      return [at("/a")];
    });
    const whole = allOf(proof, allOf(proof, noProof));
    expect(asked).toBe(0);
    expect([whole(), whole(), proof()]).toEqual([[at("/a")], [at("/a")], [at("/a")]]);
    expect(asked).toBe(1);
  });

  it("names each citation once, in the order of first appearance", () => {
    const first = provenBy(() => [at("/a"), at("/b"), at("/a")]);
    const second = provenBy(() => [at("/b"), at("/b", "y"), at("/a")]);
    expect(allOf(first, second)()).toEqual([at("/a"), at("/b"), at("/b", "y")]);
  });

  it("of what needs none is the one that is passed over", () => {
    expect(allOf()).toBe(noProof);
    expect(allOf(noProof, noProof)).toBe(noProof);
    expect(supportOf(known(3))).toBe(noProof);
  });
});
