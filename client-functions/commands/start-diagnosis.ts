import type { HttpRequest } from "@azure/functions";
import { withoutAddressed } from "../../domain/addressed-text.ts";
import { type DebugRequest, DebugRequestSchema } from "../../domain/contract/debug-request.ts";
import { languageOf } from "../../domain/language.ts";
import { neutraliseControls } from "../../domain/redaction/neutralise-controls.ts";
import { redactRequest } from "../../domain/redaction/redact-request.ts";
import { currentTrace, formatTraceparent } from "../../services/platform/trace.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError } from "../http/api-refusal-error.ts";
import { parseBody } from "../http/parse-input.ts";
import { checkRequest } from "../start/check-request.ts";
import { closeWhatHasEnded } from "../start/close-what-has-ended.ts";
import { createDiagnosisId } from "../start/diagnosis-id.ts";
import { requestEvidence } from "../start/request-evidence.ts";
import { idempotencyDigest, requestHash } from "../start/request-hash.ts";

const titleCharacters = 120;

/**
 * `POST /api/diagnoses`: redacts the request, claims its diagnosis, stores it as e0, and starts the orchestration, in this
 * order: after a crash at any point the same request, sent again, goes on from there. 202 for a new diagnosis, 200 for one
 * that was already there.
 *
 * @throws ApiRefusalError 400, 413, 409 (the idempotency key belongs to another request), 503
 */
export async function startDiagnosis(
  request: Pick<HttpRequest, "headers" | "body">,
  context: CommandContext,
): Promise<Answer> {
  const given = await parseBody(DebugRequestSchema, request);
  checkRequest(given);
  const redacted = redactRequest(given);
  const claim = await claimDiagnosis(redacted, context);
  const record = await context.stores.diagnoses.get(claim.diagnosisId);
  if (record !== undefined && record.startedAt === undefined) {
    await context.stores.evidence.put(requestEvidence(claim.diagnosisId, redacted, record.createdAt));
    await context.starter.ensureStarted(claim.diagnosisId, context.engine, claim.created);
  }
  return {
    status: claim.created ? 202 : 200,
    body: { diagnosis_id: claim.diagnosisId, created: claim.created },
  };
}

async function claimDiagnosis(redacted: DebugRequest, context: CommandContext) {
  const { stores, principal, now } = context;
  const { error, language, idempotency_key: key } = redacted;
  const hash = requestHash(redacted);
  if (key === undefined) await closeWhatHasEnded(hash, context);
  const trace = currentTrace();
  const claim = await stores.diagnoses.claim({
    diagnosisId: createDiagnosisId(),
    principal,
    ...(key === undefined ? {} : { idempotencyKey: idempotencyDigest(key) }),
    requestHash: hash,
    title: titleOf(error),
    language: language ?? languageOf(withoutAddressed(error)),
    createdAt: now(),
    ...(trace === undefined ? {} : { traceparent: formatTraceparent(trace) }),
  });
  if (claim.conflict) {
    throw new ApiRefusalError(
      409,
      "IdempotencyKeyConflict",
      "idempotency_key: it was used for another request. Send a new key, or the same request as before.",
    );
  }
  return claim;
}

function titleOf(error: string): string {
  const line =
    neutraliseControls(error)
      .split("\n")
      .find((text) => text.trim() !== "") ?? "";
  return Array.from(line.trim()).slice(0, titleCharacters).join("");
}
