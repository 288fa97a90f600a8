import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { ServerDialect } from "./server-dialect.ts";
import type { JsonSchema } from "./strict-schema.ts";

export interface RequestParts {
  readonly model: string;
  readonly name: string;
  readonly instructions: string;
  readonly material: string;
  readonly schema: JsonSchema;
  readonly maxOutputTokens: number;
}

/**
 * The request in a server's dialect. What never changes comes first, the diagnosis's material last: providers keep the longest
 * beginning that they have seen.
 *
 * @see https://platform.openai.com/docs/guides/prompt-caching
 */
export function requestBody(
  parts: RequestParts,
  dialect: ServerDialect,
): ChatCompletionCreateParamsStreaming {
  const { answerFormat, tokenLimit, asksUsage, temperature } = dialect;
  const isHeldToSchema = answerFormat === "json_schema";
  return {
    model: parts.model,
    messages: [
      { role: "system", content: isHeldToSchema ? parts.instructions : withSchema(parts) },
      { role: "user", content: parts.material },
    ],
    [tokenLimit]: parts.maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(answerFormat === "json_object" ? { response_format: { type: "json_object" } } : {}),
    ...(isHeldToSchema
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: parts.name, strict: true, schema: parts.schema },
          },
        }
      : {}),
    stream: true,
    ...(asksUsage ? { stream_options: { include_usage: true } } : {}),
  };
}

function withSchema({ instructions, schema }: RequestParts): string {
  return `${instructions}\n\nAnswer with one JSON object and nothing else. It conforms to this JSON schema:\n${JSON.stringify(schema)}`;
}
