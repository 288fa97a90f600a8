import type { Report } from "../../../domain/contract/report.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import type { StoredRead } from "./stored-read.ts";

/** What the diagnosis had before it, and the scenario has not. */
export function missingOf(
  evidence: readonly Evidence[],
  reads: readonly StoredRead[],
  report: Report | undefined,
): string[] {
  const ofUsers = evidence.filter(({ source }) => source === "user").length;
  const redacted = evidence.flatMap(({ body }) => body.match(/\[redacted[^\]]*\]/gu) ?? []).length;
  const cut = reads.filter((read) => !read.evidence.complete);
  const joined = reads.filter(
    (read) => read.evidence.source === "logs" && /\bunion\b/u.test(read.evidence.query ?? ""),
  );
  const hasMetrics = reads.some((read) => read.evidence.source === "metrics" && read.evidence.status === 200);
  return [
    ...(ofUsers > 0
      ? [`${ofUsers} answers that the developer gave: a simulated Azure has no place for them.`]
      : []),
    ...cut.map(({ path }) => `${path}: the answer was cut, and the rest of its list is not there.`),
    ...joined.map(({ path }) => `${path}: rows of a query over several tables stand in the first of them.`),
    ...(hasMetrics ? ["The units of metrics, which are not stored: all say Count."] : []),
    ...(report?.gaps ?? []).map(({ what }) => `It could not be read then either: ${what}`),
    ...(redacted > 0 ? [`${redacted} values were redacted before they were stored, and stay so.`] : []),
    "Whatever no read of the diagnosis asked for: another question finds only what these answers held.",
  ];
}
