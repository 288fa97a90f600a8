import type { Envelope } from "../../domain/contract/envelope.ts";
import type { Report } from "../../domain/contract/report.ts";
import { limits } from "../../domain/limits.ts";
import { renderEnvelope } from "./render-envelope.ts";
import { shortenings } from "./shorten-report.ts";
import type { ResourceLink } from "./tool-answer.ts";

/** What the wire adds around the two: keys, block types, the JSON-RPC frame. */
const frameBytes = 512;

export interface FittedEnvelope {
  structured: Envelope;
  text: string;
}

/**
 * Makes a report smaller until structure and text fit into `limits.envelopeBytes` together. The commands of citations go
 * first, the last ones before the others: `get_evidence` and the script have them all. Then the report is shortened, the least
 * telling parts first; the text says so. Commands are never cut: an action stands whole or not at all.
 */
export function fitEnvelope(envelope: Envelope, links: readonly ResourceLink[]): FittedEnvelope {
  const budget = limits.envelopeBytes - frameBytes - bytesOf(links);
  const whole = fitted(envelope);
  if (sizeOf(whole) <= budget) return whole;
  if (!envelope.report)
    return { structured: envelope, text: cutText(whole.text, budget - bytesOf(envelope)) };

  for (const fewer of withFewerCommands(envelope.report)) {
    const lighter = fitted({ ...envelope, report: fewer });
    if (sizeOf(lighter) <= budget) return lighter;
  }
  let report = withoutCommands(envelope.report, 0);
  for (const shorten of shortenings) {
    report = { ...shorten(report), shortened: true };
    const shorter = fitted({ ...envelope, report });
    if (sizeOf(shorter) <= budget) return shorter;
  }
  const { report: _, ...rest } = envelope;
  const structured: Envelope = { ...rest, report_uri: `azebal://diagnoses/${envelope.diagnosis_id}` };
  return { structured, text: cutText(renderEnvelope({ ...envelope, report }), budget - bytesOf(structured)) };
}

function* withFewerCommands(report: Report): Generator<Report> {
  const last = report.evidence.findLastIndex(({ command }) => command !== undefined);
  for (let kept = last; kept > 0; kept -= 1) yield withoutCommands(report, kept);
}

/** The report without the commands of its citations, but for those of the first ones. */
function withoutCommands(report: Report, kept: number): Report {
  const evidence = report.evidence.map((entry, index) => {
    if (index < kept) return entry;
    const { command: _command, shows: _shows, redacted: _redacted, ...rest } = entry;
    return rest;
  });
  return { ...report, evidence };
}

function fitted(structured: Envelope): FittedEnvelope {
  return { structured, text: renderEnvelope(structured) };
}

function sizeOf({ structured, text }: FittedEnvelope): number {
  return bytesOf(structured) + bytesOf(text);
}

/** The bytes of a value as it stands in the JSON of an answer. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The beginning of a text that takes at most `maxBytes` as JSON, with a mark where something is missing. */
export function cutText(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text;
  const mark = "\n… (cut)";
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bytesOf(text.slice(0, middle)) + bytesOf(mark) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low).replace(/[\ud800-\udbff]$/, "") + mark;
}
