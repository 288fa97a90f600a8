import { createHash } from "node:crypto";
import type { FeedbackRequest } from "../../domain/function-app-api.ts";
import { ownerKey, type Principal } from "../../domain/principal.ts";

/** The same for the same words of the same person on the same diagnosis: a UUID of version 8 (RFC 9562), made of a SHA-256. */
export function feedbackId(principal: Principal, diagnosisId: string, said: FeedbackRequest): string {
  const { verdict, root_cause = "", comment = "" } = said;
  const text = JSON.stringify([ownerKey(principal), diagnosisId, verdict, root_cause, comment.trim()]);
  const digest = createHash("sha256").update(text, "utf8").digest("hex");
  const variant = "89ab"[Number.parseInt(digest[16]!, 16) % 4];
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}
