import { describe, expect, it } from "vitest";
import {
  firstMatch,
  safePattern,
  UnsafePatternError,
} from "../../../../diagnosis/evaluation/functions/plain/search-pattern.ts";

describe("patterns that are taken", () => {
  it.each([
    "AADSTS\\d+",
    "ErrorCode: ?([A-Za-z]+)",
    "(?:Status|Code)[=:]\\s*(\\d{3})",
    "^.*timeout.*$",
    "[\\w.-]+\\.vault\\.azure\\.(?:net|cn)",
    "(abc+)?d",
    "(?:a|b){1,3}",
    "\\p{L}+",
  ])("%s", (pattern) => {
    expect(() => safePattern(pattern)).not.toThrow();
  });
});

describe("patterns that are refused", () => {
  it.each([
    ["(a+)+", "repetition around a repetition"],
    ["(?:a|a)*", "alternation"],
    ["((ab)*c)+", "repetition around a repetition"],
    ["(x[0-9]+y){2,}", "repetition around a repetition"],
    ["(a+){30}", "repetition around a repetition"],
    ["(a)\\1", "back reference"],
    ["(?=a)b", "look-around"],
    ["(?<name>a)", "named group"],
    [".*a.*b.*c", "broad class"],
    ["[", "Invalid regular expression"],
    ["a".repeat(301), "longer than 300"],
  ])("%s: %s", (pattern, because) => {
    expect(() => safePattern(pattern)).toThrow(UnsafePatternError);
    expect(() => safePattern(pattern)).toThrow(because);
  });
});

describe("matching", () => {
  it("ignores case and goes line by line", () => {
    expect(firstMatch("first\nErrorCode: X", "^errorcode: (x)")?.[1]).toBe("X");
    expect(firstMatch("a\nb", "a.b")).toBeUndefined();
  });

  it("finds a match far into one long line", () => {
    expect(firstMatch(`${"x".repeat(9_990)}AADSTS7000222${"y".repeat(9_000)}`, "AADSTS\\d+")?.[0]).toBe(
      "AADSTS7000222",
    );
  });

  it("ends soon on a text made to be slow", () => {
    expect(firstMatch(`${"a".repeat(50_000)}!`, "a+b")).toBeUndefined();
  });
});
