import { describe, expect, test } from "vitest";
import { azOutput } from "../support/az/az-output.ts";
import { azQuery } from "../support/az/az-query.ts";
import { runAz } from "../support/az/run-az.ts";

/** The stand-in for az is only worth something if it is as strict, and prints as little, as the real one. */

describe("what the stand-in prints", () => {
  test.each<[string, unknown, string]>([
    ["nothing for null", null, ""],
    ["a text bare", "a b", "a b\n"],
    ["a truth in lower case", true, "true\n"],
    ["each entry of a list on a line", ["a", 5], "a\n5\n"],
    [
      "the cells of a row between tabs, truths and null as Python writes them",
      [["a", true, null, [1, 2]]],
      "a\tTrue\tNone\t2\n",
    ],
    ["the values of an object as a row", { a: 1, b: { c: 2 } }, "1\t\n"],
  ])("is %s", (_, result, text) => {
    expect(azOutput(result, "tsv")).toBe(text);
  });

  test("is JSON of two spaces where nothing else is asked", () => {
    expect(azOutput({ a: ["가"] }, "json")).toBe('{\n  "a": [\n    "가"\n  ]\n}\n');
  });
});

describe("what the stand-in refuses to evaluate", () => {
  test.each(["let $a = b in $a", "a ? b : c", "a + `1`", "lower(a)", "$.a", String.raw`a[?b=='it\'s']`])(
    "is %s",
    (query) => {
      expect(() => azQuery({ a: [] }, query)).toThrow(/--query/);
    },
  );

  test("is a function of what it does not take", () => {
    expect(() => azQuery({ a: null }, "length(a)")).toThrow(/type/);
  });

  test("is nothing that jmespath.py knows", () => {
    const answer = {
      a: [
        { b: "it's", c: 1 },
        { b: "x", c: 2 },
      ],
    };
    expect(azQuery(answer, 'a[?b==`"it\\u0027s"`] | [0].c')).toBe(1);
    expect(azQuery(answer, "to_string(a[*].[b, c])")).toBe('[["it\'s",1],["x",2]]');
    expect(azQuery({ a: "é" }, "to_string([a])")).toBe(String.raw`["\u00e9"]`);
  });
});

describe("the stand-in ends with 2 and says why", () => {
  const session = { url: "http://127.0.0.1:9", tenantId: "t" };
  test.each([
    ["an unknown command", ["vm", "delete"], "'vm delete' is not in the stand-in for az."],
    ["an unknown option", ["rest", "--uri-parameters", "a=b"], "unrecognized arguments: --uri-parameters"],
    ["an option without its value", ["rest", "--url"], "argument --url: expected one argument"],
    ["two values", ["rest", "--url", "/a", "/b"], "argument --url: expected one argument"],
    [
      "a value that names a file",
      ["rest", "--method", "get", "--url", "@/etc/passwd"],
      "No such file or directory: /etc/passwd",
    ],
    ["a missing option", ["graph", "query"], "the following arguments are required: --graph-query"],
  ])("for %s", async (_, argv, message) => {
    expect(await runAz(session, argv)).toEqual({ status: 2, stdout: "", stderr: `ERROR: ${message}\n` });
  });
});
