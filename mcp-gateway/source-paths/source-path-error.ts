/** A file that was named cannot be sent. The message says which, why, and what to do instead. */
export class SourcePathError extends Error {
  override readonly name = "SourcePathError";
  readonly code = "SourcePath";

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`source_paths: ${JSON.stringify(path.slice(0, 200))} ${reason}`, options);
  }
}
