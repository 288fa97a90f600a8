import type { ThreadAnswer } from "./thread-message.ts";

/** A question got no answer: what the thread threw, whose name the message tells, or the end of the thread. */
export class ThinkingFailedError extends Error {
  override readonly name = "ThinkingFailedError";
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function threadEnded(cause: unknown): ThinkingFailedError {
  return new ThinkingFailedError(
    "The thread that weighs evidence ended before it answered. The next question starts another: ask again.",
    "ThinkingThreadEnded",
    { cause },
  );
}

export function thrownInThread({
  failure,
}: Extract<ThreadAnswer, { failure: unknown }>): ThinkingFailedError {
  return new ThinkingFailedError(`${failure.name}: ${failure.message}`, failure.code);
}
