import { z } from "zod";
import type { ScriptedError } from "./scripted-behaviour.ts";
import { fails } from "./scripted-behaviour.ts";
import { strictSchemaProblem } from "./strict-schema-rules.ts";

const BodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
  temperature: z.number().optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .discriminatedUnion("type", [
      z.looseObject({ type: z.literal("text") }),
      z.looseObject({ type: z.literal("json_object") }),
      z.looseObject({
        type: z.literal("json_schema"),
        json_schema: z.looseObject({
          name: z.string().regex(/^[\w-]{1,64}$/u),
          strict: z.boolean().optional(),
          schema: z.unknown(),
        }),
      }),
    ])
    .optional(),
});

/** What OpenAI's Chat Completions know; anything else is refused by name. */
const known = new Set([
  ...Object.keys(BodySchema.shape),
  "seed",
  "n",
  "top_p",
  "reasoning_effort",
  "tools",
  "tool_choice",
]);

/** What a server does not have. */
export type MissingFeature =
  | "json_schema"
  | "json_object"
  | "stream_options"
  | "max_completion_tokens"
  | "max_tokens"
  | "temperature";

/** A request as the server got it. */
export interface ScriptedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** The body as it came. */
  text: string;
  body: z.infer<typeof BodySchema>;
  /** The first message of the role, or an empty text. */
  instructions: string;
  material: string;
  /** The name of the schema of the answer; absent where none is asked for. */
  schemaName?: string;
}

/** Reads a request as a real server does, or refuses it in OpenAI's form. */
export function readRequest(
  received: Pick<ScriptedRequest, "method" | "path" | "headers" | "text">,
  missing: readonly MissingFeature[],
): { request: ScriptedRequest; refusal?: ScriptedError } | { request: undefined; refusal: ScriptedError } {
  const json = jsonOf(received.text);
  const parsed = BodySchema.safeParse(json);
  if (!parsed.success) return { request: undefined, refusal: invalid(z.prettifyError(parsed.error), null) };
  const body = parsed.data;
  const textOf = (role: string) => body.messages.find((message) => message.role === role)?.content ?? "";
  const format = body.response_format;
  const request: ScriptedRequest = {
    ...received,
    body,
    instructions: textOf("system"),
    material: textOf("user"),
    ...(format?.type === "json_schema" ? { schemaName: format.json_schema.name } : {}),
  };
  const refusal = refusalOf(request, missing);
  return refusal === undefined ? { request } : { request, refusal };
}

function refusalOf(
  { body, text }: ScriptedRequest,
  missing: readonly MissingFeature[],
): ScriptedError | undefined {
  const stranger = Object.keys(body).find((name) => !known.has(name));
  if (stranger !== undefined) return invalid(`Unrecognized request argument supplied: ${stranger}`, null);
  const absent = missing.find((name) => name in body);
  if (absent === "max_tokens" || absent === "temperature")
    return invalid(`Unsupported parameter: '${absent}' is not supported with this model.`, absent);
  if (absent !== undefined) return invalid(`Unrecognized request argument supplied: ${absent}`, null);
  if (body.stream_options !== undefined && body.stream !== true)
    return invalid(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      "stream_options",
    );
  if (body.max_tokens !== undefined && body.max_completion_tokens !== undefined)
    return invalid(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      null,
    );
  const format = body.response_format;
  if (format === undefined) return undefined;
  if (missing.some((name) => name === format.type))
    return invalid(
      `Invalid parameter: 'response_format' of type '${format.type}' is not supported with this model.`,
      "response_format",
    );
  if (format.type === "json_object" && !/json/iu.test(text.replace("json_object", "")))
    return invalid(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      "messages",
    );
  if (format.type !== "json_schema" || format.json_schema.strict !== true) return undefined;
  const problem = strictSchemaProblem(format.json_schema.name, format.json_schema.schema);
  return problem === undefined ? undefined : invalid(problem, "response_format");
}

function invalid(message: string, param: string | null): ScriptedError {
  return fails(400, { message, param, code: null, type: "invalid_request_error" });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
