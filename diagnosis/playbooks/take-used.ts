import type { Playbook } from "../playbook.ts";
import { namesIn } from "../playbook-check/check-expressions.ts";
import {
  letExpressions,
  type PlacedExpression,
  readExpressions,
  textExpressions,
} from "../playbook-check/playbook-expressions.ts";

/**
 * The playbook without the reads and `let`s that neither its check nor its texts need. Playbooks of one service share
 * what they are weighed on; each takes from it what it uses, since a read that decides nothing is a defect.
 */
export function takeUsed(playbook: Playbook): Playbook {
  const expressionsOf = new Map<string, readonly PlacedExpression[]>(
    Object.entries(playbook.reads).map(([name, read]) => [name, readExpressions(name, read)]),
  );
  for (const placed of letExpressions(playbook))
    expressionsOf.set(placed.where.slice("let.".length), [placed]);
  const used = new Set<string>();
  const pending = [{ where: "holds", expression: playbook.holds }, ...textExpressions(playbook)];
  for (let placed = pending.pop(); placed !== undefined; placed = pending.pop())
    for (const name of namesIn(placed.expression)) {
      if (used.has(name)) continue;
      used.add(name);
      pending.push(...(expressionsOf.get(name) ?? []));
    }
  const keep = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => used.has(name)));
  return { ...playbook, reads: keep(playbook.reads), let: keep(playbook.let ?? {}) };
}
