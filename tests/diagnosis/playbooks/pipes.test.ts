import { expect, test } from "vitest";
import { isObject, type JsonValue } from "../../../domain/json-value.ts";
import { parseExpression } from "../../../diagnosis/evaluation/expression/parse-expression.ts";
import type { Playbook } from "../../../diagnosis/playbook.ts";
import { allPlaybooks } from "../../../diagnosis/playbooks/all-playbooks.ts";

const bound = ["request", "signals", "subscriptions", "names", "neighbours", "target"];

/** Names of the check that stand bare in an alternative behind a pipe: there they are fields of the list. */
function lostNames(node: JsonValue | undefined, names: ReadonlySet<string>, isLost = false): string[] {
  if (Array.isArray(node)) return node.flatMap((member) => lostNames(member, names, isLost));
  if (!isObject(node)) return [];
  const { type, name } = node;
  if (type === "Field" && isLost) return typeof name === "string" && names.has(name) ? [name] : [];
  // `$.x` and `a.x` name a member of what stands before the point.
  if (type === "Subexpression") return lostNames(node["left"], names, isLost);
  const right = type === "Pipe" ? node["right"] : undefined;
  const isAlternative =
    isObject(right) && (right["type"] === "OrExpression" || right["type"] === "AndExpression");
  return Object.entries(node).flatMap(([key, member]) =>
    lostNames(member, names, key === "right" && isAlternative ? true : isLost),
  );
}

function expressionsOf({ holds, raisedBy, target, let: facts = {} }: Playbook): [string, string][] {
  return [["holds", holds], ["raisedBy", raisedBy], ["target", target ?? "`null`"], ...Object.entries(facts)];
}

test("no alternative behind a pipe names what only the check knows", () => {
  const lost = allPlaybooks.flatMap((playbook) => {
    const names = new Set([...bound, ...Object.keys(playbook.reads), ...Object.keys(playbook.let ?? {})]);
    return expressionsOf(playbook).flatMap(([name, text]) =>
      lostNames(parseExpression(text) as unknown as JsonValue, names).map(
        (found) => `${playbook.code} ${name}: ${found}`,
      ),
    );
  });
  expect(lost).toEqual([]);
});
