import type { HttpRequest } from "@azure/functions";
import type { z } from "zod";
import { limits } from "../../domain/limits.ts";
import { invalidInput } from "./api-refusal-error.ts";
import { explainIssues } from "./explain-issues.ts";
import { readJsonBody } from "./read-json-body.ts";

/** @throws ApiRefusalError 400 that says which field, why, and what to send. */
function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(explainIssues(parsed.error));
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
