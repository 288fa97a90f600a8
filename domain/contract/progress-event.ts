import { z } from "zod";

/**
 * One line of a diagnosis's journal. `seq` counts from 1 without gaps within one diagnosis and is the cursor.
 * Lines are written by activities, keyed by (step, phase) so that a re-run activity writes none twice; the terminal
 * state is never a line: it comes from the orchestration's status.
 */
export const ProgressEventSchema = z.strictObject({
  seq: z.int().min(1),
  diagnosisId: z.string(),
  stepId: z.string(),
  phase: z.enum(["started", "read", "denied", "absent", "failed", "waiting", "weighed", "note"]),
  /** For people, in the diagnosis's language. */
  message: z.string(),
  done: z.int().min(0),
  total: z.int().min(0),
  at: z.string(),
});
export type ProgressEvent = z.infer<typeof ProgressEventSchema>;
