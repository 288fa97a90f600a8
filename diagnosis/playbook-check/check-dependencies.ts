import type { Playbook } from "../playbook.ts";
import { namesIn } from "./check-expressions.ts";
import { letExpressions, readExpressions, textExpressions } from "./playbook-expressions.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

/** Reads and `let`s are used, and none is made of itself. A read that decides nothing and shows nothing is a defect. */
export function checkDependencies(playbook: Playbook): PlaybookProblem[] {
  const uses = new Map<string, ReadonlySet<string>>();
  for (const [name, read] of Object.entries(playbook.reads))
    uses.set(`reads.${name}`, union(readExpressions(name, read).map(({ expression }) => expression)));
  for (const { where, expression } of letExpressions(playbook)) uses.set(where, namesIn(expression));
  const whereIs = (name: string) => [`reads.${name}`, `let.${name}`].find((where) => uses.has(where));

  const used = new Set<string>();
  const follow = (names: ReadonlySet<string>): void => {
    for (const name of names) {
      const where = whereIs(name);
      if (where === undefined || used.has(where)) continue;
      used.add(where);
      follow(uses.get(where) ?? new Set());
    }
  };
  follow(namesIn(playbook.holds));
  follow(union(textExpressions(playbook).map(({ expression }) => expression)));

  return [...uses.keys()].flatMap((where) => [
    ...(used.has(where) ? [] : [{ where, problem: "nothing uses it: neither `holds` nor a text needs it" }]),
    ...(reachesItself(where) ? [{ where, problem: "it is made of itself" }] : []),
    ...(isDoubled(where) ? [{ where, problem: "a read and a `let` have the same name" }] : []),
  ]);

  function reachesItself(start: string): boolean {
    const seen = new Set<string>();
    const from = [...(uses.get(start) ?? [])];
    for (let name = from.pop(); name !== undefined; name = from.pop()) {
      const where = whereIs(name);
      if (where === start) return true;
      if (where === undefined || seen.has(where)) continue;
      seen.add(where);
      from.push(...(uses.get(where) ?? []));
    }
    return false;
  }

  function isDoubled(where: string): boolean {
    return where.startsWith("let.") && uses.has(`reads.${where.slice("let.".length)}`);
  }
}

function union(expressions: readonly string[]): ReadonlySet<string> {
  return new Set(expressions.flatMap((expression) => [...namesIn(expression)]));
}
