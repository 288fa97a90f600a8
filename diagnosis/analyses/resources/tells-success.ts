const mostSentence = 300;

/** The sentence of prose around a place of the text; the dot inside a host name ends none. */
export function sentenceAround(text: string, at: number, length: number): string {
  const before = text
    .slice(Math.max(0, at - mostSentence), at)
    .split(/[.!?;](?=\s)|\n/)
    .at(-1)!;
  const after = text.slice(at + length, at + length + mostSentence).split(/[.!?;](?=\s|$)|\n/)[0]!;
  return `${before} ${after}`;
}

/** True for a sentence, in lower case, that tells what does work. */
export function tellsSuccess(sentence: string): boolean {
  const works =
    /\b(?:works?|worked|working|succeeds?|succeeded|is ok|are ok|is fine|are fine|fine|no problems?|without (?:errors?|problems?|issues?))\b|(?:잘|정상(?:적으로)?) ?(?:됩|되|동작|작동|연결|접속)|문제 ?없|성공합|성공했/;
  const fails =
    /\b(?:not|never|no longer|stopped|but|fails?|failed|failing|refuse[sd]?|error|until|used to|cannot|can't|doesn't|don't|didn't)\b|안 ?됩|않|실패|오류|거부/;
  return works.test(sentence) && !fails.test(sentence);
}
