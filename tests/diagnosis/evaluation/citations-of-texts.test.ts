import { describe, expect, it } from "vitest";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";
import { proofOf } from "./cited-names.ts";

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
      const lengths = truth.kind === "truth" ? truth.proof().map(({ value }) => value.length) : [];
      expect(lengths).toEqual([expect.toSatisfy((length: number) => length > 0 && length <= 500)]);
    },
  );
});
