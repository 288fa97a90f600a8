import { search } from "@jmespath-community/jmespath";
import { describe, expect, it } from "vitest";
import type { Evaluated } from "../../../diagnosis/evaluation/evaluated.ts";
import { memberOf } from "../../../diagnosis/evaluation/navigate.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import { isTrue, plainSearch } from "../../../diagnosis/recheck/plain-search.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";
import { type RandomCase, randomCase, randomFrom } from "./random-cases.ts";

const cases = 6_000;

/** What a test found against each of many random cases, and how much there was to find. */
function over(seed: number, check: (one: RandomCase, value: Evaluated) => string[] | undefined) {
  const random = randomFrom(seed);
  const against: string[] = [];
  let checked = 0;
  for (let index = 0; index < cases; index += 1) {
    const one = randomCase(random);
    const root = rootOf(evidenceOf("e5", one.document));
    const names = Object.keys(one.document as object).map((name) => [name, memberOf(root, name)] as const);
    const found = check(one, evaluateOver(one.expression, Object.fromEntries(names)));
    if (found === undefined) continue;
    checked += 1;
    for (const problem of found)
      against.push(`${one.expression}\nover ${JSON.stringify(one.document)}\n${problem}`);
  }
  return { against, checked };
}

describe("over random documents and expressions", () => {
  it("every citation that evaluation makes holds when it is evaluated again on the stored body", () => {
    const { against, checked } = over(20_261_014, ({ document }, value) => {
      const truth = truthOf(value);
      if (truth.kind === "unknown" || truth.proof().length === 0) return undefined;
      const evidence = evidenceOf("e5", document);
      return truth
        .proof()
        .filter((citation) => !holds(citation, evidence))
        .map((citation) => JSON.stringify(citation));
    });
    expect(against).toEqual([]);
    expect(checked).toBeGreaterThan(cases / 2);
  });

  it("the citing evaluation and the plain one agree on what is true", () => {
    const { against, checked } = over(7, ({ document, expression }, value) => {
      if (expression.includes("exists(")) return undefined;
      const truth = truthOf(value);
      const cited = truth.kind === "truth" ? truth.isTrue : "unknown";
      const plain = isTrue(plainSearch(expression, document));
      return cited === plain ? [] : [`plain ${plain}, cited ${cited}`];
    });
    expect(against).toEqual([]);
    expect(checked).toBeGreaterThan(cases / 2);
  });

  it("the citing evaluation agrees with the JMESPath library wherever that one gives an answer", () => {
    const { against, checked } = over(99, ({ document, expression }, value) => {
      // The library compares lists inside `contains` by identity.
      if (/contains\(.*`\[\]`/s.test(expression)) return undefined;
      const answer = libraryAnswer(document, expression);
      if (answer === undefined) return undefined;
      const own = value.kind === "known" ? JSON.stringify(value.value) : "unknown";
      return own === JSON.stringify(answer) ? [] : [`library ${JSON.stringify(answer)}, cited ${own}`];
    });
    expect(against).toEqual([]);
    expect(checked).toBeGreaterThan(cases / 4);
  });
});

/** Undefined where the library refuses: a function that it does not have, an argument of another type. */
function libraryAnswer(document: RandomCase["document"], expression: string): unknown {
  try {
    return search(document, expression);
  } catch {
    return undefined;
  }
}
