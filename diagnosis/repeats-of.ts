import { type Environment, evaluate } from "./evaluation/environment.ts";
import { elementsOf } from "./evaluation/navigate.ts";
import type { PlaybookAction } from "./playbook.ts";

/** More commands than anybody pastes one by one; a part of them would be no fix. */
const mostRepeats = 20;

/**
 * The environments in which an action is told: one with each element of its list as `item`. Its own, in which nothing is called
 * that, where it has no list, and where that is empty, not known or too long.
 */
export function repeatsOf({ each }: Pick<PlaybookAction, "each">, environment: Environment): Environment[] {
  if (each === undefined) return [environment];
  const list = evaluate(each, environment);
  const items = list.kind === "known" ? (elementsOf(list) ?? []) : [];
  return items.length === 0 || items.length > mostRepeats
    ? [environment]
    : items.map((item) => environment.with({ item }));
}
