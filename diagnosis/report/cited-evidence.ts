import type { Citation } from "../../domain/citation.ts";
import type { ReportEvidence } from "../../domain/contract/report.ts";
import { CitableSourceSchema, type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { isSuppliedId } from "../../domain/supplied/supplied-evidence.ts";
import { type EvidenceDocument, openDocument } from "../evaluation/place.ts";
import { citationKey } from "../evaluation/proof.ts";
import { holds } from "../recheck/holds.ts";
import { absenceIn, claimText } from "./claim-text.ts";
import { nestedResource } from "./nested-resource.ts";
import { placeInRequest } from "./proof/place-in-request.ts";
import { signalInRequest } from "./proof/signal-in-request.ts";
import { rebaseCitation } from "./rebase-citation.ts";

/** A field that is not set, and whose it is. */
export interface Absence {
  readonly subject: string;
  readonly field: string;
}

interface Cited {
  readonly id: string;
  readonly text: string;
  readonly absence?: Absence | undefined;
}

/** A numbered citation, with the answer that it was made on. */
export interface NumberedCitation {
  readonly citation: Citation;
  readonly document: EvidenceDocument;
}

/** The report's evidence list: each citation is evaluated again when it is first cited, and numbered if it holds. */
export interface CitedEvidence {
  /** The citation's number and sentence; undefined for one that does not hold on the stored bytes. */
  cite(citation: Citation): Cited | undefined;
  /** Those of the citations that hold. */
  citeAll(citations: readonly Citation[]): Cited[];
  list(): ReportEvidence[];
  /** What stands behind an entry of the list, by its number. */
  find(id: string): NumberedCitation | undefined;
}

export function citedEvidence(evidence: readonly Evidence[], language: Language): CitedEvidence {
  const stored = new Map(evidence.map((answer) => [answer.evidenceId, answer]));
  // What Azure answers is never shown by what was supplied.
  const read = evidence.filter(({ evidenceId }) => !isSuppliedId(evidenceId));
  const byKey = new Map(read.map((answer) => [answer.requestKey, answer]));
  const documents = new Map<string, EvidenceDocument>();
  const numbered = new Map<string, { cited: Cited; behind: NumberedCitation }>();

  const documentOf = (answer: Evidence): EvidenceDocument => {
    const document = documents.get(answer.evidenceId) ?? openDocument(answer);
    documents.set(answer.evidenceId, document);
    return document;
  };
  const inRequest = (seen: Citation): Citation | undefined => {
    const [signals, request] = [fixedEvidence.signals, fixedEvidence.request].map((id) => stored.get(id));
    if (signals === undefined || request === undefined) return undefined;
    const found = signalInRequest(seen, documentOf(signals), documentOf(request));
    return found !== undefined && holds(found, request) ? found : undefined;
  };
  const cite = (seen: Citation): Cited | undefined => {
    const key = citationKey(seen);
    const earlier = numbered.get(key);
    if (earlier !== undefined) return earlier.cited;
    const first = stored.get(seen.evidenceId);
    if (first === undefined || !holds(seen, first)) return undefined;
    const citation = inRequest(seen) ?? rebaseCitation(seen, byKey, first);
    const answer = stored.get(citation.evidenceId) ?? first;
    const id = `c${numbered.size + 1}`;
    const absence = absenceIn(citation, answer, language);
    const cited = { id, text: claimText(citation, answer, language), absence };
    numbered.set(key, { cited, behind: { citation, document: documentOf(answer) } });
    return cited;
  };
  return {
    cite,
    citeAll: (citations) => citations.flatMap((citation) => cite(citation) ?? []),
    list: () => [...numbered.values()].map(({ cited, behind }) => entryOf(cited.id, behind)),
    find: (id) => [...numbered.values()].find(({ cited }) => cited.id === id)?.behind,
  };
}

function entryOf(id: string, { citation, document }: NumberedCitation): ReportEvidence {
  const { operand, value, line } = citation;
  const answer = document.evidence;
  const resourceId =
    citation.resourceId ??
    (answer.source === "arm" ? nestedResource(document.body, citation.pointer) : undefined);
  const location = placeInRequest(citation, document);
  return {
    id,
    evidence_id: answer.evidenceId,
    source: isSuppliedId(answer.evidenceId) ? "user" : CitableSourceSchema.parse(answer.source),
    request: answer.request,
    ...(answer.query === undefined ? {} : { query: answer.query }),
    status: answer.status,
    ...(answer.requestId === undefined ? {} : { request_id: answer.requestId }),
    ...(resourceId === undefined ? {} : { resource_id: resourceId }),
    pointer: citation.pointer,
    op: citation.op,
    ...(operand === undefined ? {} : { operand }),
    value,
    ...(line === undefined ? {} : { line }),
    ...(location === undefined ? {} : { location }),
    ...(/^…|…$/.test(value) ? { truncated: true } : {}),
    observed_at: answer.observedAt,
    sha256: answer.sha256,
  };
}
