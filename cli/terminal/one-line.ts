import { stripVTControlCharacters } from "node:util";

/** Text from elsewhere on one line: nothing of it may move the terminal's cursor or change its direction. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
}

/** The same within so many characters. */
export function shortened(text: string, width: number): string {
  const clean = oneLine(text);
  return clean.length <= width ? clean : `${clean.slice(0, width - 1)}…`;
}
