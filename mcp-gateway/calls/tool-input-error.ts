/** The caller sent what cannot be used. The message says which field, why, and what to send instead. */
export class ToolInputError extends Error {
  override readonly name = "ToolInputError";
  readonly code = "InvalidInput";
}
