import { describe, expect, it } from "vitest";
import { absentAnswer } from "../../../diagnosis/evaluation/environment.ts";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import { openDocument } from "../../../diagnosis/evaluation/place.ts";
import { evidenceOf } from "../evidence-of.ts";
import { atVault, denies, proofOf, scope } from "./cited-names.ts";

describe("equality", () => {
  it("a value that is the literal cites it as equal", () => {
    expect(proofOf("vault.properties.networkAcls.defaultAction == 'Deny'")).toEqual({
      isTrue: true,
      citations: [denies],
    });
  });

  it("a value that is not the literal cites the difference, asked either way", () => {
    const differs = { ...denies, op: "differs_from", operand: "Allow" };
    expect(proofOf("vault.properties.networkAcls.defaultAction == 'Allow'")).toEqual({
      isTrue: false,
      citations: [differs],
    });
    expect(proofOf("'Allow' != vault.properties.networkAcls.defaultAction")).toEqual({
      isTrue: true,
      citations: [differs],
    });
  });

  it("two answers that agree are cited both", () => {
    expect(proofOf("vault.properties.networkAcls.defaultAction == other.action")).toEqual({
      isTrue: true,
      citations: [
        denies,
        { evidenceId: "e7", pointer: "/action", op: "equals", operand: "Deny", value: "Deny" },
      ],
    });
  });

  it("two answers that do not agree cite the difference and the other's value", () => {
    expect(proofOf("vault.properties.capacity == other.port")).toEqual({
      isTrue: false,
      citations: [
        atVault("capacity", { op: "differs_from", operand: "443", value: "80" }),
        { evidenceId: "e7", pointer: "/port", op: "equals", operand: "443", value: "443" },
      ],
    });
  });

  it("a computed text cites what it was computed from, as it stands there", () => {
    expect(proofOf("lower(vault.properties.networkAcls.defaultAction) == 'deny'")).toEqual({
      isTrue: true,
      citations: [denies],
    });
  });

  it("words without backticks are the values that they say", () => {
    expect(proofOf("vault.properties.rbac == false").isTrue).toBe(true);
    expect(proofOf("vault.properties.networkAcls.bypass == null").isTrue).toBe(true);
  });
});

describe("absence", () => {
  it("a missing field cites the deepest parent and the path below it", () => {
    const absent = { op: "absent", operand: "encryption.key[0].name", value: "null" } as const;
    expect(proofOf("vault.properties.encryption.key[0].name")).toEqual({
      isTrue: false,
      citations: [{ evidenceId: "e5", pointer: "/properties", ...absent }],
    });
    expect(proofOf("!(vault.properties.encryption.key[0].name)").citations[0]).toMatchObject(absent);
    expect(proofOf("vault.properties.encryption.key[0].name == null").citations[0]).toMatchObject(absent);
  });

  it("a field that is null cites that it is", () => {
    expect(proofOf("vault.properties.networkAcls.bypass")).toEqual({
      isTrue: false,
      citations: [atVault("networkAcls/bypass", { op: "equals", operand: "null", value: "null" })],
    });
  });

  it("a default rests on the absence that it stands in for", () => {
    expect(proofOf("(vault.properties.publicNetworkAccess || 'Enabled') == 'Enabled'")).toEqual({
      isTrue: true,
      citations: [
        {
          evidenceId: "e5",
          pointer: "/properties",
          op: "absent",
          operand: "publicNetworkAccess",
          value: "null",
        },
      ],
    });
  });

  it.each(["exists(gone)", "gone.properties.state == 'x'", "gone[?a]"])(
    "an answer that is not found makes %s false, by the error that says so",
    (expression) => {
      const answer = evidenceOf("e9", { error: { code: "ResourceNotFound" } }, { status: 404 });
      const citation = {
        evidenceId: "e9",
        pointer: "/error/code",
        op: "equals",
        operand: "ResourceNotFound",
        value: "ResourceNotFound",
      };
      expect(proofOf(expression, { gone: absentAnswer(openDocument(answer)) })).toEqual({
        isTrue: false,
        citations: [citation],
      });
    },
  );
});

