import { type DebugRequest, oversize } from "../../domain/contract/debug-request.ts";
import { invalidInput, tooLarge } from "../http/api-refusal-error.ts";

/** Control characters that no text has: tab, line ends, form feed and the escape of terminal colours are left out. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const unprintable = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g;
const binaryShare = 0.02;

/**
 * What the schema cannot say of a request.
 *
 * @throws ApiRefusalError 413 for texts that are too long; 400 for an error without text, and for files that are no text.
 */
export function checkRequest(request: DebugRequest): void {
  const size = oversize(request);
  if (size !== undefined) throw tooLarge(size);
  if (request.error.trim() === "")
    throw invalidInput("error: blank. Send the error as it was printed, as one text.");
  if (isBinary(request.error)) {
    throw invalidInput("error: binary data, not text. Send the error as it was printed, as one text.");
  }
  const file = (request.source_code ?? []).findIndex(({ content }) => isBinary(content));
  if (file >= 0)
    throw invalidInput(`source_code[${file}].content: binary data, not text. Leave this file out.`);
}

function isBinary(text: string): boolean {
  return text.includes("\u0000") || (text.match(unprintable)?.length ?? 0) > text.length * binaryShare;
}
