import type { z } from "zod";

/** The orchestration and the activity disagree on the contract: a bug, or a history of another version. */
export class InvalidActivityInputError extends Error {
  override readonly name = "InvalidActivityInputError";
  readonly code = "InvalidActivityInput";

  constructor(activityName: string, error: z.ZodError) {
    const fields = error.issues.map((issue) => issue.path.join(".") || "(input)");
    super(
      `Activity ${activityName} was called with an input that its contract does not allow: ${[...new Set(fields)].join(", ")}.`,
    );
  }
}
