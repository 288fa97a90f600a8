import { describe, expect, it } from "vitest";
import { absentAnswer } from "../../../diagnosis/evaluation/environment.ts";
import { known, unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { openDocument } from "../../../diagnosis/evaluation/place.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import type { Citation } from "../../../domain/citation.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";

const scope = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";
const assignment = (name: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

const vault = evidenceOf("e5", {
  id: scope,
  properties: {
    networkAcls: { defaultAction: "Deny", ipRules: [{ value: "20.37.158.0/23" }], bypass: null },
    rbac: false,
    capacity: 80,
    createdAt: "2026-03-01T10:00:00.1234567Z",
    certificates: [],
  },
});
const assignments = evidenceOf("e6", {
  value: [
    { id: assignment("one"), properties: { principalId: "p1", role: "Reader" } },
    { id: assignment("two"), properties: { principalId: "p2", role: "Owner" } },
  ],
});
const request = evidenceOf("e0", {
  error: "Traceback\nHTTP 403 Forbidden\nErrorCode: AuthorizationFailure",
  source_code: { "src/app.ts": "const a = 1;\ntrackMetric();" },
});
const signals = evidenceOf("e1", {
  codes: [{ code: "403", line: 2 }],
  fields: { ErrorCode: "AuthorizationFailure" },
  fieldLines: { ErrorCode: 3 },
});
const names = {
  vault: rootOf(vault),
  assignments: rootOf(assignments),
  request: rootOf(request),
  signals: rootOf(signals),
  other: rootOf(evidenceOf("e7", { action: "Deny", port: 443, when: "2026-02-01", ip: "20.37.158.9" })),
};

function proofOf(expression: string): { isTrue: boolean; citations: readonly Citation[] } {
  const truth = truthOf(evaluateOver(expression, names));
  if (truth.kind === "unknown") throw new Error(`${expression} is unknown`);
  return { isTrue: truth.isTrue, citations: truth.citations };
}

const atVault = (pointer: string, rest: Omit<Citation, "evidenceId" | "pointer">): Citation => ({
  evidenceId: "e5",
  pointer: `/properties/${pointer}`,
  ...rest,
});
const denies = atVault("networkAcls/defaultAction", { op: "equals", operand: "Deny", value: "Deny" });

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
      expect(truthOf(evaluateOver(expression, { gone: absentAnswer(openDocument(answer)) }))).toEqual({
        kind: "truth",
        isTrue: false,
        citations: [citation],
      });
    },
  );
});

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

describe("texts", () => {
  it("a contained text cites its line", () => {
    expect(proofOf("contains(request.error, '403')")).toEqual({
      isTrue: true,
      citations: [
        {
          evidenceId: "e0",
          pointer: "/error",
          op: "contains",
          operand: "403",
          value: "HTTP 403 Forbidden",
          line: 2,
        },
      ],
    });
  });

  it.each([
    ["mentions(request.error, 'errorcode')", "errorcode"],
    ["contains(lower(request.error), 'errorcode')", "errorcode"],
    ["matches(request.error, '^errorcode: [a-z]+')", "ErrorCode: AuthorizationFailure"],
    [
      "find(request.error, 'ErrorCode: ([A-Za-z]+)') == 'AuthorizationFailure'",
      "ErrorCode: AuthorizationFailure",
    ],
    ["ends_with(request.error, 'Failure')", "Failure"],
  ])("%s cites the line that holds the match", (expression, operand) => {
    expect(proofOf(expression)).toEqual({
      isTrue: true,
      citations: [
        {
          evidenceId: "e0",
          pointer: "/error",
          op: "contains",
          operand,
          value: "ErrorCode: AuthorizationFailure",
          line: 3,
        },
      ],
    });
  });

  it("a text without the match is cited as one without", () => {
    expect(proofOf("mentions(request.error, 'Throttled')")).toEqual({
      isTrue: false,
      citations: [
        {
          evidenceId: "e0",
          pointer: "/error",
          op: "none_match",
          operand: "mentions(@, 'Throttled')",
          value: "text, none with mentions(@, 'Throttled')",
        },
      ],
    });
  });

  it("a file is named by the pointer, and its line given", () => {
    expect(proofOf("request.source_code.* | [?contains(@, 'trackMetric')]")).toEqual({
      isTrue: true,
      citations: [
        {
          evidenceId: "e0",
          pointer: "/source_code/src~1app.ts",
          op: "contains",
          operand: "trackMetric",
          value: "trackMetric();",
          line: 2,
        },
      ],
    });
  });

  it("signals give the line of the request", () => {
    expect(proofOf("signals.fields.ErrorCode == 'AuthorizationFailure'").citations[0]?.line).toBe(3);
    expect(proofOf("signals.codes[?code == '403']").citations[0]?.line).toBe(2);
  });

  it("a member of a list cites the member, and none cites the list", () => {
    expect(proofOf("contains(assignments.value[].properties.role, 'Owner')").citations).toEqual([
      expect.objectContaining({ pointer: "/value/1/properties/role", op: "equals", value: "Owner" }),
    ]);
    expect(proofOf("contains(assignments.value[].properties.role, 'Contributor')").citations).toEqual([
      expect.objectContaining({
        pointer: "/value",
        op: "none_match",
        operand: "properties.role == 'Contributor'",
      }),
    ]);
  });

  it.each(["contains(long.text, 'needle')", "long.text == 'a'", "long.text"])(
    "%s shows no more than 500 characters of a long text",
    (expression) => {
      const text = `${"x".repeat(700)}needle${"y".repeat(700)}\n${"z".repeat(900)}`;
      const truth = truthOf(evaluateOver(expression, { long: rootOf(evidenceOf("e8", { text })) }));
      const lengths = truth.kind === "truth" ? truth.citations.map(({ value }) => value.length) : [];
      expect(lengths).toEqual([expect.toSatisfy((length: number) => length > 0 && length <= 500)]);
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
    expect(truthOf(evaluateOver("a == 'b'", { a: known("b") }))).toEqual({
      kind: "truth",
      isTrue: true,
      citations: [],
    });
  });
});
