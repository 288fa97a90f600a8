import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/**
 * Replaces words in a whole scenario: request and tenant, keys and values. Case is ignored where a word is found, and
 * nothing is replaced inside a longer word.
 *
 * @param words what to write for what, by the lower-case word.
 */
export function rewrite(scenario: Scenario, words: ReadonlyMap<string, string>): void {
  if (words.size === 0) return;
  const alternatives = [...words.keys()]
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`));
  const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.join("|")})(?![\\p{L}\\d])`, "giu");
  const inText = (text: string) => text.replaceAll(pattern, (word) => words.get(word.toLowerCase()) ?? word);
  Object.assign(scenario, inAll({ request: scenario.request, tenant: scenario.tenant }, inText));
}

function inAll(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === "string") return inText(value);
  if (Array.isArray(value)) return value.map((item) => inAll(item, inText));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [inText(name), inAll(member, inText)]),
  );
}
