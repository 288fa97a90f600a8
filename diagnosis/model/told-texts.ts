import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { readableForms } from "../../domain/hidden-text.ts";
import { addressedParts, withoutAddressed } from "../../domain/addressed-text.ts";
import { StoredRequestSchema } from "../signals/stored-request.ts";
import { stringsIn } from "./strings-in.ts";

/** What stands in the texts of a diagnosis, by who may have written it. */
export interface ToldTexts {
  /** True for a name, path or query that only a text of somebody else's holds: that somebody wants it read, and no more. */
  isOnlyTold(what: string): boolean;
  /** True where somebody else's text holds just this. */
  isTold(what: string): boolean;
  /** True where the developer's error, code or notes hold it as a word. */
  isOwn(word: string): boolean;
  /** True for a sentence that says again, word for word, what a text says. */
  isRepeated(sentence: string): boolean;
}

/** So many words in a row are nobody's by chance. */
const wordsInRow = 4;

/**
 * The texts of a diagnosis, read in every form in which they may be hidden. Somebody else's is: what in the request speaks to a
 * reader, what it holds encoded, and every text in Azure that holds more than one word.
 */
export function toldTexts(evidence: readonly Evidence[]): ToldTexts {
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  const request = StoredRequestSchema.safeParse(JSON.parse(stored?.body ?? "null")).data;
  const sent =
    request === undefined
      ? []
      : [request.error, request.context?.notes ?? "", ...Object.values(request.source_code ?? {})];
  const paths = Object.keys(request?.source_code ?? {});
  const own = sent.map(withoutAddressed).join("\n").toLowerCase();
  const others = evidence
    .filter(({ source }) => source !== "request" && source !== "model")
    .flatMap(({ body }) => stringsIn(JSON.parse(body)).filter(isText));
  const foreign = [...sent.flatMap(addressedParts), ...paths.filter(isText), ...new Set(others)];
  // What is encoded in the request is not what its developer wrote.
  const hidden = sent.flatMap((text) => readableForms(text).slice(1));
  const told = [...foreign.flatMap((text) => readableForms(text)), ...hidden].join("\n");
  const runs = new Set([own, told].flatMap((text) => runsOf(wordsOf(text))));
  const isTold = (what: string) => told.includes(what.toLowerCase());
  const isOwn = (word: string) => holdsWord(own, word.toLowerCase());
  return {
    isTold,
    isOwn,
    isOnlyTold: (what) => isTold(what) && !isOwn(what),
    isRepeated(sentence) {
      const words = wordsOf(sentence.toLowerCase());
      if (words.length < wordsInRow) return told.includes(words.join(" "));
      return runsOf(words).some((run) => runs.has(run));
    },
  };
}

/** More than one word; an ID, a name or a value is none. */
function isText(value: string): boolean {
  return /\S[\s_]+\S[^/]*\S[\s_]+\S/u.test(value) || readableForms(value).length > 1 || value.length > 200;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function runsOf(words: readonly string[]): string[] {
  return words.slice(wordsInRow - 1).map((_, at) => words.slice(at, at + wordsInRow).join(" "));
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + word.length] ?? " "];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
