import type { HttpRequest } from "@azure/functions";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { VerificationRequestSchema } from "../../domain/function-app-api.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError } from "../http/api-refusal-error.ts";
import { parseBody } from "../http/parse-input.ts";
import { sha256 } from "../start/request-hash.ts";
import { startFollowUp } from "../start/start-follow-up.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";

/**
 * `POST /api/diagnoses/{id}/verifications`: claims a verification of the diagnosis, gives it the stored request as its own e0,
 * and starts it, in this order, as the start of a diagnosis does. One that runs is joined: 202 for a new one, 200 for that.
 *
 * @throws ApiRefusalError 404, 409 (nothing to verify, or not yet), 503
 */
export async function verifyDiagnosis(
  diagnosisId: string,
  request: Pick<HttpRequest, "headers" | "body">,
  context: CommandContext,
): Promise<Answer> {
  await parseBody(VerificationRequestSchema, request);
  const verified = await ownDiagnosis(diagnosisId, context);
  const asked = await verifiableRequest(verified, context);
  const verifies = verified.diagnosisId;
  const hash = sha256(`verification\n${verifies}`);
  const { diagnosisId: id, created } = await startFollowUp(
    verified,
    { hash, evidence: [asked], verifies },
    context,
  );
  return { status: created ? 202 : 200, body: { diagnosis_id: id, created } };
}

/** The stored request of a diagnosis that found a cause. */
async function verifiableRequest(verified: DiagnosisRecord, context: CommandContext): Promise<Evidence> {
  const { diagnosisId } = verified;
  const { evidence, reports } = context.stores;
  const state = await observeDiagnosis(verified, context);
  if (!state.isTerminal)
    throw nothingToVerify(
      "The diagnosis has not ended yet, so there is no fix to verify. Follow it with get_diagnosis, make the change that its report names, then verify.",
    );
  const report = await reports.get(diagnosisId);
  if (report === undefined)
    throw nothingToVerify(
      "The diagnosis ended without a report. Send the error to debug_error again; what that finds can be verified.",
    );
  if (report.root_cause.code === unknownCause || report.root_cause.confidence === "none")
    throw nothingToVerify(
      "The report names no cause whose end could be verified. Run the failing call again, and if it still fails, send the new error to debug_error.",
    );
  const asked = await evidence.get(diagnosisId, fixedEvidence.request);
  const signals = await evidence.get(diagnosisId, fixedEvidence.signals);
  if (asked === undefined || signals === undefined)
    throw nothingToVerify(
      "The evidence of this diagnosis is no longer kept, so there is nothing to compare with. Send the error to debug_error again.",
    );
  return asked;
}

function nothingToVerify(message: string): ApiRefusalError {
  return new ApiRefusalError(409, "NothingToVerify", message);
}
