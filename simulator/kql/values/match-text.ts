const wordCharacter = /[\p{L}\p{N}]/u;

type Matcher = (text: string, sought: string) => boolean;

/**
 * KQL's text operators, by name without `!` and without `_cs`. `has` and its kin look for whole terms: runs of letters
 * and digits.
 *
 * @see https://learn.microsoft.com/kusto/query/datatypes-string-operators
 */
export const textMatchers: Record<string, Matcher> = {
  has: (text, sought) => hasTerm(text, sought, true, true),
  hasprefix: (text, sought) => hasTerm(text, sought, true, false),
  hassuffix: (text, sought) => hasTerm(text, sought, false, true),
  contains: (text, sought) => text.includes(sought),
  startswith: (text, sought) => text.startsWith(sought),
  endswith: (text, sought) => text.endsWith(sought),
};

function hasTerm(text: string, sought: string, startsTerm: boolean, endsTerm: boolean): boolean {
  if (sought === "") return true;
  const guardStart = startsTerm && wordCharacter.test(sought.at(0) ?? "");
  const guardEnd = endsTerm && wordCharacter.test(sought.at(-1) ?? "");
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const before = guardStart && at > 0 && wordCharacter.test(text[at - 1] ?? "");
    const after = guardEnd && wordCharacter.test(text[at + sought.length] ?? "");
    if (!before && !after) return true;
  }
  return false;
}

/** The operator's name and how it matches: `!has_cs` is `has`, negated, minding case. */
export function readTextOperator(
  operator: string,
): { match: Matcher; negated: boolean; mindsCase: boolean } | undefined {
  const negated = operator.startsWith("!");
  const bare = negated ? operator.slice(1) : operator;
  const mindsCase = bare.endsWith("_cs");
  const match = textMatchers[mindsCase ? bare.slice(0, -3) : bare];
  return match === undefined ? undefined : { match, negated, mindsCase };
}

/** A regular expression as RE2 writes it; `(?i)` at its head is a flag here. */
export function kustoPattern(pattern: string, flags = ""): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  if (inline === null) return new RegExp(pattern, flags);
  return new RegExp(pattern.slice(inline[0].length), `${flags}${inline[1] ?? ""}`);
}
