import type { Report } from "../../domain/contract/report.ts";

/** Ways to make a report smaller, in the order in which they are taken; each keeps the report valid. */
export const shortenings: readonly ((report: Report) => Report)[] = [
  (report) => mapEvidence(withDifferences(report, 300, 12), 300, 200),
  (report) => mapEvidence(withDifferences(report, 120, 6), 120, 100),
  (report) => ({
    ...report,
    ruled_out: report.ruled_out.slice(0, 6).map((item) => ({ ...item, because: cut(item.because, 200) })),
    gaps: report.gaps.slice(0, 6),
    suspected: report.suspected.slice(0, 4),
  }),
  (report) => keepCited({ ...report, claims: report.claims.slice(0, 10) }),
  (report) => ({
    ...keepCited({ ...report, claims: report.claims.slice(0, 5), ruled_out: report.ruled_out.slice(0, 3) }),
    root_cause: { ...report.root_cause, explanation: cut(report.root_cause.explanation, 1_200) },
    also: report.also.slice(0, 3).map((cause) => ({ ...cause, explanation: cut(cause.explanation, 300) })),
  }),
  (report) => ({
    ...report,
    actions: report.actions.filter((action) => JSON.stringify(action).length <= 2_000).slice(0, 3),
    verify: JSON.stringify(report.verify).length <= 2_000 ? report.verify : { text: "", commands: [] },
  }),
];

function mapEvidence(report: Report, valueCharacters: number, queryCharacters: number): Report {
  const evidence = report.evidence.map((item) => ({
    ...item,
    ...(item.query === undefined ? {} : { query: cut(item.query, queryCharacters) }),
    ...(item.operand === undefined ? {} : { operand: cut(item.operand, valueCharacters) }),
    ...(item.value.length > valueCharacters
      ? { value: cut(item.value, valueCharacters), truncated: true }
      : {}),
  }));
  return { ...report, evidence };
}

/** A verification's first differences, which are those that changed. */
function withDifferences(report: Report, valueCharacters: number, most: number): Report {
  const { verification } = report;
  if (verification === undefined) return report;
  const differences = verification.differences.slice(0, most).map((one) => ({
    ...one,
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    then: cut(one.then, valueCharacters),
    now: cut(one.now, valueCharacters),
  }));
  return { ...report, verification: { ...verification, differences } };
}

/** Only citations that a remaining claim or ruled-out cause cites. */
function keepCited(report: Report): Report {
  const cited = new Set([...report.claims, ...report.ruled_out].flatMap((item) => item.evidence));
  return { ...report, evidence: report.evidence.filter((item) => cited.has(item.id)) };
}

function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, maxCharacters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
