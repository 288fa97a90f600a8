import type { JsonValue } from "../json-value.ts";

/** What a pasted text holds: JSON, the beginnings of it (cut off, or shortened by the tool that printed it), or none at all. */
export type Pasted =
  | { readonly kind: "json"; readonly value: JsonValue }
  | { readonly kind: "broken" }
  | { readonly kind: "none" };

/**
 * The JSON in a pasted text: all of it, or what stands in a code block, or from the first bracket to the last, so that a
 * prompt, the command itself, headings and warnings around it do no harm. Lines that a terminal has broken, or that `sqlcmd`
 * has split (at 2,033 characters), are joined.
 */
export function parsePasted(text: string): Pasted {
  const fenced = /```[a-z]*\s*\n([\s\S]*?)\n\s*```/u.exec(text)?.[1];
  const bracketed = bracketedIn(text);
  for (const candidate of [text, fenced, ...bracketed]) {
    if (candidate === undefined) continue;
    const parsed = tryParse(candidate.trim()) ?? tryParse(candidate.trim().replace(/\r?\n/gu, ""));
    if (typeof parsed === "object" && parsed !== null) return { kind: "json", value: parsed };
  }
  return { kind: /^\s*(?:\{\s*(?:"|$)|\[\s*(?:[[{"]|$))/mu.test(text) ? "broken" : "none" };
}

/** From a line that opens a bracket to the last that closes one; what is between counts as it is. */
function bracketedIn(text: string): string[] {
  const starts = [...text.matchAll(/^\s*[[{]/gmu)].slice(0, 5).map(({ index }) => index);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  return starts.filter((start) => start < end).map((start) => text.slice(start, end + 1));
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text.replace(/^\ufeff/u, "")) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
