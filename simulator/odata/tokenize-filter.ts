import { InvalidFilterError } from "./filter.ts";

export type FilterToken =
  | { kind: "word"; text: string }
  | { kind: "text"; text: string }
  | { kind: "mark"; text: "(" | ")" | "," | ":" };

const tokenPattern = /\s*(?:'((?:[^']|'')*)'|([(),:])|([^\s(),:']+(?::\d[^\s(),']*)?))/y;

/** Splits a `$filter` into words, quoted texts and marks. An instant such as `2026-01-01T10:00:00Z` is one word. */
export function tokenizeFilter(filter: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  tokenPattern.lastIndex = 0;
  const end = filter.trimEnd().length;
  let at = 0;
  while (at < end) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(filter);
    if (match === null) throw new InvalidFilterError(filter, `unexpected character at position ${at}`);
    at = tokenPattern.lastIndex;
    const [, quoted, mark, word] = match;
    if (quoted !== undefined) tokens.push({ kind: "text", text: quoted.replaceAll("''", "'") });
    else if (mark !== undefined) tokens.push({ kind: "mark", text: mark as "(" | ")" | "," | ":" });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
  }
  return tokens;
}
