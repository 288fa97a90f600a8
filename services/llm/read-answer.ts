import type { z } from "zod";
import type { Failure, Outcome } from "../../domain/failure.ts";
import type { ReceivedAnswer } from "./collect-answer.ts";
import { contentFiltered, declined, nonsense } from "./model-failures.ts";
import type { JsonSchema } from "./strict-schema.ts";
import { withoutNulls } from "./without-nulls.ts";

export interface Expected<Answer> {
  readonly schema: z.ZodType<Answer>;
  /** The same, as JSON: what is optional in it may be left out. */
  readonly jsonSchema: JsonSchema;
  readonly maxOutputTokens: number;
}

/**
 * What the model's text means.
 *
 * @returns undefined where the text is a part of an answer only: the server never said that it was over.
 */
export function readAnswer<Answer>(
  received: ReceivedAnswer,
  expected: Expected<Answer>,
): Outcome<Answer> | undefined {
  const stop = stopOf(received, expected.maxOutputTokens);
  if (stop !== undefined) return { ok: false, failure: stop };
  const json = jsonOf(received.text);
  if (json === undefined)
    return received.finishReason === undefined ? undefined : failed(nonsense("it is not JSON"));
  const parsed = expected.schema.safeParse(withoutNulls(json.value, expected.jsonSchema));
  if (parsed.success) return { ok: true, value: parsed.data };
  return failed(nonsense(`it is not in the shape that was asked for (${issuesOf(parsed.error)})`));
}

function stopOf(
  { refusal, finishReason, text }: ReceivedAnswer,
  maxOutputTokens: number,
): Failure | undefined {
  if (finishReason === "content_filter") return contentFiltered("answer");
  if (refusal !== "") return declined();
  if (finishReason === "length") return nonsense(`it was cut off at the limit of ${maxOutputTokens} tokens`);
  if (text.trim() === "" && finishReason !== undefined) return nonsense("it is empty");
  return undefined;
}

/** A model that is not held to JSON likes to put it into a fence. */
const fence = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/iu;

function jsonOf(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(fence.exec(text)?.[1] ?? text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const shownIssues = 3;

/** Where and what kind, by the schema's names; never what the model wrote there. */
function issuesOf({ issues }: z.ZodError): string {
  const shown = issues.slice(0, shownIssues).map(({ path, code }) => {
    const where = path.map((part) => (typeof part === "number" ? part : `${String(part)}`)).join(".");
    return `${where === "" ? "the whole" : where}: ${code}`;
  });
  const more = issues.length > shownIssues ? `, ${issues.length - shownIssues} more` : "";
  return `${shown.join(", ")}${more}`;
}

function failed(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure };
}
