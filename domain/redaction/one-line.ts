import { neutraliseControls } from "./neutralise-controls.ts";

/** A text of somebody else's on one line, safe to show, at most `maxCharacters` long. */
export function oneLine(text: string, maxCharacters = Number.POSITIVE_INFINITY): string {
  const line = neutraliseControls(text).replace(/\s+/g, " ").trim();
  return line.length <= maxCharacters ? line : `${line.slice(0, maxCharacters - 1).toWellFormed()}…`;
}
