import type { JsonValue } from "../json-value.ts";

/**
 * The JSON in a pasted text: all of it, or what stands in a code block, or from the first bracket to the last, so that a
 * prompt, the command itself and warnings around it do no harm. Undefined where there is none.
 */
export function parsePasted(text: string): JsonValue | undefined {
  const fenced = /```[a-z]*\s*\n([\s\S]*?)\n\s*```/u.exec(text)?.[1];
  for (const candidate of [text, fenced, ...bracketed(text)]) {
    const parsed = candidate === undefined ? undefined : tryParse(candidate.trim());
    if (typeof parsed === "object" && parsed !== null) return parsed;
  }
  return undefined;
}

/** From a line that opens a bracket to the last that closes one; terminals break long lines, so what is between counts as it is. */
function bracketed(text: string): string[] {
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
