import { search } from "@jmespath-community/jmespath";
import { describe, expect, it } from "vitest";
import { memberOf } from "../../../diagnosis/evaluation/navigate.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import { isTrue, plainSearch } from "../../../diagnosis/recheck/plain-search.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";
import { type RandomCase, randomCase, randomFrom } from "./random-cases.ts";

const cases = 6_000;

describe("over random documents and expressions", () => {
  it("every citation that evaluation makes holds when it is evaluated again on the stored body", () => {
    const random = randomFrom(20_261_014);
    let citations = 0;
    for (let index = 0; index < cases; index += 1) {
      const { document, expression } = randomCase(random);
      const evidence = evidenceOf("e5", document);
      const root = rootOf(evidence);
      const names = Object.fromEntries(
        Object.keys(document as object).map((name) => [name, memberOf(root, name)]),
      );
      const truth = truthOf(evaluateOver(expression, names));
      if (truth.kind === "unknown") continue;
      for (const citation of truth.citations) {
        citations += 1;
        if (!holds(citation, evidence))
          expect.fail(`${expression}\nover ${JSON.stringify(document)}\ncites ${JSON.stringify(citation)}`);
      }
    }
    expect(citations).toBeGreaterThan(cases / 2);
  });

  it("the citing evaluation and the plain one agree on what is true", () => {
    const random = randomFrom(7);
    for (let index = 0; index < cases; index += 1) {
      const { document, expression } = randomCase(random);
      if (expression.includes("exists(")) continue;
      const root = rootOf(evidenceOf("e5", document));
      const names = Object.fromEntries(
        Object.keys(document as object).map((name) => [name, memberOf(root, name)]),
      );
      const truth = truthOf(evaluateOver(expression, names));
      const plain = isTrue(plainSearch(expression, document));
      const cited = truth.kind === "truth" ? truth.isTrue : "unknown";
      if (cited !== plain)
        expect.fail(`${expression}\nover ${JSON.stringify(document)}\nplain ${plain}, cited ${cited}`);
    }
  });

  it("the citing evaluation agrees with the JMESPath library wherever that one gives an answer", () => {
    const random = randomFrom(99);
    let compared = 0;
    for (let index = 0; index < cases; index += 1) {
      const { document, expression } = randomCase(random);
      // The library compares lists inside `contains` by identity.
      const answer = /contains\(.*`\[\]`/s.test(expression) ? undefined : libraryAnswer(document, expression);
      if (answer === undefined) continue;
      compared += 1;
      const root = rootOf(evidenceOf("e5", document));
      const names = Object.fromEntries(
        Object.keys(document as object).map((name) => [name, memberOf(root, name)]),
      );
      const value = evaluateOver(expression, names);
      expect(value.kind === "known" ? value.value : "unknown", expression).toEqual(answer);
    }
    expect(compared).toBeGreaterThan(cases / 4);
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
