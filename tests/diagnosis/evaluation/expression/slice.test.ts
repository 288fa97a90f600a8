import { describe, expect, it } from "vitest";
import { evaluateOver, evidenceOf, rootOf } from "../../evidence-of.ts";

const list = [0, 1, 2, 3, 4];
const whole = { list: rootOf(evidenceOf("e5", { list })) };
const cut = { list: rootOf(evidenceOf("e5", { list }, { complete: false })) };

describe("slices", () => {
  it.each([
    ["[1:3]", [1, 2]],
    ["[:2]", [0, 1]],
    ["[-2:]", [3, 4]],
    ["[::2]", [0, 2, 4]],
    ["[::-1]", [4, 3, 2, 1, 0]],
    ["[3:0:-1]", [3, 2, 1]],
    ["[9:]", []],
    ["[-9:2]", [0, 1]],
    ["[:-9:-1]", [4, 3, 2, 1, 0]],
  ])("%s", (slice, value) => {
    expect(evaluateOver(`list.list${slice}`, whole)).toMatchObject({ kind: "known", value });
  });

  it("of a list that stopped early are known where they end before it does", () => {
    expect(evaluateOver("list.list[1:3]", cut)).toMatchObject({ kind: "known", value: [1, 2] });
    for (const slice of ["[1:]", "[-1:]", "[:-1]", "[::-1]", "[4:9]"])
      expect(evaluateOver(`list.list${slice}`, cut).kind).toBe("unknown");
  });

  it("of what is no list are nothing, by what it is", () => {
    expect(evaluateOver("list.nothing[1:]", whole)).toMatchObject({ value: null });
  });
});