describe("ranges and instants", () => {
  it("an address in a range, or outside, cites both where both stand in evidence", () => {
    const rule = "vault.properties.networkAcls.ipRules[0].value";
    expect(proofOf(`in_cidr(other.ip, ${rule})`)).toEqual({
      isTrue: true,
      citations: [
        { evidenceId: "e7", pointer: "/ip", op: "in_range", operand: "20.37.158.0/23", value: "20.37.158.9" },
        atVault("networkAcls/ipRules/0/value", {
          op: "in_range",
          operand: "20.37.158.9",
          value: "20.37.158.0/23",
        }),
      ],
    });
    expect(proofOf(`in_cidr('40.74.28.9', ${rule})`)).toEqual({
      isTrue: false,
      citations: [
        atVault("networkAcls/ipRules/0/value", {
          op: "in_range",
          operand: "outside 40.74.28.9",
          value: "20.37.158.0/23",
        }),
      ],
    });
  });

  it("an address that no rule covers cites the rules", () => {
    expect(proofOf("any_in_cidr('40.74.28.9', vault.properties.networkAcls.ipRules[].value)")).toEqual({
      isTrue: false,
      citations: [
        atVault("networkAcls/ipRules", {
          op: "none_match",
          operand: "in_cidr('40.74.28.9', value)",
          value: "1 entry, none with in_cidr('40.74.28.9', value)",
        }),
      ],
    });
  });

  it.each([
    ["vault.properties.capacity > `79`", true, "> 79"],
    ["vault.properties.capacity >= `81`", false, "< 81"],
    ["`81` > vault.properties.capacity", true, "< 81"],
    ["vault.properties.capacity <= `80`", true, "<= 80"],
  ])("%s cites the range of the number", (expression, isTrue, operand) => {
    expect(proofOf(expression)).toEqual({
      isTrue,
      citations: [atVault("capacity", { op: "in_range", operand, value: "80" })],
    });
  });

  it("an instant before another cites it so, and one that is not as at or after it", () => {
    const value = "2026-03-01T10:00:00.1234567Z";
    expect(proofOf("before(vault.properties.createdAt, '2026-03-02')")).toEqual({
      isTrue: true,
      citations: [atVault("createdAt", { op: "before", operand: "2026-03-02T00:00:00.000Z", value })],
    });
    expect(proofOf("before(vault.properties.createdAt, other.when)")).toEqual({
      isTrue: false,
      citations: [
        atVault("createdAt", { op: "in_range", operand: ">= 2026-02-01T00:00:00.000Z", value }),
        { evidenceId: "e7", pointer: "/when", op: "equals", operand: "2026-02-01", value: "2026-02-01" },
      ],
    });
  });
});

describe("what is cited", () => {
  it("is what decided: not the side that did not matter", () => {
    expect(proofOf("vault.properties.rbac == `true` && vault.properties.capacity == `80`").citations).toEqual(
      [atVault("rbac", { op: "differs_from", operand: "true", value: "false" })],
    );
    expect(proofOf("vault.properties.rbac == `true` || vault.properties.capacity == `80`").citations).toEqual(
      [atVault("capacity", { op: "equals", operand: "80", value: "80" })],
    );
  });

  it("is each thing once", () => {
    const denying = "vault.properties.networkAcls.defaultAction == 'Deny'";
    expect(proofOf(`${denying} && ${denying}`).citations).toEqual([denies]);
  });

  it("is never a whole document: an object is cited by its ID", () => {
    expect(proofOf("exists(vault)")).toEqual({
      isTrue: true,
      citations: [{ evidenceId: "e5", pointer: "/id", op: "equals", operand: scope, value: scope }],
    });
  });

  it("is nothing for what no evidence is asked for", () => {
    expect(proofOf("a == 'b'", { a: known("b") })).toEqual({
      isTrue: true,
      citations: [],
    });
  });
});
