import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { writeReport as contract } from "../domain/activity-catalogue.ts";
import type { Report } from "../domain/contract/report.ts";
import type { Language } from "../domain/language.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { ensureSignals } from "./ensure-signals.ts";
import { openProgress } from "./progress/diagnosis-progress.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Input = z.output<(typeof contract)["input"]>;
type Output = z.output<(typeof contract)["output"]>;

/**
 * Activity `writeReport`: weighs all evidence a last time, writes the report and stores it. A report that is stored is
 * never written again, so a re-run answers with it.
 */
export function writeReport(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, (input) => run(dependencies, input), { stopsOnCancel: false });
}

async function run(dependencies: ActivityDependencies, input: Input): Promise<Output> {
  const { reports } = dependencies.stores;
  const { diagnosisId } = input;
  const journal = await openProgress(dependencies, diagnosisId);
  if (!(await reports.get(diagnosisId))) {
    await ensureSignals(dependencies, input);
    await reports.put(diagnosisId, await buildFromEvidence(dependencies, input, journal.language));
  }
  const report = (await reports.get(diagnosisId))!;
  const { code, title, confidence } = report.root_cause;
  await journal.note(input.stepId, "note", journal.texts.reported(title));
  return {
    ok: true,
    value: { reportRef: diagnosisId, verdict: report.verdict, rootCause: code, confidence },
  };
}

async function buildFromEvidence(
  dependencies: ActivityDependencies,
  { diagnosisId, unread, endedBecause, reads, durationMs, model }: Input,
  language: Language,
): Promise<Report> {
  const { azHosts, stores, thinking } = dependencies;
  const evidence = await stores.evidence.list(diagnosisId);
  const known = { evidence, unread, language, ...(azHosts === undefined ? {} : { hosts: azHosts }) };
  return await thinking.report({ ...known, endedBecause, reads, durationMs, modelUse: model });
}
