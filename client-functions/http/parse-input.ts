import type { HttpRequest } from "@azure/functions";
import type { z } from "zod";
import { explainInput } from "../../domain/explain-input.ts";
import { limits } from "../../domain/limits.ts";
import { invalidInput } from "./api-refusal-error.ts";
import { readJsonBody } from "./read-json-body.ts";

/** What to send, by the field at the top of the path. */
const hints: Readonly<Record<string, string>> = {
  error: "Send the error as it was printed, as one text.",
  source_code: "Send a list of { path, content }, only the files around the failing call.",
  context: "Send { subscription_id?, resource_ids?, observed_at?, notes? }, or leave it out.",
  language: "Send en or ko, or leave it out.",
  idempotency_key: "Send a text of your own that is new for each new request, or leave it out.",
  question_id: "Send the id of the question that is open.",
  answer: "Send the answer as one text.",
  verdict: "Send right or wrong.",
  root_cause: `Send what it really was, a code of the vocabulary or up to ${limits.feedbackCauseCharacters} characters, or leave it out.`,
  comment: `Send up to ${limits.feedbackCommentCharacters} characters, or leave it out.`,
  limit: "Send a whole number, or leave it out.",
  status: "Send one of the statuses, or leave it out.",
  after: "Send the `cursor` of the answer before, or 0.",
  wait_ms: "Send how long to wait, in milliseconds.",
};

const words = {
  whole: "request",
  hint: (field: string) => (Object.hasOwn(hints, field) ? hints[field] : undefined),
};

/** @throws ApiRefusalError 400 that says which field, why, and what to send. */
function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(explainInput(parsed.error.issues, words).join(" "));
  return parsed.data;
}

/** @throws ApiRefusalError 413 before anything is parsed; 400 for a body of another shape. */
export async function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  request: Pick<HttpRequest, "headers" | "body">,
): Promise<z.output<Schema>> {
  return parseInput(schema, await readJsonBody(request, limits.httpBodyBytes));
}

/** @throws ApiRefusalError 400 for a parameter that is unknown or not valid. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  request: Pick<HttpRequest, "query">,
): z.output<Schema> {
  return parseInput(schema, Object.fromEntries(request.query));
}
