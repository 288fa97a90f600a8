type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Pseudo-random numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const names = ["a", "b", "c", "list", "text"];
const texts = ["", "Deny", "deny", "Allow", "10.0.0.4", "10.0.0.0/24", "2026-01-01T00:00:00Z", "it's\nDeny"];
const numbers = [0, 1, 2, 80, -3, 1.5];

export interface RandomCase {
  readonly document: Json;
  readonly expression: string;
}

/** A small document and an expression over its names, from a grammar that covers what playbooks use. */
export function randomCase(random: () => number): RandomCase {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

  const json = (depth: number): Json => {
    const kind = random();
    if (depth === 0 || kind < 0.35) return pick<Json>([pick(texts), pick(numbers), random() < 0.5, null]);
    if (kind < 0.65) return Array.from({ length: Math.floor(random() * 4) }, () => json(depth - 1));
    return Object.fromEntries(names.filter(() => random() < 0.6).map((name) => [name, json(depth - 1)]));
  };

  const literal = () =>
    pick([
      `'${pick(texts).replaceAll("'", "\\'")}'`,
      `\`${pick(numbers)}\``,
      "`true`",
      "`false`",
      "`null`",
      "`[]`",
    ]);
  const one = (options: readonly (() => string)[]): string => pick(options)();
  const path = (depth: number): string => {
    const base = pick(names);
    if (depth === 0) return base;
    const rest = one([
      () => "",
      () => "",
      () => `.${pick(names)}`,
      () => "[0]",
      () => "[-1]",
      () => "[]",
      () => "[*]",
      () => `[?${test(depth - 1)}]`,
      () => ".*",
    ]);
    return `${base}${rest}${random() < 0.5 ? `.${pick(names)}` : ""}`;
  };
  const value = (depth: number): string =>
    one([
      () => path(depth),
      () => path(depth),
      literal,
      () => `length(${path(depth)})`,
      () => `lower(${path(depth)})`,
      () => `(${path(depth)} || ${literal()})`,
      () => `first(${path(depth)})`,
      () => `(${path(depth)} | [0])`,
      () => `[${path(depth)}, ${path(depth)}][]`,
    ]);
  const order = () => pick(["<", ">", ">=", "<="]);
  const test = (depth: number): string => {
    if (depth <= 0) return `${pick(names)} ${pick(["==", "!=", order()])} ${literal()}`;
    const below = depth - 1;
    return one([
      () => `${value(below)} == ${literal()}`,
      () => `${value(below)} != ${literal()}`,
      () => `${value(below)} == ${value(below)}`,
      () => `${value(below)} ${order()} \`${pick(numbers)}\``,
      () => `!(${test(below)})`,
      () => `!(${path(depth)})`,
      () => `(${test(below)} && ${test(below)})`,
      () => `(${test(below)} || ${test(below)})`,
      () => `contains(${value(below)}, ${literal()})`,
      () => `mentions(${value(below)}, 'deny')`,
      () => `in_cidr(${value(below)}, '10.0.0.0/24')`,
      () => `any_in_cidr('10.0.0.4', ${path(depth)})`,
      () => `before(${value(below)}, '2026-02-01')`,
      () => `exists(${value(below)})`,
      () => `starts_with(${value(below)}, 'De')`,
      () => `length(${path(depth)}) ${pick(["==", order()])} \`${pick([0, 1, 2])}\``,
      () => `${path(depth)}[?${test(below)}]`,
      () => `(${path(depth)} | [?${test(below)}])`,
      () => value(depth),
    ]);
  };

  const document = Object.fromEntries(names.map((name) => [name, json(3)]));
  return { document, expression: test(3) };
}
