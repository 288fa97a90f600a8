import { z } from "zod";
import type { Failure } from "../../domain/failure.ts";
import { contentFiltered, notAllowed, throttled } from "./model-failures.ts";
import type { ModelSettings } from "./model-settings.ts";

/** What a server said instead of an answer: a status that is neither a success nor its own fault. */
export interface ServerRefusal {
  readonly status: number;
  /** A word of the server's, such as `context_length_exceeded`. */
  readonly code: string | undefined;
  readonly headers: Headers | undefined;
}

/** A code is shown; a sentence in its place is not: it may repeat a key or the question. */
const CodeSchema = z
  .union([z.string().regex(/^[A-Za-z][\w.-]{0,63}$/u), z.coerce.number().int().min(400).max(599)])
  .optional()
  .catch(undefined);

const ErrorSchema = z.looseObject({ code: CodeSchema, type: CodeSchema }).catch({});

/** By which providers say that it was the content. */
const contentCodes = [
  "content_filter",
  "content_policy_violation",
  "invalid_prompt",
  "ResponsibleAIPolicyViolation",
];

/** Of an error that comes without a status: what its words stand for. */
const statusByCode: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  insufficient_quota: 429,
  invalid_request_error: 400,
  context_length_exceeded: 400,
  ...Object.fromEntries(contentCodes.map((code) => [code, 400])),
};

/** What an error tells in the form of OpenAI's: `{ code, type, message }`; some servers put a status into its code. */
export function toldError(error: unknown): { code?: string; status?: number } {
  const { code, type } = ErrorSchema.parse(error);
  const words = [code, type].filter((word) => typeof word === "string");
  const word = words[0];
  const status = typeof code === "number" ? code : words.map((name) => statusByCode[name]).find(Boolean);
  return { ...(word === undefined ? {} : { code: word }), ...(status === undefined ? {} : { status }) };
}

/** What a refusal means for the diagnosis. */
export function failureOfRefusal(settings: ModelSettings, refusal: ServerRefusal): Failure {
  const { status, code, headers } = refusal;
  if (code !== undefined && contentCodes.includes(code)) return contentFiltered("question");
  const isWait = status === 429 && code !== "insufficient_quota";
  return isWait ? throttled(settings, headers) : notAllowed(settings, refusal);
}
