import { z } from "zod";
import { limits } from "../../domain/limits.ts";

const idShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** The shape is checked but not published: a pattern in six tools would cost more than it tells. */
const id = z
  .string()
  .refine(
    (text) => idShape.test(text),
    "is not an ID: take it from an earlier answer or from list_diagnoses",
  );

export const diagnosisId = id;
export const evidenceId = id.describe("evidence_id of a citation, such as e5.");

export function waitSeconds(description: string) {
  return z.int().min(0).max(limits.waitSecondsMax).optional().describe(description);
}

/** The same, its bounds and meaning unpublished: they stand with the other tools. */
export const bareWaitSeconds = z
  .number()
  .refine(
    (seconds) => Number.isInteger(seconds) && seconds >= 0 && seconds <= limits.waitSecondsMax,
    `must be a whole number from 0 to ${limits.waitSecondsMax}`,
  );
