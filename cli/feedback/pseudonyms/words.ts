import { createHash } from "node:crypto";
import { environmentMarks } from "./given-words.ts";
import type { Identifiers } from "./identifiers.ts";
import { wholeNames } from "./whole-names.ts";

const shortestWord = 3;
/** So long a word may be replaced inside a longer one that is not known itself. */
const shortestInside = 5;
const consonants = "bdfgjklmnprstvz";
const vowels = "aeiou";
const syllables = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후";

export interface WordMap {
  /** What to write for a run of letters, its case kept. */
  word(run: string): string;
  /** The same for a run behind the letter of an escape such as `\\n`, which may be its own first letter. */
  escaped(letter: string, run: string): string;
  /** Names of which nothing would change otherwise, in lower case: what to write for the whole. */
  names: ReadonlyMap<string, string>;
}

/**
 * Other words for those that names are made of. A word has one pseudonym wherever it stands, so that names which share a word still
 * do, and the mark of an environment at its end stays.
 *
 * @param given  words that keep their meaning: they stay, in names too.
 */
export function wordMap(
  salt: string,
  { hosts, names, people }: Identifiers,
  given: ReadonlySet<string>,
): WordMap {
  const words = new Map<string, string>();
  const made = maker(salt, given, new Set([...names, ...people].flatMap(runsOf)));
  const identifying = new Set([...names, ...people].flatMap(runsOf).filter((run) => isOwn(run, given)));
  const abbreviated = new Set([...names].flatMap((name) => abbreviation.exec(name.toLowerCase())?.[0] ?? []));
  // Short ones first: a word that is made of another keeps that other inside.
  for (const run of [...identifying].toSorted(
    (left, right) => left.length - right.length || (left < right ? -1 : 1),
  ))
    words.set(
      run,
      partsOf(run, abbreviated)
        .map((part) => composed(part, words, given, made))
        .join(""),
    );
  const inside = [...words.keys()]
    .filter((word) => word.length >= shortestInside)
    .toSorted((a, b) => b.length - a.length);
  const hangul = [...words.keys()].filter((word) => /\p{Script=Hangul}/u.test(word));

  const word = (run: string): string => {
    const lower = run.toLowerCase();
    const whole = words.get(lower);
    if (whole !== undefined) return inCaseOf(run, whole);
    if (given.has(lower)) return run;
    const contained = (hangul.some((one) => lower.includes(one)) ? hangul : inside).filter((one) =>
      lower.includes(one),
    );
    return contained.length === 0 ? run : inCaseOf(run, replaced(lower, contained, words));
  };
  const escaped = (letter: string, run: string): string =>
    words.has(`${letter}${run}`.toLowerCase()) ? word(`${letter}${run}`) : `${letter}${word(run)}`;
  return { word, escaped, names: wholeNames(names, hosts, word, made) };
}

function runsOf(text: string): string[] {
  return (text.match(/\p{L}+/gu) ?? []).map((run) => run.toLowerCase());
}

function isOwn(run: string, given: ReadonlySet<string>): boolean {
  const shortest = /\p{Script=Hangul}/u.test(run) ? 2 : shortestWord;
  if (run.length < shortest || given.has(run)) return false;
  // One and many of a thing are the same word.
  return ![`${run}s`, run.replace(/s$/u, ""), run.replace(/es$/u, "")].some((other) => given.has(other));
}

/** What a name without separators begins with where people say what kind of thing it is: `stordersprod`, `kvorders`. */
const abbreviation = /^(?:stg?|kv|acr|cr)[a-z]{3,}(?=\d*$)/u;

function partsOf(run: string, abbreviated: ReadonlySet<string>): string[] {
  const [, prefix = "", rest = run] = abbreviated.has(run)
    ? (/^(stg?|kv|acr|cr)(.{3,})$/u.exec(run) ?? [])
    : [];
  return prefix === "" ? [run] : [prefix, rest];
}

/** A word of its own, or one that is made of others: `orders` in `ordersarchive`. */
function composed(
  run: string,
  words: ReadonlyMap<string, string>,
  given: ReadonlySet<string>,
  made: (run: string) => string,
): string {
  if (run.length < shortestWord || given.has(run)) return run;
  const known = words.get(run);
  if (known !== undefined) return known;
  const [part] = [...words.keys()]
    .filter((word) => run.includes(word) && (word.length >= 4 || run.endsWith(word) || run.startsWith(word)))
    .toSorted((left, right) => right.length - left.length);
  if (part === undefined) return made(run);
  const at = run.indexOf(part);
  const around = [run.slice(0, at), run.slice(at + part.length)].map((piece) =>
    composed(piece, words, given, made),
  );
  return `${around[0]!}${words.get(part)!}${around[1]!}`;
}

/** Makes words of the same length that are said easily, mean nothing, and are no word of the documents. */
function maker(salt: string, given: ReadonlySet<string>, known: readonly string[] | ReadonlySet<string>) {
  const taken = new Set([...given, ...known]);
  const isMark = (text: string) => environmentMarks.some((mark) => text.endsWith(mark));
  return (run: string): string => {
    const mark = environmentMarks.find((one) => run.endsWith(one) && run.length > one.length) ?? "";
    const stem = run.slice(0, run.length - mark.length);
    for (let attempt = 0; ; attempt += 1) {
      const digest = createHash("sha512").update(`${salt} ${attempt} ${run}`).digest();
      const letters = Array.from(stem, (letter, index) => letterFor(letter, index, digest[index % 64]!));
      const other = `${letters.join("")}${mark}`;
      if (attempt < 50 && (taken.has(other) || (mark === "" && isMark(other)))) continue;
      taken.add(other);
      return other;
    }
  };
}

function letterFor(letter: string, index: number, byte: number): string {
  if (/\p{Script=Hangul}/u.test(letter)) return syllables[byte % syllables.length]!;
  const letters = index % 2 === 0 ? consonants : vowels;
  return letters[byte % letters.length]!;
}

function replaced(text: string, parts: readonly string[], words: ReadonlyMap<string, string>): string {
  return text.replaceAll(new RegExp(parts.join("|"), "gu"), (part) => words.get(part) ?? part);
}

/** Pseudonyms are as long as what they stand for: each letter takes the case of the one in its place. */
function inCaseOf(run: string, other: string): string {
  if (run.length !== other.length) return other;
  return Array.from(other, (letter, index) => (isUpper(run[index]!) ? letter.toUpperCase() : letter)).join(
    "",
  );
}

function isUpper(letter: string): boolean {
  return letter !== letter.toLowerCase();
}
