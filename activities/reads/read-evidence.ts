import { createHash } from "node:crypto";
import type { JsonValue } from "../../domain/json-value.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Failure } from "../../domain/failure.ts";
import { limits } from "../../domain/limits.ts";
import type { Principal } from "../../domain/principal.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { redactJson } from "../../domain/redaction/redact-json.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import type { AzureAnswer } from "../../services/azure/reading/azure-answer.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import type { ReadingRooms } from "../load-diagnosis.ts";

export interface EvidenceRead {
  diagnosisId: string;
  evidenceId: string;
  principal: Principal;
  request: ReadRequest;
  /** True where an answer of a moment ago, which another diagnosis got, will not do. */
  fresh?: boolean;
}

export type EvidenceAnswer =
  | { ok: true; evidence: Evidence; reused: boolean }
  | { ok: false; failure: Failure };

type Needs = Pick<ActivityDependencies, "stores" | "reader" | "diagnosis">;

/**
 * Reads Azure once for a diagnosis. An answer that is stored, under this ID or for an equal question, is reused and
 * nothing is sent. A new one is redacted, shaped and stored; what is returned is what the store holds.
 *
 * @throws what the reader throws: network faults, 5xx, malformed answers.
 */
export async function readEvidence(needs: Needs, read: EvidenceRead): Promise<EvidenceAnswer> {
  const { evidence } = needs.stores;
  const { diagnosisId, evidenceId, principal, request, fresh = false } = read;
  const requestKey = readKey(request);
  const stored =
    (await evidence.get(diagnosisId, evidenceId)) ?? (await evidence.findByKey(diagnosisId, requestKey));
  if (stored) return { ok: true, evidence: stored, reused: true };
  const outcome = await needs.reader.read(principal, request, undefined, diagnosisId, { fresh });
  if (!outcome.ok) return { ok: false, failure: redactFailure(outcome.failure) };
  const { shapeAnswer } = await needs.diagnosis();
  const made = evidenceOf(read, requestKey, outcome.value, shapeAnswer);
  return { ok: true, evidence: await evidence.put(made), reused: false };
}

function evidenceOf(
  { diagnosisId, evidenceId, request }: EvidenceRead,
  requestKey: string,
  answer: AzureAnswer,
  shapeAnswer: ReadingRooms["shapeAnswer"],
): Evidence {
  const shaped = shapeAnswer(redactJson(answer.body) as JsonValue, request);
  const { body, isWhole } = storedBody(shaped);
  return {
    diagnosisId,
    evidenceId,
    source: answer.source,
    requestKey,
    request: redactText(answer.request),
    ...(answer.query === undefined ? {} : { query: redactText(answer.query) }),
    status: answer.status,
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    observedAt: answer.observedAt,
    body,
    sha256: sha256(body),
    complete: answer.complete && isWhole,
    ...(answer.pages === undefined ? {} : { pages: answer.pages }),
  };
}

/** The hash of a stored body, over its UTF-8 bytes. */
export function sha256(body: string): string {
  return createHash("sha256").update(body, "utf8").digest("hex");
}

/** An answer that is too large is cut at its list's end, so that pointers into what is kept stay true. */
function storedBody(body: unknown): { body: string; isWhole: boolean } {
  const text = JSON.stringify(body ?? null);
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= limits.evidenceBodyBytes) return { body: text, isWhole: true };
  const shortened = withShorterList(body, limits.evidenceBodyBytes / sizeBytes);
  return shortened === undefined
    ? { body: "null", isWhole: false }
    : { ...storedBody(shortened), isWhole: false };
}

/** Keeps a little less than `share` of the list that an answer consists of; undefined where it has none. */
function withShorterList(body: unknown, share: number): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  for (const [name, value] of Object.entries(body))
    if (["value", "data", "rows"].includes(name) && Array.isArray(value) && value.length > 0)
      return { ...body, [name]: value.slice(0, Math.floor(value.length * share * 0.9)) };
  return undefined;
}

function redactFailure(failure: Failure): Failure {
  return { ...failure, message: redactText(failure.message) };
}
