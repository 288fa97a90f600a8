/** The command line cannot be carried out as written. The message says what to write instead; the process ends with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "Usage";
}
