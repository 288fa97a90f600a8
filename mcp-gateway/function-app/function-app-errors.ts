import { oneLine } from "../../domain/redaction/one-line.ts";

/** The function app refused a command; `code` and the message are its own. */
export class FunctionAppRefusedError extends Error {
  override readonly name = "FunctionAppRefusedError";
  readonly code: string;
  /** HTTP status, 400 and above. */
  readonly status: number;
  readonly isRetryable: boolean;

  constructor(status: number, code: string, message: string, isRetryable: boolean) {
    super(message);
    this.status = status;
    this.code = code;
    this.isRetryable = isRetryable;
  }
}

/** No function app answered. Whatever was started goes on; a command can be repeated. */
export class FunctionAppUnreachableError extends Error {
  override readonly name = "FunctionAppUnreachableError";
  readonly code = "FunctionAppUnreachable";
  /** True where the message says what to do first: waiting alone will not help. */
  readonly namesRemedy: boolean;

  constructor(options?: ErrorOptions) {
    const reason = reasonOf(options?.cause);
    super(`AZEBAL's function app does not answer${reason}.`, options);
    this.namesRemedy = reason !== "";
  }
}

/** What one of our own error classes says is for people, with what to do; a system's or library's text is not. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error) || !("code" in cause) || typeof cause.code !== "string") return "";
  if (cause instanceof FunctionAppAnswerError) return "";
  const isOurs = /^[A-Z][a-z]/u.test(cause.code);
  return isOurs ? `: ${oneLine(cause.message, reasonCharacters).replace(/\.$/u, "")}` : "";
}

const reasonCharacters = 500;

/** The function app answered something that this gateway does not understand: two versions, or no function app at all. */
export class FunctionAppAnswerError extends Error {
  override readonly name = "FunctionAppAnswerError";
  readonly code = "FunctionAppAnswer";

  constructor(route: string, status: number, options?: ErrorOptions) {
    super(
      `The answer of ${route} (HTTP ${status}) has another shape than the gateway expects. Gateway and function app must be of one version: restart both.`,
      options,
    );
  }
}

/** True where the same request may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
  if (error instanceof FunctionAppUnreachableError) return true;
  return error instanceof FunctionAppRefusedError && error.status === 503;
}
