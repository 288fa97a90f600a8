import { readableForms } from "./hidden-text.ts";
import { rootCauses } from "./root-causes.ts";

const codes = Object.keys(rootCauses)
  .map((code) => code.replaceAll(".", String.raw`\.`))
  .join("|");

/**
 * What nobody writes to a developer or a machine, but to whoever works for them: orders to a reader, turns of a
 * conversation, results of tools and citations that were never made, and our own words for causes.
 */
const marks: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b[^\n]{0,40}\b(?:previous|above|prior|earlier|all|your)\b[^\n]{0,30}\b(?:instructions?|prompts?|rules?|messages?|context)\b/iu,
  /(?:이전|위의|앞의|기존|모든)[^\n]{0,20}(?:지시|명령|규칙|프롬프트|지침)[^\n]{0,20}(?:무시|잊|따르지)/u,
  /(?<=^|[\s"'`>\p{Ps}])(?:SYSTEM|ASSISTANT|DEVELOPER)(?: (?:PROMPT|MESSAGE|NOTE))?\s?:\s/u,
  /<\/?(?:tool_(?:result|call|use)|function_(?:results?|calls?)|system|instructions?)\b[^>]{0,80}>|<\|(?:im_start|im_end|system|assistant)\|>|\[\/?INST\]/iu,
  new RegExp(String.raw`(?<![\w.-])(?:${codes})(?![\w-])`, "iu"),
  /\[c\d{1,3}\][^\n]{0,600}\b(?:verified|citation|cited)\b|\bevidence [ce]\d{1,3}\b[^\n]{0,300}\b(?:verified|citation|cited)\b/iu,
  // Out of a quotation and into a shell.
  /['"`]\s*;\s*\$\(/u,
  /!\[[^\]\n]{0,80}\]\(https?:[^)\n]{0,300}[?&][\w-]{1,30}=(?:[{$]|\))/iu,
];

/** As long as a line or longer: what a text of that length hides is looked for piece by piece. */
const longestPiece = 20_000;

/**
 * The text without what speaks to a reader: from the first such mark to the end of its line, or of the quotation that it stands
 * in. Lines stay where they are. The names of such a part are not looked up, and its words raise nothing.
 */
export function withoutAddressed(text: string): string {
  if (!mayHoldMarks(text)) return text;
  const lines = text.split("\n").map((line) => {
    const at = addressedAt(line);
    return at === undefined ? line : `${unopened(line.slice(0, at))}${line.slice(endOf(line, at))}`;
  });
  // Nothing is left of an end that was nothing else.
  const kept = text.split("\n").findLastIndex((line, index) => lines[index] !== "" || line === "");
  return lines.slice(0, kept + 1).join("\n");
}

/** Without the bracket that would have opened what is left out. */
function unopened(text: string): string {
  return text.replace(/[\s\p{Ps}\p{Pi}<]+$/u, "");
}

/** The other part: everything that speaks to a reader, and what it stands with. */
export function addressedParts(text: string): string[] {
  if (!mayHoldMarks(text)) return [];
  return text.split("\n").flatMap((line) => {
    const at = addressedAt(line);
    return at === undefined ? [] : [line.slice(at, endOf(line, at))];
  });
}

/** The forms of a whole text are cheap beside those of each of its lines. */
function mayHoldMarks(text: string): boolean {
  for (let at = 0; at < text.length; at += longestPiece) {
    const piece = text.slice(Math.max(0, at - 500), at + longestPiece);
    if (isMarkedInAnyForm(piece)) return true;
  }
  return marked(text) !== undefined;
}

function addressedAt(line: string): number | undefined {
  const shown = marked(line);
  if (shown !== undefined) return sentenceStarts(line, shown).at(-1);
  if (line.length > longestPiece || !isMarkedInAnyForm(line)) return undefined;
  return sentenceStarts(line, line.length).findLast((at) => isMarkedInAnyForm(line.slice(at)));
}

function isMarkedInAnyForm(text: string): boolean {
  return readableForms(text).some((form) => isMarked(form));
}

function marked(text: string): number | undefined {
  const found = marks.map((mark) => text.search(mark)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** In lower case, where a role is no longer told by its capitals. */
function isMarked(form: string): boolean {
  return marks.some((mark) => mark.test(form)) || /(?<=^|[\s"'`>\p{Ps}])system\s?:\s+ignore/u.test(form);
}

/** The beginnings of sentences, and of what brackets or quotation marks enclose: so that nothing of an order is left over. */
function sentenceStarts(line: string, until: number): number[] {
  const starts = [...line.slice(0, until).matchAll(/[.!?;]\s+|[\p{Ps}\p{Pi}"'`>]/gu)];
  return [0, ...starts.map((found) => found.index + found[0].length)];
}

/** The end of the quotation where the mark stands in one, else that of the line. */
function endOf(line: string, at: number): number {
  const quotes = line.slice(0, at).match(/(?<!\\)"/gu)?.length ?? 0;
  if (quotes % 2 === 0) return line.length;
  const close = /(?<!\\)"/u.exec(line.slice(at));
  return close === null ? line.length : at + close.index;
}
