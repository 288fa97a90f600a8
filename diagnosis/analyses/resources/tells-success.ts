const mostSentence = 300;

/** The sentence of prose around a place of the text; the dot inside a host name ends none. */
function sentenceAround(text: string, at: number, length: number): string {
  return around(text, at, length, /[.!?;](?=\s|$)|\n/);
}

/** `a fails, b works`, `b works but a fails`: the part of the sentence that speaks of the place. */
function clauseAround(text: string, at: number, length: number): string {
  return around(
    text,
    at,
    length,
    /[.!?;,](?=\s|$)|\n|\s(?:but|while|whereas|and|yet|though)\s|[는은지]데\s|지만\s|[고나]\s/,
  );
}

function around(text: string, at: number, length: number, end: RegExp): string {
  const before = text
    .slice(Math.max(0, at - mostSentence), at)
    .split(end)
    .at(-1)!;
  const after = text.slice(at + length, at + length + mostSentence).split(end)[0]!;
  return `${before} ${after}`;
}

const works =
  /\b(?:works?|worked|working|succeeds?|succeeded|is ok|are ok|is fine|are fine|fine|answers|responds|responded|(?:is|are|stays?|stayed|all|runs?) (?:green|healthy|up)|reachable|no (?:such )?(?:problems?|trouble)|without (?:any )?(?:errors?|problems?|issues?|trouble))\b|(?:잘|정상(?:적으로)?) ?(?:됩|되|동작|작동|연결|접속)|문제 ?없|정상(?:이|입|임)|성공합|성공했/;
const fails =
  /\b(?:not|never|no longer|stopped|but|fails?|failed|failing|refuse[sd]?|error|until|used to|cannot|can't|doesn't|don't|didn't|unreachable|unhealthy|tim(?:es|ed|ing)[ -]?out|4(?:0[0-9]|29)|50[0-4]|forbidden|unauthorized|nothing|nobody)\b|안 ?됩|않|실패|오류|거부/;

/** The clause says of the place itself what it has. */
const hasOwnVerb = /\b(?:has|have|holds?|got|was given|is assigned)\b|역할|권한/;

/** True where what the text, in lower case, says of this place is that it works. */
export function tellsSuccess(text: string, at: number, length: number): boolean {
  const sentence = sentenceAround(text, at, length);
  if (!works.test(sentence)) return false;
  const clause = clauseAround(text, at, length);
  // `app-a has the role, sending to the other queue works`: what works is told apart from it.
  if (!fails.test(sentence)) return works.test(clause) || !hasOwnVerb.test(clause);
  return clause !== sentence && works.test(clause) && !fails.test(clause);
}
