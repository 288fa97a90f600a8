import type { Report } from "../../domain/contract/report.ts";
import type { Feedback } from "../../services/stores/feedback.ts";
import { exitCodes } from "../exit-codes.ts";
import type { OpenFeedback } from "./open-feedback.ts";
import { recordSupport } from "./record-support.ts";
import { emptyFolder, writeScenario } from "./scenario/write-scenario.ts";
import { triedScenario } from "./tried-scenario.ts";

const mostFeedback = 100;

/**
 * `azebal feedback scenario`: makes a scenario folder of what is stored of a diagnosis.
 *
 * @param id  of a feedback, or of a diagnosis, with what was said of it last.
 */
export async function exportScenario(open: OpenFeedback, id: string, folder: string): Promise<number> {
  emptyFolder(folder);
  const { diagnoses, evidence, feedback, reports } = open.stores;
  const given = await feedback.get(id);
  const diagnosisId = given?.diagnosisId ?? id;
  const record = await diagnoses.get(diagnosisId);
  if (record === undefined) return refuse(`There is no feedback and no diagnosis ${id}.`);
  const said = given ?? lastOf(await feedback.list({ diagnosisId, limit: mostFeedback }));
  const stored = {
    record,
    evidence: await evidence.list(diagnosisId),
    report: await reports.get(diagnosisId),
    feedback: said,
  };
  const tried = await triedScenario(stored, open.playbooksDirectory);
  if (tried === undefined)
    return refuse(
      `Of the diagnosis ${diagnosisId} no evidence is stored any more: nothing can be made of it.`,
    );
  const { cause, scenario } = tried;
  const directory = writeScenario(folder, scenario);
  await recordSupport(open, "feedback_scenario", { id }, diagnosisId);
  const lines = [
    `${directory}: ${scenario.tenant.resources.length} resources, expected root cause ${scenario.expected.rootCause}.`,
    diagnosedAgain(cause, stored.report),
    "To complete:",
    ...scenario.toComplete.map((line) => `  ${line}`),
    "Not in it:",
    ...scenario.missing.map((line) => `  ${line}`),
    `Read request.json before you give it to others. Grade it: azebal eval --scenarios ${folder}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCodes.done;
}

function diagnosedAgain(cause: string, report: Report | undefined): string {
  const before = report?.root_cause.code;
  if (before === undefined) return `Diagnosed, it gives ${cause}.`;
  return cause === before
    ? `Diagnosed again, it gives ${cause}, as the report did.`
    : `Diagnosed again, it gives ${cause}, where the report gave ${before}: what it rested on is not all in it, or AZEBAL judges otherwise by now.`;
}

/** What support has turned down, or the same person has taken back, is not what it was. */
function lastOf(all: readonly Feedback[]): Feedback | undefined {
  return all.findLast(({ status }) => status === "pending_review" || status === "approved");
}

function refuse(message: string): number {
  process.stderr.write(`azebal: ${message}\n`);
  return exitCodes.failed;
}
