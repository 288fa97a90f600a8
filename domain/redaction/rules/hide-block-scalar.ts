import { markerFor } from "../marker.ts";
import type { TextEdit } from "../text-edit.ts";
import { isPlaceholder } from "../value-shape.ts";

const opening = /[|>][+-]?\d?[ \t]*\r?\n/y;

/**
 * Hides a YAML block scalar (`key: |` and the deeper lines below it) that begins at `from`. The lines stay as many as they
 * were, so that line numbers behind it hold.
 *
 * @returns where the block ends; undefined where there is none.
 */
export function hideBlockScalar(text: string, edit: TextEdit, from: number): number | undefined {
  opening.lastIndex = from;
  if (!opening.test(text)) return undefined;
  const bodyStart = opening.lastIndex;
  const lineStart = text.lastIndexOf("\n", from) + 1;
  const indent = indentOf(text, lineStart);
  let end = bodyStart;
  while (end < text.length) {
    const lineEnd = text.indexOf("\n", end);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    const isBlank = text.slice(end, next).trim() === "";
    if (!isBlank && indentOf(text, end) <= indent) break;
    end = next;
  }
  const body = text.slice(bodyStart, end);
  const content = body.trim();
  if (content === "" || isPlaceholder(content)) return end;
  const margin = body.slice(0, body.length - body.trimStart().length);
  const lines = body.slice(margin.length).split("\n").length - 1;
  edit.replace(bodyStart, end, `${margin}${markerFor(content)}${"\n".repeat(lines)}`);
  return end;
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at - lineStart;
}
