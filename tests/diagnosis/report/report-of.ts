import { buildReport, type ReportInput } from "../../../diagnosis/report/build-report.ts";
import type { Report } from "../../../domain/contract/report.ts";
import { type Run, type RunOptions, runRounds } from "../run-rounds.ts";

/** The report on a scripted diagnosis, run to its end. */
export function reportOf(options: RunOptions, rest: Partial<ReportInput> = {}): { report: Report; run: Run } {
  const run = runRounds(options);
  const { assessment, evidence, unread } = run;
  const report = buildReport({
    assessment,
    evidence,
    unread,
    analyses: options.analyses ?? {},
    signals: options.signals,
    endedBecause: "settled",
    reads: run.rounds.flat().length,
    durationMs: 1_234,
    ...rest,
  });
  return { report, run };
}
