import { describe, expect, it } from "vitest";
import { functionTable } from "../../../../diagnosis/evaluation/functions/function-table.ts";
import { plainFunctions } from "../../../../diagnosis/evaluation/functions/plain/plain-functions.ts";
import type { JsonValue } from "../../../../domain/json-value.ts";
import { plainSearch } from "../../../../diagnosis/recheck/plain-search.ts";
import { evaluateOver, evidenceOf, rootOf } from "../../evidence-of.ts";

const id = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Sql/servers/sql1";
const values: readonly JsonValue[] = [
  null,
  true,
  0,
  -2.5,
  "",
  "Deny",
  "10.0.0.4",
  "10.0.0.0/24",
  "2026-01-02T03:04:05.6789Z",
  id,
  [],
  [3, 1, 2],
  ["b", "a", "b", null],
  ["10.0.0.0/24", "10.1.0.0/16"],
  { a: "x", b: [1] },
];

/** Every argument list of a length that is worth trying. */
function argumentLists(count: number): JsonValue[][] {
  if (count === 0) return [[]];
  return argumentLists(count - 1).flatMap((rest) => values.map((value) => [value, ...rest]));
}

describe("a function that cites gives the value that the plain one gives", () => {
  const names = Object.keys(plainFunctions);

  it.each(names)("%s", (name) => {
    const different = argumentLists(2).filter((args) => {
      const document = { x: args[0] ?? null, y: args[1] ?? null };
      const root = rootOf(evidenceOf("e5", document));
      const call = `${name}(@.x, @.y)`;
      const cited = evaluateOver(`data | ${call}`, { data: root });
      const plain = plainSearch(call, document);
      return cited.kind !== "known" || JSON.stringify(cited.value) !== JSON.stringify(plain);
    });
    expect(different).toEqual([]);
  });

  it("and every plain function can be called by expressions", () => {
    expect(names.filter((name) => !Object.hasOwn(functionTable, name))).toEqual([]);
  });
});
