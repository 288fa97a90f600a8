import type { TextPart, TextPosition } from "./text-part.ts";

/**
 * The work done on one request. Requests come from anywhere and reach 10 MB, so every pattern is run through `find`,
 * which counts what it reads and stops at a fixed number of matches; each pattern is written with bounded repeats only.
 */
export interface Scan {
  /** Characters handed to patterns so far. */
  charactersRead: number;
  /** Matches taken so far. */
  matchesTaken: number;
}

/** The most matches taken of one pattern in one text: far above any real error, far below what a hostile one can make. */
export const matchesPerPattern = 2_000;

export interface Found {
  /** The capture groups; `groups[0]` is the whole match. Groups that did not take part are empty. */
  groups: string[];
  index: number;
  position: TextPosition;
}

export function startScan(): Scan {
  return { charactersRead: 0, matchesTaken: 0 };
}

/** Runs a global pattern once over one text, in order of appearance. */
export function* find(scan: Scan, part: TextPart, pattern: RegExp): Generator<Found, undefined> {
  scan.charactersRead += part.text.length;
  let taken = 0;
  for (const match of part.text.matchAll(pattern)) {
    scan.matchesTaken += 1;
    yield {
      groups: Array.from(match, (group: string | undefined) => group ?? ""),
      index: match.index,
      position: part.positionAt(match.index),
    };
    taken += 1;
    if (taken === matchesPerPattern) return undefined;
  }
  return undefined;
}

/** Collects without doubles, in order of appearance, up to a limit. */
export function distinct<T>(limit: number, keyOf: (item: T) => string) {
  const items = new Map<string, T>();
  return {
    add(item: T): void {
      const key = keyOf(item);
      if (items.size < limit && !items.has(key)) items.set(key, item);
    },
    list(): T[] {
      return [...items.values()];
    },
  };
}
