import type { Gap } from "../../domain/contract/report.ts";
import { type Evidence, evidenceNumber, fixedEvidence } from "../../domain/evidence.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import {
  askedKey,
  isSuppliedId,
  outsideKey,
  suppliedId,
  suppliedKey,
} from "../../domain/supplied/supplied-evidence.ts";
import { type AskedOfUser, suppliedBody } from "../../domain/supplied/supplied-body.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import { ApiRefusalError, invalidInput } from "../http/api-refusal-error.ts";
import { sha256 } from "../start/request-hash.ts";
import { startFollowUp } from "../start/start-follow-up.ts";

export interface SuppliedText {
  questionId: string;
  text: string;
}

/**
 * Takes a pasted output for the answer to a gap of an ended diagnosis, and diagnoses the same request again with it: every read
 * is made anew, and only where Azure refuses one again does what was supplied take its place. What was supplied before stays.
 *
 * @returns the diagnosis that goes on with it.
 * @throws ApiRefusalError 400 (it is no answer to what was asked), 409 (no gap asks this, or it is no longer known what was asked)
 */
export async function supplyEvidence(
  before: DiagnosisRecord,
  { questionId, text }: SuppliedText,
  context: CommandContext,
): Promise<DiagnosisRecord> {
  const { diagnosisId, verifies } = before;
  const gaps = (await context.stores.reports.get(diagnosisId))?.gaps ?? [];
  const gap = gaps.find(({ question_id: id }) => id === questionId);
  if (gap === undefined) throw notAsked(gaps);
  const stored = await context.stores.evidence.list(diagnosisId);
  const request = stored.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  const asked = askedBy(gap, stored);
  if (asked === undefined || request === undefined) throw forgotten();
  const given = suppliedEvidence(asked, text, stored, context.now());
  const earlier = stored.filter((one) => isSuppliedId(one.evidenceId) && one.requestKey !== given.requestKey);
  const { diagnosisId: next } = await startFollowUp(
    before,
    {
      hash: sha256(`supplied\n${diagnosisId}\n${given.requestKey}\n${given.sha256}`),
      evidence: [request, ...earlier, given],
      ...(verifies === undefined ? {} : { verifies }),
    },
    context,
  );
  return (await context.stores.diagnoses.get(next)) ?? { ...before, diagnosisId: next };
}

/** The refused read whose ID the question has; else the command that was to be run. */
function askedBy({ command, question_id: id }: Gap, stored: readonly Evidence[]): AskedOfUser | undefined {
  if (id?.startsWith("k") === true)
    return command === undefined ? undefined : { requestKey: outsideKey(command), request: command };
  return stored.find(({ evidenceId }) => evidenceId === id);
}

function suppliedEvidence(
  asked: AskedOfUser,
  text: string,
  stored: readonly Evidence[],
  now: string,
): Evidence {
  const answer = suppliedBody(asked, text);
  if (!answer.ok) throw invalidInput(`answer: ${answer.problem}`);
  const body = JSON.stringify(redactJson(answer.body));
  const { diagnosisId } = stored[0]!;
  const taken = stored.map(({ evidenceId }) => (isSuppliedId(evidenceId) ? evidenceNumber(evidenceId) : 0));
  return {
    diagnosisId,
    evidenceId: suppliedId(Math.max(...taken) + 1),
    source: "user",
    requestKey: suppliedKey(askedKey(asked)),
    request: asked.request,
    ...(asked.query === undefined ? {} : { query: asked.query }),
    status: 200,
    observedAt: now,
    body,
    sha256: sha256(body),
    complete: answer.complete,
  };
}

function notAsked(gaps: readonly Gap[]): ApiRefusalError {
  const open = gaps.flatMap(({ question_id: id }) => id ?? []);
  const what =
    open.length === 0
      ? "No gap of this diagnosis asks for anything."
      : `The gaps of this diagnosis ask for: ${open.join(", ")}.`;
  return new ApiRefusalError(409, "QuestionNotOpen", `question_id: this question is not open. ${what}`);
}

function forgotten(): ApiRefusalError {
  return new ApiRefusalError(
    409,
    "QuestionNotOpen",
    "question_id: the evidence of this diagnosis is no longer kept. Send the error to debug_error again; its gaps ask anew.",
  );
}
