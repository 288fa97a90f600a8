import { describe, expect, it } from "vitest";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import type { Citation } from "../../../domain/citation.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { evidenceOf } from "../evidence-of.ts";

const body = {
  state: "Deny",
  text: "first\nHTTP 403 Forbidden\nlast",
  tags: { team: "red" },
  rules: [{ ip: "10.0.0.0/24" }, { ip: "10.1.0.0/24" }],
  list: ["a", "B"],
  empty: [],
  percent: 97.5,
  at: "2026-01-02T00:00:00Z",
  ip: "10.0.0.4",
  nothing: null,
};

interface Case {
  readonly title: string;
  readonly citation: Omit<Citation, "evidenceId">;
  /** Bodies on which the same citation must not hold: its decisive fact is another. */
  readonly changed: readonly object[];
}

const cases: readonly Case[] = [
  {
    title: "equals",
    citation: { pointer: "/state", op: "equals", operand: "Deny", value: "Deny" },
    changed: [{ state: "Allow" }, { state: ["Deny"] }, { state: undefined }],
  },
  {
    title: "equals null",
    citation: { pointer: "/nothing", op: "equals", operand: "null", value: "null" },
    changed: [{ nothing: "x" }, { nothing: undefined }],
  },
  {
    title: "differs_from",
    citation: { pointer: "/state", op: "differs_from", operand: "Allow", value: "Deny" },
    changed: [{ state: "Allow" }, { state: "Audit" }, { state: {} }],
  },
  {
    title: "contains, in a line",
    citation: {
      pointer: "/text",
      op: "contains",
      operand: "forbidden",
      value: "HTTP 403 Forbidden",
      line: 2,
    },
    changed: [
      { text: "first\nHTTP 200 OK\nlast" },
      { text: "HTTP 403 Forbidden\nfirst\nlast" },
      { text: 403 },
    ],
  },
  {
    title: "contains, in a list",
    citation: { pointer: "/list", op: "contains", operand: "b", value: "B" },
    changed: [{ list: ["a"] }, { list: "a" }],
  },
  {
    title: "absent",
    citation: { pointer: "/tags", op: "absent", operand: "owner.name", value: "null" },
    changed: [{ tags: { owner: { name: "x" } } }, { tags: undefined }],
  },
  {
    title: "none_match",
    citation: {
      pointer: "/rules",
      op: "none_match",
      operand: "in_cidr('10.2.0.4', ip)",
      value: "2 entries, none with in_cidr('10.2.0.4', ip)",
    },
    changed: [
      { rules: [{ ip: "10.0.0.0/24" }, { ip: "10.2.0.0/16" }] },
      { rules: [{ ip: "10.0.0.0/24" }] },
      { rules: undefined },
    ],
  },
  {
    title: "none_match, of an empty list",
    citation: { pointer: "/empty", op: "none_match", operand: "`true`", value: "0 entries" },
    changed: [{ empty: ["x"] }],
  },
  {
    title: "none_match, of a text",
    citation: {
      pointer: "/text",
      op: "none_match",
      operand: "mentions(@, '429')",
      value: "text, none with …",
    },
    changed: [{ text: "HTTP 429" }],
  },
  {
    title: "in_range, of a number",
    citation: { pointer: "/percent", op: "in_range", operand: "> 90", value: "97.5" },
    changed: [{ percent: 90 }, { percent: 99 }, { percent: "97.5" }],
  },
  {
    title: "in_range, of an address",
    citation: { pointer: "/ip", op: "in_range", operand: "10.0.0.0/24", value: "10.0.0.4" },
    changed: [{ ip: "10.0.1.4" }, { ip: "10.0.0.5" }, { ip: "ten" }],
  },
  {
    title: "in_range, outside a range",
    citation: { pointer: "/ip", op: "in_range", operand: "outside 10.1.0.0/24", value: "10.0.0.4" },
    changed: [{ ip: "10.1.0.4" }],
  },
  {
    title: "in_range, of an instant",
    citation: {
      pointer: "/at",
      op: "in_range",
      operand: ">= 2026-01-02T00:00:00.000Z",
      value: "2026-01-02T00:00:00Z",
    },
    changed: [{ at: "2026-01-01T23:59:59Z" }, { at: "soon" }],
  },
  {
    title: "in_range, of a length",
    citation: { pointer: "/rules", op: "in_range", operand: "= 2", value: "2 entries" },
    changed: [{ rules: [] }, { rules: [1, 2, 3] }],
  },
  {
    title: "before",
    citation: {
      pointer: "/at",
      op: "before",
      operand: "2026-01-03T00:00:00.000Z",
      value: "2026-01-02T00:00:00Z",
    },
    changed: [{ at: "2026-01-03T00:00:00Z" }, { at: "soon" }],
  },
];

const cite = (citation: Omit<Citation, "evidenceId">): Citation => ({ evidenceId: "e5", ...citation });
const stored = (value: object, rest?: Partial<Evidence>) => evidenceOf("e5", value, rest);

describe.each(cases)("$title", ({ citation, changed }) => {
  it("holds on the body that it was made on", () => {
    expect(holds(cite(citation), stored(body))).toBe(true);
  });

  it("does not hold once its decisive fact is another", () => {
    const held = changed.filter((change) => holds(cite(citation), stored({ ...body, ...change })));
    expect(held).toEqual([]);
  });

  it("does not hold for another answer", () => {
    expect(holds({ ...cite(citation), evidenceId: "e6" }, stored(body))).toBe(false);
  });
});

describe("what is never taken for proof", () => {
  it("an absence in an answer that stopped early, unless it is inside an element", () => {
    const cut = { complete: false };
    const absent = { op: "absent", operand: "owner", value: "null" } as const;
    const none = { op: "none_match", operand: "ip == 'x'", value: "2 entries, none with ip == 'x'" } as const;
    expect(holds(cite({ pointer: "/tags", ...absent }), stored(body, cut))).toBe(false);
    expect(holds(cite({ pointer: "/rules", ...none }), stored(body, cut))).toBe(false);
    expect(holds(cite({ pointer: "/rules/0", ...absent }), stored(body, cut))).toBe(true);
  });

  it("a value that does not stand there, though the operator would hold", () => {
    const shown = { pointer: "/percent", op: "in_range", operand: "> 90", value: "99" } as const;
    expect(holds(cite(shown), stored(body))).toBe(false);
  });

  it("a pointer that leads nowhere, or is none", () => {
    const pointers = ["/rules/2", "/rules/01", "/rules/-", "state", "/state/x", "/nothing/x"];
    const held = pointers.filter((pointer) =>
      holds(cite({ pointer, op: "absent", operand: "x", value: "null" }), stored(body)),
    );
    expect(held).toEqual([]);
  });

  it("a test that cannot be evaluated on the body alone", () => {
    const operands = ["reachable(@)", "ip == $other", "ip ==", "$.rules"];
    const held = operands.filter((operand) =>
      holds(cite({ pointer: "/rules", op: "none_match", operand, value: "2 entries" }), stored(body)),
    );
    expect(held).toEqual([]);
  });
});

describe("pointers", () => {
  it("escape what RFC 6901 escapes", () => {
    const files = stored({ source_code: { "src/a~b.ts": "x" } });
    const citation = cite({ pointer: "/source_code/src~1a~0b.ts", op: "equals", operand: "x", value: "x" });
    expect(holds(citation, files)).toBe(true);
  });
});
