import { givenNames } from "./given-words.ts";

/**
 * Names and hosts that are mapped as a whole, in lower case: those in which no word would change, and those that an error cut short.
 *
 * @param word  the pseudonym of a run of letters.
 * @param made  makes a new one.
 */
export function wholeNames(
  names: ReadonlySet<string>,
  hosts: ReadonlySet<string>,
  word: (run: string) => string,
  made: (run: string) => string,
): ReadonlyMap<string, string> {
  const unchanged = unchangedNames([...[...names].filter(isUnmistakable), ...hosts], word, made);
  return new Map([...cutNames(names, word, unchanged), ...unchanged]);
}

/** An error may cut a name short: `rg-c` of `rg-connectivity`. It stays the beginning of the same name. */
function cutNames(
  names: ReadonlySet<string>,
  word: (run: string) => string,
  unchanged: ReadonlyMap<string, string>,
): Map<string, string> {
  const cut = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!/[-_.]\p{L}{1,2}$/u.test(key)) continue;
    const whole = [...names].find(
      (other) => other.toLowerCase().startsWith(key) && /\p{L}/u.test(other[key.length] ?? ""),
    );
    if (whole === undefined) continue;
    const other = unchanged.get(whole.toLowerCase()) ?? whole.toLowerCase().replaceAll(/\p{L}+/gu, word);
    cut.set(key, other.slice(0, key.length));
  }
  return cut;
}

/** Of ordinary words alone, such as `app-web-01`: a made word is added, the same one where only numbers differ. */
function unchangedNames(
  names: readonly string[],
  word: (run: string) => string,
  made: (run: string) => string,
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  const added = new Map<string, string>();
  const keys = [...new Set(names.map((name) => name.toLowerCase()))];
  for (const key of keys.toSorted((left, right) => left.length - right.length)) {
    if (key.replaceAll(/\p{L}+/gu, word) !== key) continue;
    // `MC_rg-a_aks-b_region` is made of the names of a group and a cluster.
    const joined = key.replaceAll(/[^_]+/gu, (part) => changed.get(part) ?? part);
    if (joined !== key) {
      changed.set(key, joined);
      continue;
    }
    const before = [...changed.keys()].findLast(
      (other) => /^[-_.]/u.test(key.slice(other.length)) && key.startsWith(other),
    );
    if (before !== undefined) {
      changed.set(key, `${changed.get(before)!}${key.slice(before.length)}`);
      continue;
    }
    const behind = [...changed.keys()].findLast((other) => key.endsWith(`.${other}`));
    if (behind !== undefined) {
      changed.set(key, `${key.slice(0, -behind.length)}${changed.get(behind)!}`);
      continue;
    }
    const letters = key.replaceAll(/[^a-z]/gu, "");
    const own = added.get(letters) ?? made(`name${letters}`).slice(0, 4);
    added.set(letters, own);
    changed.set(key, withWord(key, own));
  }
  return changed;
}

/** Inside, so that the name as it was is no part of what it becomes. */
function withWord(name: string, word: string): string {
  const separators = [...name.matchAll(/[-_.]/gu)];
  const place = separators[Math.min(1, separators.length - 1)];
  if (place !== undefined) return `${name.slice(0, place.index)}${place[0]}${word}${name.slice(place.index)}`;
  const at = /\d*$/u.exec(name)!.index;
  return `${name.slice(0, at)}${word}${name.slice(at)}`;
}

/** No ordinary word, no GUID, and nothing to which Azure itself gives the name. */
function isUnmistakable(name: string): boolean {
  if (name.length < 5 || !/[-_\d]/u.test(name) || !/\p{L}/u.test(name) || /[\s/:{}$*]/u.test(name))
    return false;
  return (
    !/^[0-9a-f-]{32,36}$/iu.test(name) &&
    !/^privatelink/iu.test(name) &&
    !givenNames().has(name.toLowerCase())
  );
}
