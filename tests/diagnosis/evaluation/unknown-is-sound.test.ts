import { describe, expect, it } from "vitest";
import type { Evaluated } from "../../../diagnosis/evaluation/evaluated.ts";
import { unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { memberOf } from "../../../diagnosis/evaluation/navigate.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";
import { type RandomCase, randomCase, randomFrom } from "./random-cases.ts";

const cases = 8_000;
type Json = RandomCase["document"];

function namesOf(root: Evaluated, document: Json): Record<string, Evaluated> {
  return Object.fromEntries(Object.keys(document as object).map((name) => [name, memberOf(root, name)]));
}

function truth(expression: string, names: Record<string, Evaluated>): boolean | "unknown" {
  const result = truthOf(evaluateOver(expression, names));
  return result.kind === "truth" ? result.isTrue : "unknown";
}

/** Every list that stands in no other list, without its last element. */
function cutLists(value: Json): Json {
  if (Array.isArray(value)) return value.slice(0, -1);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutLists(member)]));
}

describe("over random documents and expressions", () => {
  it("what is decided while a read is pending stays so whatever the read answers", () => {
    const random = randomFrom(11);
    const against: string[] = [];
    let decided = 0;
    for (let index = 0; index < cases; index += 1) {
      const { document, expression } = randomCase(random);
      const names = namesOf(rootOf(evidenceOf("e5", document)), document);
      for (const pending of Object.keys(names)) {
        const before = truth(expression, {
          ...names,
          [pending]: unknown({ kind: "pending", read: pending }),
        });
        if (before === "unknown") continue;
        decided += 1;
        const after = truth(expression, names);
        if (before !== after)
          against.push(`${expression} without ${pending}\nover ${JSON.stringify(document)}`);
      }
    }
    expect(against).toEqual([]);
    expect(decided).toBeGreaterThan(cases);
  });

  it("what is decided on lists that stopped early stays so on the whole lists", () => {
    const random = randomFrom(12);
    const against: string[] = [];
    let decided = 0;
    for (let index = 0; index < cases; index += 1) {
      const { document, expression } = randomCase(random);
      const cut = cutLists(document);
      const early = truth(expression, namesOf(rootOf(evidenceOf("e5", cut, { complete: false })), cut));
      if (early === "unknown") continue;
      decided += 1;
      const late = truth(expression, namesOf(rootOf(evidenceOf("e5", document)), document));
      if (early !== late) against.push(`${expression}\nover ${JSON.stringify(document)}`);
    }
    expect(against).toEqual([]);
    expect(decided).toBeGreaterThan(cases / 4);
  });
});
