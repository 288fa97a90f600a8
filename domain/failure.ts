import { z } from "zod";

/**
 * An expected failure, as data. `code` keeps the code of the service that refused (ARM's, Graph's, Resource Graph's);
 * `retryAfterMs` is set where the service asked to wait, and `permission` where a right is missing.
 */
export const FailureSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  status: z.int().min(0).max(999).optional(),
  retryAfterMs: z.number().min(0).optional(),
  permission: z.string().optional(),
});

export type Failure = z.infer<typeof FailureSchema>;

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The schema of a result that is either a value or an expected failure. */
export function outcomeOf<T extends z.ZodType>(value: T) {
  return z.union([
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), failure: FailureSchema }),
  ]);
}

/** Failure codes that are ours; every other code is a service's own. */
export const failureCodes = {
  /** Azure asked to wait; `retryAfterMs` says how long. The orchestration waits on a durable timer. */
  throttled: "Throttled",
  /** The read gate does not know this request (nothing was sent), or Azure redirected it to where nothing may be sent. */
  notAllowed: "ReadNotAllowed",
  /** The answer is larger than what is kept whole. */
  answerTooLarge: "AnswerTooLarge",
  /** The developer's sign-in is missing or has expired. */
  signInRequired: "SignInRequired",
  /** The sign-in holds, and the directory has not consented to what this plane of Azure is asked for. */
  consentRequired: "ConsentRequired",
  /** The diagnosis was cancelled before the read was made. */
  cancelled: "Cancelled",
  /** The read could not be made although it was tried again (network fault, 5xx, malformed answer). */
  unavailable: "Unavailable",
  /** No model is configured any more where one was to be asked. */
  modelNotConfigured: "ModelNotConfigured",
  /** The tokens that one diagnosis may use are used up. */
  modelBudgetSpent: "ModelBudgetSpent",
  /** The model declined to answer. */
  modelRefused: "ModelRefused",
  /** What the model answered cannot be used: no JSON, another shape, cut off, too long. */
  modelNonsense: "ModelNonsense",
  /** The model did not begin, or did not go on, in time. */
  modelTimeout: "ModelTimeout",
  /** The model's endpoint takes no such request of ours: the configuration must be looked at. */
  modelNotAllowed: "ModelNotAllowed",
  /** The provider's content filter stopped the question or the answer. */
  modelContentFiltered: "ModelContentFiltered",
} as const;
