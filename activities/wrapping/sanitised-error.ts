import { redactText } from "../../domain/redaction/redact-text.ts";

const longestMessage = 500;

/**
 * What leaves an activity that failed unforeseen. The host writes message and stack into the history, so neither holds
 * anything of the original but its name and its redacted message; the original is not kept as `cause`, since a host
 * may serialise that too. The log has both.
 */
export class SanitisedActivityError extends Error {
  override readonly name = "SanitisedActivityError";
  readonly code: string;

  constructor(activityName: string, original: unknown) {
    const { name, message, code } = describeError(original);
    super(`${activityName} failed (${name}): ${message}`);
    this.code = code;
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Name, code and redacted message of anything thrown. */
export function describeError(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error))
    return { name: typeof error, code: "NotAnError", message: bounded(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return { name: error.name, code: bounded(code), message: bounded(error.message) };
}

function bounded(text: string): string {
  const redacted = redactText(text);
  return redacted.length > longestMessage ? `${redacted.slice(0, longestMessage)}…` : redacted;
}
