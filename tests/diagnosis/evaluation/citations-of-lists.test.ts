import { describe, expect, it } from "vitest";
import { unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import type { Citation } from "../../../domain/citation.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";
import { assignment, assignments, atVault, proofOf } from "./cited-names.ts";

describe("lists", () => {
  const noneMatch = (test: string): Citation => ({
    evidenceId: "e6",
    pointer: "/value",
    op: "none_match",
    operand: test,
    value: `2 entries, none with ${test}`,
  });

  it("a filter that something passes cites what the first match passed by, and where it lives", () => {
    expect(proofOf("assignments.value[?properties.principalId == 'p2']")).toEqual({
      isTrue: true,
      citations: [
        {
          evidenceId: "e6",
          pointer: "/value/1/properties/principalId",
          op: "equals",
          operand: "p2",
          value: "p2",
          resourceId: assignment("two"),
        },
      ],
    });
  });

  it("a filter that nothing passes cites the list, its length and what was looked for", () => {
    const citations = [noneMatch("properties.principalId == 'p3'")];
    expect(proofOf("assignments.value[?properties.principalId == 'p3']")).toEqual({
      isTrue: false,
      citations,
    });
    expect(proofOf("!(assignments.value[?properties.principalId == 'p3'])")).toEqual({
      isTrue: true,
      citations,
    });
    expect(proofOf("length(assignments.value[?properties.principalId == 'p3']) == `0`")).toEqual({
      isTrue: true,
      citations,
    });
    expect(proofOf("assignments.value[?properties.principalId == 'p3'] | [0].id")).toEqual({
      isTrue: false,
      citations,
    });
  });

  it("what is looked for is filled in from elsewhere, and cited there", () => {
    expect(proofOf("assignments.value[?properties.role == $other.action]")).toEqual({
      isTrue: false,
      citations: [
        noneMatch("properties.role == 'Deny'"),
        { evidenceId: "e7", pointer: "/action", op: "equals", operand: "Deny", value: "Deny" },
      ],
    });
  });

  it("filters and projections one after the other become one test of the list", () => {
    expect(
      proofOf("assignments.value[?properties.role == 'Reader'] | [?properties.principalId == 'p2']")
        .citations,
    ).toEqual([noneMatch("properties.role == 'Reader' && properties.principalId == 'p2'")]);
    expect(proofOf("assignments.value[].properties.scopes[] | [?@ == '/']").citations).toEqual([
      noneMatch("properties.scopes != `null`"),
    ]);
  });

  it("joined lists are cited each", () => {
    const citations = proofOf(
      "[assignments.value, vault.properties.certificates][] | [?name == 'x']",
    ).citations;
    expect(citations.map(({ pointer, op, operand }) => [pointer, op, operand])).toEqual([
      ["/value", "none_match", "name == 'x'"],
      ["/properties/certificates", "none_match", "name == 'x'"],
    ]);
  });

  it("an empty list says so", () => {
    expect(proofOf("vault.properties.certificates")).toEqual({
      isTrue: false,
      citations: [atVault("certificates", { op: "none_match", operand: "`true`", value: "0 entries" })],
    });
  });

  it("a list's length is cited as a range", () => {
    expect(proofOf("length(assignments.value) < `2`")).toEqual({
      isTrue: false,
      citations: [
        { evidenceId: "e6", pointer: "/value", op: "in_range", operand: ">= 2", value: "2 entries" },
      ],
    });
  });

  it("what picked an element stays with what is read of it", () => {
    expect(
      proofOf("assignments.value[?properties.principalId == 'p1'] | [0].properties.role == 'Reader'")
        .citations,
    ).toEqual([
      expect.objectContaining({ pointer: "/value/0/properties/principalId", op: "equals" }),
      expect.objectContaining({ pointer: "/value/0/properties/role", op: "equals", value: "Reader" }),
    ]);
  });

  it("nothing is proven by a list that stopped before its end, but what is in it is", () => {
    const cut = rootOf(evidenceOf("e6", JSON.parse(assignments.body), { complete: false }));
    const over = (expression: string) => evaluateOver(expression, { cut });
    const incomplete = unknown({ kind: "incomplete", evidenceId: "e6", pointer: "/value" });
    expect(truthOf(over("!(cut.value[?properties.principalId == 'p3'])"))).toEqual(incomplete);
    expect(over("length(cut.value) == `2`")).toEqual(incomplete);
    expect(over("cut.value[-1].id")).toEqual(incomplete);
    expect(truthOf(over("cut.value[?properties.principalId == 'p2']"))).toMatchObject({ isTrue: true });
    expect(truthOf(over("length(cut.value) > `1`"))).toMatchObject({ isTrue: true });
    expect(over("cut.value[0].properties.nothing")).toMatchObject({ kind: "known", value: null });
  });
});
