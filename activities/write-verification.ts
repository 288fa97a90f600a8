import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { writeVerification as contract } from "../domain/activity-catalogue.ts";
import type { Report } from "../domain/contract/report.ts";
import { fixedEvidence } from "../domain/evidence.ts";
import type { Language } from "../domain/language.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { ensureSignals } from "./ensure-signals.ts";
import { openProgress } from "./progress/diagnosis-progress.ts";
import type { VerificationQuestion } from "./thinking/thinking.ts";
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
    const verified = await readVerified(dependencies, input.verifies);
    if (verified === undefined) return nothingToCompare(input.verifies);
    await ensureSignals(dependencies, input);
    await reports.put(diagnosisId, await verify(dependencies, input, verified, journal.language));
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

/** The diagnosis verified; undefined where it has been cleaned away since the verification was asked for. */
async function readVerified(
  { stores }: ActivityDependencies,
  diagnosisId: string,
): Promise<VerificationQuestion["verified"] | undefined> {
  const report = await stores.reports.get(diagnosisId);
  const evidence = await stores.evidence.list(diagnosisId);
  const isWhole = evidence.some(({ evidenceId }) => evidenceId === fixedEvidence.signals);
  return report === undefined || !isWhole ? undefined : { diagnosisId, report, evidence };
}

function nothingToCompare(verifies: string): Output {
  return {
    ok: false,
    failure: {
      code: "EvidenceMissing",
      message: `The evidence of diagnosis ${verifies} is no longer kept, so there is nothing to compare with. Send the error to debug_error again.`,
    },
  };
}

async function verify(
  { azHosts, stores, thinking }: ActivityDependencies,
  { diagnosisId, unread, endedBecause, reads, durationMs }: Input,
  verified: VerificationQuestion["verified"],
  language: Language,
): Promise<Report> {
  const evidence = await stores.evidence.list(diagnosisId);
  const known = { evidence, unread, language, ...(azHosts === undefined ? {} : { hosts: azHosts }) };
  return await thinking.verification({ ...known, endedBecause, reads, durationMs, verified });
}
