import { redactText } from "./redact-text.ts";

/** Texts in which nothing is hidden. */
const plain = new Set<string>();
const mostPlain = 20_000;
const longestKept = 300;

/**
 * `redactText` for texts that come again and again, as the names, types and IDs in answers of Azure do: one in which nothing
 * was hidden is known the next time. For whole strings only: a part of a long one would keep all of it in memory.
 */
export function redactOften(text: string): string {
  if (plain.has(text)) return text;
  const redacted = redactText(text);
  if (redacted === text && text.length <= longestKept) {
    if (plain.size >= mostPlain) plain.clear();
    plain.add(text);
  }
  return redacted;
}
