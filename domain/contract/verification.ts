import { z } from "zod";

/**
 * What has become of the causes of a diagnosis:
 *
 * - `fixed`: they are refuted by what Azure says now, and no other cause is confirmed.
 * - `not_fixed`: the root cause is still confirmed by what Azure says now.
 * - `changed_otherwise`: the root cause is gone, but another cause is confirmed, which the call meets next.
 * - `undecided`: what decides could not be read, or lies in the past, so that only a new call can tell.
 */
export const VerificationOutcomeSchema = z.enum(["fixed", "not_fixed", "changed_otherwise", "undecided"]);
export type VerificationOutcome = z.infer<typeof VerificationOutcomeSchema>;

/** One value that the old proof cites, as it was cited and as it reads in the verification's own evidence. */
export const DifferenceSchema = z.looseObject({
  /** The resource's ID, else what the value belongs to, in words. */
  resource: z.string(),
  /** As `az --query` names it; empty where the whole is meant. */
  field: z.string(),
  // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`, and nothing that a promise could call
  then: z.string(),
  now: z.string(),
  changed: z.boolean(),
  /** The verification's own stored answer that holds `now`. */
  evidence_id: z.string(),
});
export type Difference = z.infer<typeof DifferenceSchema>;

export const VerificationSchema = z.looseObject({
  /** The diagnosis verified. */
  of: z.string(),
  outcome: VerificationOutcomeSchema,
  /** What that means and what to do, in the report's language. */
  text: z.string(),
  /** What changed first. */
  differences: z.array(DifferenceSchema),
});
