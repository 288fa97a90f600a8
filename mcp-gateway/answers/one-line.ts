import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";

/** A text of somebody else's on one line, safe to show, at most `maxCharacters` long. */
export function oneLine(text: string, maxCharacters: number): string {
  const line = neutraliseControls(text).replace(/\s+/g, " ").trim();
  return line.length <= maxCharacters ? line : `${line.slice(0, maxCharacters - 1).toWellFormed()}…`;
}
