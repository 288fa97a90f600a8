import type { Citation } from "../../domain/citation.ts";
import type { Report } from "../../domain/contract/report.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import type { Absence, CitedEvidence } from "./cited-evidence.ts";
import { notSet } from "./claim-text.ts";

/** What a citation says, and its number in the report's evidence. */
export interface Claim {
  readonly text: string;
  readonly evidence: readonly string[];
  /** Set where it says that something is not set. */
  readonly absence?: Absence | undefined;
}

export function claimsFrom(citations: readonly Citation[], cited: CitedEvidence): Claim[] {
  return cited.citeAll(citations).map(({ id, text, absence }) => ({ text, evidence: [id], absence }));
}

/**
 * Each sentence once, with all that it rests on: several facts may stand on one line of the error. What is not set at one
 * resource is one sentence, where the first of it stands.
 */
export function joinClaims(claims: readonly Claim[], language: Language): Report["claims"] {
  const bySubject = Map.groupBy(claims, ({ absence, text }) => absence?.subject ?? text);
  return [...bySubject.values()].flatMap((same) => {
    const absent = same.flatMap(({ absence }) => absence ?? []);
    const fields = [...new Set(absent.map(({ field }) => field))];
    const text = fields.length < 2 ? same[0]!.text : notSet(absent[0]!.subject, fields, language);
    return { text, evidence: [...new Set(same.flatMap(({ evidence }) => evidence))] };
  });
}

/**
 * How a signal was classed, where it stands, what the request does not hold, and that a resource has its own ID, is no news to
 * a reader who is told of anything else.
 */
export function isTold(citation: Citation, _: number, all: readonly Citation[]): boolean {
  return !isNoNews(citation) || all.every(isNoNews);
}

function isNoNews(citation: Citation): boolean {
  return isClassing(citation) || isOwnName(citation) || isSilence(citation);
}

/** The words that a text does not hold, the codes that are not in it, and that there is a text at all. */
function isSilence({ evidenceId, op, operand, pointer }: Citation): boolean {
  if (evidenceId === fixedEvidence.signals)
    return op === "none_match" && /^\/(?:codes|actions)$/u.test(pointer);
  if (evidenceId !== fixedEvidence.request) return false;
  return (op === "none_match" && pointer === "/error") || (op === "differs_from" && operand === "null");
}

/** Every other citation of the resource names it. What kind of identity it has is another `type`. */
function isOwnName({ op, pointer, value, resourceId }: Citation): boolean {
  return (
    op === "equals" &&
    (/^(?:\/\w+\/\d+)?\/type$/u.test(pointer) || (pointer.endsWith("/id") && value === resourceId))
  );
}

function isClassing({ evidenceId, pointer }: Citation): boolean {
  return (
    evidenceId === fixedEvidence.signals &&
    /^\/\w+\/\d+\/(?:role|family|service|type|cloud|pointer|line|matchedBy)$/.test(pointer)
  );
}
