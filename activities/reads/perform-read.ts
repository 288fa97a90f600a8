import type { z } from "zod";
import type { ActivityContract, readArm } from "../../domain/activity-catalogue.ts";
import { type Failure, failureCodes } from "../../domain/failure.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { type DiagnosisProgress, openProgress, type ReadLine } from "../progress/diagnosis-progress.ts";
import { secondsOf } from "../progress/seconds-of.ts";
import { describeError } from "../wrapping/sanitised-error.ts";
import { answerSummary } from "./answer-summary.ts";
import { readEvidence } from "./read-evidence.ts";

export type ReadContract = ActivityContract<(typeof readArm)["input"], (typeof readArm)["output"]>;
type ReadInput = z.output<ReadContract["input"]>;
type ReadOutput = z.output<ReadContract["output"]>;

/** Makes one planned read and says so in the journal. The same for every kind: the reader knows how each is made. */
export async function performRead(
  contract: ReadContract,
  dependencies: ActivityDependencies,
  input: ReadInput,
): Promise<ReadOutput> {
  const { diagnosisId, principal, step, verifies } = input;
  const journal = await openProgress(dependencies, diagnosisId);
  const lines = readLines(journal, input);
  await lines.started();
  try {
    const answer = await readEvidence(dependencies, {
      diagnosisId,
      evidenceId: step.evidenceId,
      principal,
      request: step.request,
      fresh: verifies !== undefined,
    });
    if (!answer.ok) {
      await lines.refused(answer.failure);
      return { ok: false, failure: answer.failure };
    }
    const { evidenceId, status, body } = answer.evidence;
    await lines.answered(status);
    return {
      ok: true,
      value: { evidenceId, status, summary: answerSummary(status, JSON.parse(body)), reused: answer.reused },
    };
  } catch (error) {
    await lines.thrown(describeError(error).message, contract.retry.maxAttempts);
    throw error;
  }
}

function readLines(journal: DiagnosisProgress, { step, attempt, progress }: ReadInput) {
  const { texts } = journal;
  /** Lines that may come once for each attempt have a step of their own. */
  const stepId = attempt === 1 ? step.stepId : `${step.stepId}.${attempt}`;
  const write = (line: Omit<ReadLine, "progress">) => journal.ofRead({ ...line, progress });
  const end = (phase: ReadLine["phase"], message: string) =>
    write({ stepId: step.stepId, phase, message, ends: true });
  return {
    started: () =>
      write({ stepId: step.stepId, phase: "started", message: texts.reading(step.title), ends: false }),
    async answered(status: number) {
      if (status === 401 || status === 403) await end("denied", texts.denied(step.title, status));
      else if (status === 404) await end("absent", texts.absent(step.title, status));
      else await end("read", texts.read(step.title, status));
    },
    async refused(failure: Failure) {
      // Both are repeated: neither ends the read.
      if (failure.code === failureCodes.signInRequired)
        return write({ stepId, phase: "waiting", message: texts.signInRequired(step.title), ends: false });
      if (failure.code !== failureCodes.throttled)
        return end("failed", texts.failed(step.title, failure.message));
      const message = texts.waiting(step.title, secondsOf(failure.retryAfterMs));
      await write({ stepId, phase: "waiting", message, ends: false });
    },
    async thrown(why: string, maxAttempts: number) {
      if (attempt >= maxAttempts) return end("failed", texts.failed(step.title, why));
      const message = texts.tryingAgain(step.title, attempt, maxAttempts);
      await write({ stepId, phase: "note", message, ends: false });
    },
  };
}
