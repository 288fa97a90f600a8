import { type Failure, failureCodes, type Outcome } from "../../../domain/failure.ts";
import type { WireAnswer } from "./azure-wire.ts";
import { parsedJson } from "./parsed-json.ts";
import { retryAfterMs, throttleWaitMs } from "./retry-after.ts";
import { AzureServiceError, MalformedAnswerError } from "./wire-faults.ts";

/** One answer of Azure, understood: a page, a resource, or a final refusal with its error body. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  /** The answer's Date header, as ISO 8601 in UTC. */
  readonly observedAt: string;
  /** Parsed JSON; the text of an error body that is none; null where there is no body. */
  readonly body: unknown;
  readonly sizeBytes: number;
}

/** The code of an answer that is too large to be kept; final, since it would be as large again. */

/**
 * Sorts what Azure sent: 2xx and final 4xx are answers; waits, redirects and oversized bodies are failures as data;
 * the rest is thrown. 401 is left to the caller, which may have a fresher token.
 *
 * @throws AzureServiceError for 5xx and 408 without Retry-After; MalformedAnswerError for a success without JSON or
 *   Date, and for a 4xx that is a page for people.
 */
export function receive(answer: WireAnswer, read: string): Outcome<ReceivedAnswer> {
  const { status, headers } = answer;
  const requestId = requestIdOf(headers);
  if (status === 429) return failed(throttled(read, status, throttleWaitMs(headers)));
  if (status >= 500 || status === 408) {
    const waitMs = retryAfterMs(headers);
    if (waitMs !== undefined) return failed(throttled(read, status, waitMs));
    throw new AzureServiceError(read, status, requestId);
  }
  if (status >= 300 && status < 400) return failed(redirected(read, status));
  if (answer.isCut) return failed(tooLarge(read, status));
  refuseErrorPage(answer, read);
  const isSuccess = status >= 200 && status < 300;
  return {
    ok: true,
    value: {
      status,
      requestId,
      observedAt: observedAtOf(headers, read),
      body: isSuccess ? jsonOf(answer, read) : errorBodyOf(answer.text),
      sizeBytes: Buffer.byteLength(answer.text),
    },
  };
}

export function tooLarge(read: string, status: number): Failure {
  return {
    code: failureCodes.answerTooLarge,
    message: `The answer to ${read} is larger than AZEBAL keeps. Ask for less of it, by a filter or a child resource.`,
    status,
  };
}

function throttled(read: string, status: number, waitMs: number): Failure {
  return {
    code: failureCodes.throttled,
    message: `Azure asks to wait ${Math.ceil(waitMs / 1_000)} s before ${read}.`,
    status,
    retryAfterMs: waitMs,
  };
}

function redirected(read: string, status: number): Failure {
  return {
    code: failureCodes.notAllowed,
    message: `Azure answered ${status} to ${read}: a redirect. It was not followed, since the sign-in goes to the configured endpoint only. Check the AZEBAL endpoints and AZEBAL_CLOUD.`,
    status,
  };
}

function failed(failure: Failure): Outcome<never> {
  return { ok: false, failure };
}

/** ARM's and Resource Graph's header; Microsoft Graph calls it `request-id`. */
function requestIdOf(headers: Headers): string | undefined {
  const names = ["x-ms-request-id", "request-id", "x-ms-correlation-request-id"];
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null && /^[\w:.-]{1,128}$/u.test(value)) return value;
  }
  return undefined;
}

function observedAtOf(headers: Headers, read: string): string {
  const at = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(at)) throw new MalformedAnswerError(read, "it has no Date header");
  return new Date(at).toISOString();
}

function jsonOf(answer: WireAnswer, read: string): unknown {
  if (answer.text.trim() === "") return null;
  const type = answer.headers.get("content-type") ?? "";
  if (!/^(?:application|text)\/(?:[\w.+-]+\+)?json\b/iu.test(type))
    throw new MalformedAnswerError(read, `its content type is not JSON (${type.slice(0, 60) || "none"})`);
  const value = parsedJson(answer.text);
  if (value === undefined) throw new MalformedAnswerError(read, "its JSON does not parse");
  return value;
}

/**
 * No service of Azure answers a read with a page for people; a proxy on the way does. Taken for Azure's answer, its 404
 * would prove that something does not exist, and its 403 that a permission is missing.
 */
function refuseErrorPage({ status, headers }: WireAnswer, read: string): void {
  if (status < 400 || !/^text\/html\b/iu.test(headers.get("content-type") ?? "")) return;
  throw new MalformedAnswerError(
    read,
    `it is an HTML page with status ${status}, which a proxy or firewall on the way sent`,
  );
}

/** Services answer some errors in plain text: that is evidence too. */
function errorBodyOf(text: string): unknown {
  return text.trim() === "" ? null : (parsedJson(text) ?? text);
}
