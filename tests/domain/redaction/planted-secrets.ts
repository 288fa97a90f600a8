/**
 * Secrets made when a test runs, from parts, so that no file of the repository holds anything that looks like one. The same
 * seed gives the same secrets.
 */
export interface Planter {
  /** `length` characters of the alphabet, with a digit, a lower-case and an upper-case letter where it has them. */
  text(alphabet: string, length: number): string;
  password(): string;
  /** A key of 32 bytes in base64: Service Bus, Event Hubs, Redis, Search. */
  key44(): string;
  /** A key of 64 bytes in base64: Storage, Cosmos DB. */
  key88(): string;
  hex32(): string;
  jwt(): string;
  clientSecret(): string;
  guid(): string;
  pick<T>(items: readonly T[]): T;
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "0123456789";
export const alphanumeric = lower + upper + digits;
const base64 = `${alphanumeric}+/`;

export function createPlanter(seed: number): Planter {
  let state = seed >>> 0 || 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(items: readonly T[]): T => items[next(items.length)]!;
  const text = (alphabet: string, length: number) => {
    const made = Array.from({ length }, () => alphabet[next(alphabet.length)]!);
    [digits, lower, upper].forEach((kind, at) => {
      const possible = kind.split("").filter((char) => alphabet.includes(char));
      if (possible.length > 0 && at + 1 < length) made[at + 1] = pick(possible);
    });
    return made.join("");
  };
  const planter: Planter = {
    text,
    pick,
    password: () => `${text(alphanumeric, 6)}!${text(alphanumeric, 5)}#`,
    key44: () => `${text(base64, 42)}${pick("AEIMQUYcgkosw048".split(""))}=`,
    key88: () => `${text(base64, 85)}${pick("AQgw".split(""))}==`,
    hex32: () => text("0123456789abcdef", 32),
    jwt: () =>
      [
        `e${"yJ"}${text(alphanumeric, 34)}`,
        `e${"yJ"}${text(alphanumeric, 120)}`,
        text(alphanumeric, 43),
      ].join("."),
    clientSecret: () => `${text(alphanumeric, 3)}8${"Q"}~${text(`${alphanumeric}._-`, 33)}a`,
    guid: () => [8, 4, 4, 4, 12].map((length) => text("0123456789abcdef", length)).join("-"),
  };
  return planter;
}
