import type { Citation } from "../../domain/citation.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { scalarText, isScalar } from "../../domain/json-value.ts";
import { citeContained } from "../evaluation/cite.ts";
import { childOf, type EvidenceDocument, openDocument, tokensOf, valueAt } from "../evaluation/place.ts";
import { holds } from "../recheck/holds.ts";
import { signalInRequest } from "../report/proof/signal-in-request.ts";
import type { LogLine } from "./log-rows.ts";
import type { Retelling } from "./retelling.ts";

/** Puts what was cited of a retold request where it stands in what is stored. */
export type CiteLog = (citations: readonly Citation[]) => readonly Citation[];

/**
 * A citation on the retold error stands on a row of the log or on what was sent, one on its signals on the text in which they
 * were seen. What stands in neither as it is (that a word is missing, how a signal was classed) is left out.
 *
 * @param stored  what is stored, with the request and the signals as they are.
 */
export function logCiter({ text, evidence }: Retelling, stored: readonly Evidence[]): CiteLog {
  const find = (all: readonly Evidence[], id: string) => all.find(({ evidenceId }) => evidenceId === id);
  const documentIn = (all: readonly Evidence[], id: string) => {
    const found = find(all, id);
    return found === undefined ? undefined : openDocument(found);
  };
  const [request, signals] = [fixedEvidence.request, fixedEvidence.signals].map((id) =>
    documentIn(evidence, id),
  );
  const own = (citation: Citation): Citation[] => {
    const kept = find(stored, citation.evidenceId);
    return kept !== undefined && holds(citation, kept) ? [citation] : [];
  };
  const onText = (citation: Citation): Citation[] => {
    const { line, op, operand = "" } = citation;
    if (citation.pointer !== "/error") return [citation];
    if (op !== "contains" || line === undefined) return own(citation);
    const logLine = text.lines[line - 1];
    if (logLine !== undefined) return citeLine(logLine, operand, documentIn(stored, logLine.evidenceId));
    return own(inSent(citation, line - text.lines.length, documentIn(stored, fixedEvidence.request)));
  };
  const move = (citation: Citation): Citation[] => {
    if (citation.evidenceId === fixedEvidence.request) return onText(citation);
    if (citation.evidenceId !== fixedEvidence.signals) return [citation];
    const seen = signals && request && signalInRequest(citation, signals, request);
    return seen === undefined ? own(citation) : onText(seen);
  };
  return (citations) => eachOnce(citations.flatMap(move));
}

/** That the log says it, and when. */
export function citeHeadline({ text }: Retelling, stored: readonly Evidence[]): Citation[] {
  const { row, said } = text;
  const document = stored.find(({ evidenceId }) => evidenceId === row.evidenceId);
  if (document === undefined) return [];
  const opened = openDocument(document);
  return [
    ...citeLine(said, said.text.slice(0, longestHeadline), opened),
    ...citeCell(row.timePointer, opened),
  ];
}

const longestHeadline = 200;

/** The part of a line, in its cell; the cell itself where the part was put together of more. */
function citeLine(
  { pointer, lineInCell }: LogLine,
  part: string,
  document: EvidenceDocument | undefined,
): Citation[] {
  if (document === undefined) return [];
  const place = { document, path: stepsTo(pointer) };
  const cell = valueAt(place);
  if (typeof cell !== "string") return citeCell(pointer, document);
  const lines = cell.split("\n");
  const within = lineInCell === undefined ? cell : (lines[lineInCell - 1] ?? cell);
  if (!within.toLowerCase().includes(part.toLowerCase()))
    return part.includes(cell) ? citeCell(pointer, document) : [];
  const cited = citeContained(place, part);
  return holds(cited, document.evidence) ? [cited] : [];
}

/** A short cell, whole. */
function citeCell(pointer: string, document: EvidenceDocument): Citation[] {
  const cell = pointer === "" ? undefined : valueAt({ document, path: stepsTo(pointer) });
  if (cell === undefined || cell === null || !isScalar(cell)) return [];
  const { evidenceId } = document.evidence;
  const value = scalarText(cell);
  return [{ evidenceId, pointer, op: "equals", operand: value, value }];
}

/** Rows are counted by numbers. */
function stepsTo(pointer: string): (string | number)[] {
  return tokensOf(pointer).map((token) => (/^\d+$/u.test(token) ? Number(token) : token));
}

/** The line as it is counted in what was sent; a text of one line is cited without. */
function inSent(citation: Citation, line: number, request: EvidenceDocument | undefined): Citation {
  const { line: _, ...rest } = citation;
  const error = childOf(request?.body, "error");
  return typeof error === "string" && error.includes("\n") ? { ...rest, line } : rest;
}

function eachOnce(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((citation) => [JSON.stringify(citation), citation])).values()];
}
