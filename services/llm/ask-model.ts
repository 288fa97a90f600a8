import { watchAnswer } from "./answer-watch.ts";
import type { ModelOutcome, ModelQuestion } from "./model-client.ts";
import { plainHttpRefusal } from "./model-endpoint.ts";
import { notSent } from "./model-failures.ts";
import { ModelConnectionError } from "./model-faults.ts";
import { modelHeaders } from "./model-headers.ts";
import type { ModelSettings } from "./model-settings.ts";
import { estimatedUsage, usageOf } from "./model-usage.ts";
import { readAnswer } from "./read-answer.ts";
import { type Received, receiveAnswer } from "./receive-answer.ts";
import { requestBody } from "./request-body.ts";
import type { KnownDialect } from "./server-dialect.ts";
import { failureOfRefusal } from "./server-refusal.ts";
import { type JsonSchema, jsonSchemaOf, strictSchemaOf } from "./strict-schema.ts";

export interface AskOptions {
  readonly settings: ModelSettings;
  readonly dialect: KnownDialect;
}

/** The model's own text, where the settings say nothing else. */
const defaultMaxAnswerBytes = 256 * 1024;
/** What wraps each token of a stream, what the model thinks aloud, and comments that keep the connection. */
const wireBytesPerAnswerByte = 64;

/** Puts one question to the model and reads its answer. See `ModelClient.ask`. */
export async function askModel<Answer>(
  question: ModelQuestion<Answer>,
  options: AskOptions,
): Promise<ModelOutcome<Answer>> {
  const { settings } = options;
  const { maxOutputTokens, schema } = question;
  const jsonSchema = jsonSchemaOf(schema);
  const received = await receive(question, jsonSchema, options);
  if (received.is === "refusal") return { ok: false, failure: failureOfRefusal(settings, received.refusal) };
  const { usage: told } = received;
  const usage = told === undefined ? undefined : usageOf(told, settings.price);
  const cost = usage === undefined ? {} : { usage };
  if (received.is === "failure") return { ok: false, failure: { ...received.failure, ...cost } };
  const read = readAnswer(received.answer, { schema, jsonSchema, maxOutputTokens });
  if (read === undefined) throw new ModelConnectionError(new URL(settings.endpoint).host);
  if (!read.ok) return { ok: false, failure: { ...read.failure, ...cost } };
  const { requestId } = received;
  const estimated = () =>
    estimatedUsage(
      { input: `${question.instructions}${question.material}`, output: received.answer.text },
      settings.price,
    );
  return {
    ok: true,
    value: {
      value: read.value,
      usage: usage ?? estimated(),
      ...(requestId === undefined ? {} : { requestId }),
    },
  };
}

/** Puts the question in the server's dialect; where the server does not know that one, in a plainer one. */
async function receive<Answer>(
  question: ModelQuestion<Answer>,
  jsonSchema: JsonSchema,
  { settings, dialect }: AskOptions,
): Promise<Received> {
  const { name, instructions, material, maxOutputTokens } = question;
  const parts = {
    name,
    instructions,
    material,
    maxOutputTokens,
    model: settings.model,
    schema: strictSchemaOf(jsonSchema),
  };
  const why = plainHttpRefusal(settings.endpoint, settings.isPlainHttpAllowed === true);
  if (why !== undefined) return { is: "failure", failure: notSent(settings, why) };
  const headers = await modelHeaders(settings);
  if (!headers.ok) return { is: "failure", failure: headers.failure };
  const sdk = await import("openai");
  const maxAnswerBytes = settings.maxAnswerBytes ?? defaultMaxAnswerBytes;
  const watch = watchAnswer({
    timeoutMs: settings.timeoutMs,
    idleTimeoutMs: settings.idleTimeoutMs,
    maxBytes: maxAnswerBytes * wireBytesPerAnswerByte,
    signal: question.signal,
  });
  try {
    for (;;) {
      const asked = dialect.current();
      const body = requestBody(parts, asked);
      const received = await receiveAnswer({
        sdk,
        settings,
        headers: headers.value,
        body,
        watch,
        maxAnswerBytes,
      });
      const isAboutRequest = received.is === "refusal" && [400, 422].includes(received.refusal.status);
      if (!isAboutRequest || !dialect.learn(watch.refusal(), asked)) return received;
    }
  } finally {
    watch.close();
  }
}
