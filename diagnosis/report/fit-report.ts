import type { Report } from "../../domain/contract/report.ts";
import { cutText } from "../../domain/cut-text.ts";
import type { Difference } from "../../domain/contract/verification.ts";
import { limits } from "../../domain/limits.ts";
import { renderReportMarkdown } from "../../domain/render-report.ts";
import { phrases } from "./phrases.ts";

/** Left for the envelope around the report: ids, status, progress. */
const envelopeBytes = 2 * 1024;
const shortValueCharacters = 160;

/** Each makes the report smaller by what decides least; undefined once it has nothing left to take. */
const cuts: readonly ((report: Report) => Report | undefined)[] = [
  withOneProofEach,
  (report) => withFewerDifferences(report, 8),
  (report) => shortened(report, "suspected", 3),
  withShortEscalation,
  (report) => shortened(report, "gaps", 6),
  (report) => shortened(report, "ruled_out", 4),
  withShortValues,
  withoutLinks,
  (report) => shortened(report, "claims", 8),
  (report) => shortened(report, "ruled_out", 1),
  (report) => shortened(report, "suspected", 1),
  (report) => shortened(report, "gaps", 2),
  (report) => shortened(report, "actions", 3),
  (report) => withFewerDifferences(report, 3),
  (report) => shortened(report, "claims", 4),
  (report) => shortened(report, "also", 2),
  withShortTexts,
  (report) => shortened(report, "actions", 1),
  (report) => shortened(report, "claims", 1),
];

/** Cuts a report until it fits, with its text beside it, into one answer; a report that was cut says so in `trimmed`. */
export function fitReport(report: Report): Report {
  let fitting = withoutUncited(report);
  let fits = isSmallEnough(fitting);
  for (const cut of cuts) {
    while (!fits) {
      const smaller = cut(fitting);
      if (smaller === undefined) break;
      fitting = withoutUncited({ ...smaller, trimmed: phrases[report.language].trimmed });
      fits = isSmallEnough(fitting);
    }
  }
  return fitting;
}

function isSmallEnough(report: Report): boolean {
  return sizeOf(report) <= limits.envelopeBytes - envelopeBytes;
}

export function sizeOf(report: Report): number {
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;
  return bytesOf(JSON.stringify(report)) + bytesOf(renderReportMarkdown(report));
}

type ListName = "suspected" | "gaps" | "ruled_out" | "claims" | "actions" | "also";

/** Without the last entries of a list, an eighth of what may go at a time, down to `least` of them. */
function shortened(report: Report, name: ListName, least: number): Report | undefined {
  const spare = report[name].length - least;
  if (spare <= 0) return undefined;
  return { ...report, [name]: report[name].slice(0, -Math.ceil(spare / 8)) };
}

/** What changed stands first. */
function withFewerDifferences(report: Report, least: number): Report | undefined {
  const { verification } = report;
  if (verification === undefined || verification.differences.length <= least) return undefined;
  return { ...report, verification: { ...verification, differences: verification.differences.slice(0, -1) } };
}

/** What is ruled out keeps its first citation. */
function withOneProofEach(report: Report): Report | undefined {
  if (report.ruled_out.every(({ evidence }) => evidence.length <= 1)) return undefined;
  return {
    ...report,
    ruled_out: report.ruled_out.map((entry) => ({ ...entry, evidence: entry.evidence.slice(0, 1) })),
  };
}

/** Where one part of a resource leads to another part: how the fact was reached, not the fact. The last such claim goes. */
function withoutLinks(report: Report): Report | undefined {
  const links = new Set(report.evidence.filter(isLink).map(({ id }) => id));
  const last = report.claims.findLastIndex(
    ({ evidence }) => evidence.length > 0 && evidence.every((id) => links.has(id)),
  );
  if (last < 0 || report.claims.length === 1) return undefined;
  return { ...report, claims: report.claims.toSpliced(last, 1) };
}

/** The ID of a part of the very resource that was read. */
function isLink({ op, pointer, value, request }: Report["evidence"][number]): boolean {
  const read = request.replace(/^GET /, "").split("?")[0]!.toLowerCase();
  return op === "equals" && pointer.endsWith("/id") && value.toLowerCase().startsWith(`${read}/`);
}

function withShortValues(report: Report): Report | undefined {
  // What an ID names stands at its end.
  const isLong = (value: string) =>
    value.length > shortValueCharacters && !/^\/(?:subscriptions|providers)\/\S+$/.test(value);
  const { verification } = report;
  const isLongDifference = verification?.differences.some((one) => isLong(one.then) || isLong(one.now));
  if (isLongDifference !== true && !report.evidence.some(({ value }) => isLong(value))) return undefined;
  const cut = (value: string) => (isLong(value) ? cutText(value, shortValueCharacters) : value);
  const evidence = report.evidence.map((entry) =>
    isLong(entry.value) ? { ...entry, value: cut(entry.value), truncated: true } : entry,
  );
  if (verification === undefined) return { ...report, evidence };
  const differences = verification.differences.map((one) => ({ ...one, ...cutPair(one, cut) }));
  return { ...report, evidence, verification: { ...verification, differences } };
}

function cutPair({ then, now }: Pick<Difference, "then" | "now">, cut: (value: string) => string) {
  // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
  return { then: cut(then), now: cut(now) };
}

/** The text alone: it says all that the parts say. */
function withShortEscalation(report: Report): Report | undefined {
  const { escalation } = report;
  if (escalation === undefined || escalation.excluded.length + escalation.not_read.length === 0)
    return undefined;
  return { ...report, escalation: { ...escalation, excluded: [], not_read: [] } };
}

function withShortTexts(report: Report): Report | undefined {
  const longest = 600;
  const cut = (text: string) => cutText(text, longest);
  const shorter: Report = {
    ...report,
    root_cause: { ...report.root_cause, explanation: cut(report.root_cause.explanation) },
    also: report.also.map((cause) => ({ ...cause, explanation: cut(cause.explanation) })),
    actions: report.actions.map((action) => ({ ...action, why: cut(action.why) })),
    claims: report.claims.map((claim) => ({ ...claim, text: cut(claim.text) })),
    gaps: report.gaps.map((gap) => ({ ...gap, what: cut(gap.what) })),
    suspected: report.suspected.map((entry) => ({
      ...entry,
      because: cut(entry.because),
      settled_by: cut(entry.settled_by),
    })),
    ruled_out: report.ruled_out.map((entry) => ({ ...entry, because: cut(entry.because) })),
    evidence: report.evidence.map((entry) =>
      entry.operand === undefined || entry.operand.length <= longest
        ? entry
        : { ...entry, operand: cut(entry.operand), truncated: true },
    ),
  };
  return JSON.stringify(shorter) === JSON.stringify(report) ? undefined : shorter;
}

/** Evidence that nothing cites any more goes. */
function withoutUncited(report: Report): Report {
  const cited = new Set([...report.claims, ...report.ruled_out].flatMap(({ evidence }) => evidence));
  return { ...report, evidence: report.evidence.filter(({ id }) => cited.has(id)) };
}
