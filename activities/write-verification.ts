import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { writeVerification as contract } from "../domain/activity-catalogue.ts";
import type { Report } from "../domain/contract/report.ts";
import { fixedEvidence } from "../domain/evidence.ts";
import type { Language } from "../domain/language.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { ensureSignals } from "./ensure-signals.ts";
import { openProgress } from "./progress/diagnosis-progress.ts";
import { EvidenceMissingError } from "./stored-request.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Input = z.output<(typeof contract)["input"]>;
type Output = z.output<(typeof contract)["output"]>;

/**
 * Activity `writeVerification`: weighs the verification's own evidence, compares it with the report and the evidence of the
 * diagnosis verified, and stores a report that says what has become of its causes. Of a re-run the stored one stays.
 */
export function writeVerification(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => run(dependencies, input), { stopsOnCancel: false });
}

async function run(dependencies: ActivityDependencies, input: Input): Promise<Output> {
  const { reports } = dependencies.stores;
  const { diagnosisId } = input;
  const journal = await openProgress(dependencies, diagnosisId);
  if (!(await reports.get(diagnosisId))) {
    await ensureSignals(dependencies, input);
    await reports.put(diagnosisId, await verify(dependencies, input, journal.language));
  }
  const report = (await reports.get(diagnosisId))!;
  const { code, confidence } = report.root_cause;
  const outcome = report.verification?.outcome ?? "undecided";
  await journal.note(input.stepId, "note", journal.texts.verified[outcome]);
  return {
    ok: true,
    value: { reportRef: diagnosisId, outcome, verdict: report.verdict, rootCause: code, confidence },
  };
}

async function verify(
  dependencies: ActivityDependencies,
  { diagnosisId, verifies, unread, endedBecause, reads, durationMs }: Input,
  language: Language,
): Promise<Report> {
  const { azHosts, stores, thinking } = dependencies;
  const report = await stores.reports.get(verifies);
  const before = await stores.evidence.list(verifies);
  // Cleaned away since: there is nothing left to compare with.
  if (report === undefined || !before.some(({ evidenceId }) => evidenceId === fixedEvidence.signals))
    throw new EvidenceMissingError(verifies, fixedEvidence.signals);
  const evidence = await stores.evidence.list(diagnosisId);
  const known = { evidence, unread, language, ...(azHosts === undefined ? {} : { hosts: azHosts }) };
  const verified = { diagnosisId: verifies, report, evidence: before };
  return await thinking.verification({ ...known, endedBecause, reads, durationMs, verified });
}
