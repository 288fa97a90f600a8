import { withoutAddressed } from "../../domain/addressed-text.ts";
import type { StoredRequest } from "./stored-request.ts";

/** Where in the request something stands: a JSON pointer into e0, and the 1-based line of that text. */
export interface TextPosition {
  pointer: string;
  line: number;
}

/** One text of the request. `code` is a source or configuration file, `notes` the caller's own remarks. */
export interface TextPart {
  kind: "error" | "code" | "notes";
  pointer: string;
  text: string;
  /** The file's path; only for `code`. */
  path?: string;
  positionAt(index: number): TextPosition;
}

/**
 * The request's texts in the order in which signals are taken from them: the error, the notes, then the files. What in them
 * speaks to a reader is blank: it is nothing that identifies anything.
 */
export function textParts(request: StoredRequest): TextPart[] {
  const parts = [textPart("error", "/error", withoutAddressed(request.error))];
  const notes = request.context?.notes;
  if (notes) parts.push(textPart("notes", "/context/notes", withoutAddressed(notes)));
  for (const [path, content] of Object.entries(request.source_code ?? {})) {
    const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1");
    parts.push(textPart("code", `/source_code/${escaped}`, withoutAddressed(content), path));
  }
  return parts;
}

/** A log in JSON holds the lines of a message in one, and its quotation marks escaped. */
const held = /(?<!\\)\\{1,3}(["n])/g;

/** The text with such lines apart, and for each line of it the one that it stands in; undefined where it holds none. */
function withHeldLines(text: string): { text: string; lines: number[] } | undefined {
  if (!/^\s{0,8}\{\s{0,4}"/m.test(text)) return undefined;
  const lines: number[] = [];
  const apart = text.split("\n").map((line, index) => {
    const shown = line.replace(held, (_, what: string) => (what === "n" ? "\n" : what));
    lines.push(...startsOfLines(shown).map(() => index + 1));
    return shown;
  });
  return { text: apart.join("\n"), lines };
}

export function textPart(kind: TextPart["kind"], pointer: string, text: string, path?: string): TextPart {
  const apart = kind === "error" ? withHeldLines(text) : undefined;
  const shown = apart?.text ?? text;
  let lineStarts: number[] | undefined;
  return {
    kind,
    pointer,
    text: shown,
    ...(path === undefined ? {} : { path }),
    positionAt(index) {
      lineStarts ??= startsOfLines(shown);
      const line = lastNotAfter(lineStarts, index);
      return { pointer, line: apart?.lines[line] ?? line + 1 };
    },
  };
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
