import { search } from "@jmespath-community/jmespath";
import { describe, expect, it } from "vitest";
import { isTrue, NotPlainError, plainSearch } from "../../../diagnosis/recheck/plain-search.ts";

const document = {
  a: { b: [1, 2, { c: "x" }], d: null },
  list: [[1, 2], [3], 4],
  rows: [
    { n: 5, t: "Deny" },
    { n: 80, t: "Allow" },
  ],
};

describe("a test evaluated on plain JSON", () => {
  it.each([
    "a.b[2].c",
    "a.b[-1].c",
    "a.b[9]",
    "a.nothing.more",
    "list[]",
    "list[*]",
    "a.*",
    "rows[?n > `10`].t",
    "rows[?n >= `5` && t == 'Deny'] | [0].n",
    "rows[?n < `10` || t != 'Deny'].n",
    "rows[?n <= `80`].n",
    "rows[0].t < `3`",
    "!(rows[?n == `7`])",
    "rows[0] ? 'yes' : 'no'",
    "a.d ? 'yes' : 'no'",
    "[a.b[0], rows[1].n]",
    "{x: a.b[0], y: rows[0].t}",
    "rows[0].n + `2`",
    "rows[0].n - `2`",
    "rows[0].n * `2`",
    "rows[1].n / `16`",
    "rows[1].n // `3`",
    "rows[1].n % `3`",
    "-rows[0].n",
    "+rows[0].n",
    "list[1:]",
    "list[:-1]",
    "let $x = a.b[0] in rows[?n > $x].t",
    "length(rows)",
    "@.a.b",
    "`[1, 2]`",
  ])("%s is what the library says", (expression) => {
    expect(plainSearch(expression, document)).toEqual(search(document, expression));
  });

  it("gives null where arithmetic makes no sense", () => {
    expect([plainSearch("rows[0].t + `1`", document), plainSearch("`1` / `0`", document)]).toEqual([
      null,
      null,
    ]);
  });

  it.each(["$.a", "$other", "sort_by(rows, &n)", "unheard_of(a)", "list[::2]"])(
    "%s is refused: a citation cannot rest on it",
    (expression) => {
      expect(() => plainSearch(expression, document)).toThrow(NotPlainError);
    },
  );

  it.each([
    [null, false],
    [false, false],
    ["", false],
    [[], false],
    [{}, false],
    [0, true],
    ["x", true],
    [[null], true],
    [{ a: null }, true],
  ])("%j is %s", (value, truth) => {
    expect(isTrue(value)).toBe(truth);
  });
});
