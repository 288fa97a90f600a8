import type { Report } from "../../domain/contract/report.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type ModelExplanation, modelPlanLimits } from "../../domain/model/model-plan.ts";
import { readableForms } from "../../domain/hidden-text.ts";
import { withoutAddressed } from "../../domain/addressed-text.ts";
import { plainSentence } from "./plain-sentence.ts";
import { stringsIn } from "./strings-in.ts";
import { toldTexts } from "./told-texts.ts";

const sentenceCharacters = 400;

/** So many words in a row are nobody's by chance. */
const wordsInRow = 4;

/**
 * Of a model's words on a verdict, the sentences that say nothing but what the report says already: each names evidence of
 * the report, every name, number, address, code or path in it stands in the report too, and not only in a text of Azure that the
 * report quotes, and it repeats no such text. Undefined where none is left.
 */
export function acceptExplanation(
  { sentences }: ModelExplanation,
  report: Report,
  stored: readonly Evidence[],
): string | undefined {
  const cited = new Set(report.evidence.map(({ id }) => id));
  const said = new Set(stringsIn(spoken(report)).flatMap((text) => [...wordsOf(withoutAddressed(text))]));
  const texts = toldTexts(stored);
  const own = ownNames(report);
  const quotes = quotedRuns(report);
  const accepted = sentences.slice(0, modelPlanLimits.sentences).flatMap(({ text, evidence }) => {
    if (evidence.length === 0 || !evidence.every((id) => cited.has(id))) return [];
    const sentence = plainSentence(text, sentenceCharacters);
    if (sentence === undefined || runsOf(sentence).some((run) => quotes.has(run))) return [];
    const isKnown = (word: string) => said.has(word) && (own.has(word) || !texts.isOnlyTold(word));
    return [...wordsOf(sentence)].every((word) => !isSpecific(word) || isKnown(word)) ? [sentence] : [];
  });
  return accepted.length === 0 ? undefined : [...new Set(accepted)].join(" ");
}

/** What the resources of the report are called, and the values that are cited of them. */
function ownNames({ root_cause: root, also, evidence }: Report): ReadonlySet<string> {
  const ids = [root, ...also].flatMap(({ resource_ids: resourceIds }) => resourceIds);
  const values = evidence.flatMap(({ resource_id: resource = "", pointer, value }) => [
    resource,
    pointer,
    ...(/\S\s+\S+\s+\S/u.test(value) ? [] : [value]),
  ]);
  return new Set([...ids, ...values].flatMap((text) => [...wordsOf(text)]));
}

/** What was read, as texts of somebody else's: what is cited, and whatever is hidden in it. */
function quotedRuns({ evidence }: Report): ReadonlySet<string> {
  const texts = evidence.flatMap(({ value, shows = "" }) => [value, shows]);
  return new Set(texts.flatMap((text) => readableForms(text)).flatMap(runsOf));
}

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(wordsInRow - 1).map((_, at) => words.slice(at, at + wordsInRow).join(" "));
}

/** What a reader of the report is told: not how it is proven, nor what it costs. */
function spoken({ root_cause, also, claims, evidence, ruled_out, gaps, actions, verify }: Report) {
  const told = actions.map(({ title, why, config, needs_role: role }) => ({ title, why, config, role }));
  const values = evidence.map(({ value, operand, pointer, resource_id: resource }) => ({
    value,
    operand,
    pointer,
    resource,
  }));
  return { root_cause, also, claims, values, ruled_out, gaps, told, verify: verify.text };
}

/** Words as people write names in them; in lower case, whole and by their parts, so that the last name of a path is known too. */
function wordsOf(text: string): Set<string> {
  const whole = [...text.matchAll(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}_./:@\\-]*/gu)].map(
    ([word]) => word.replace(/[./:@\\-]+$/u, "").toLowerCase(),
  );
  return new Set(whole.flatMap((word) => [word, ...word.split(/[/:@\\]+/u), ...word.split(/[/:@\\.]+/u)]));
}

/** A name of something, rather than a word of the language. */
function isSpecific(word: string): boolean {
  return /[\d_/:@\\.-]/u.test(word);
}
