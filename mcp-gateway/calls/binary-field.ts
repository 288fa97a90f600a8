import type { DebugRequest } from "../../domain/contract/debug-request.ts";

/** Control characters that no text has; tab, line ends, form feed and the escape of terminal colours are left out. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g;
/** A stray replacement character is a lost accent; a text full of them was never text. */
const binaryShare = 0.02;

/** True for a text that was made from bytes which are not text: a NUL, or many characters that print nothing. */
export function isBinary(text: string): boolean {
  if (text.includes("\u0000")) return true;
  const found = text.match(control)?.length ?? 0;
  return found > text.length * binaryShare;
}

/** The name of the first field whose text is not text. */
export function binaryField({ error, source_code: files = [] }: DebugRequest): string | undefined {
  if (isBinary(error)) return "error";
  const index = files.findIndex((file) => isBinary(file.content));
  return index < 0 ? undefined : `source_code[${index}].content (${files[index]?.path})`;
}
