import type * as openai from "openai";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { z } from "zod";
import type { Failure } from "../../domain/failure.ts";
import type { AnswerWatch } from "./answer-watch.ts";
import { type AnswerCollector, collectAnswer, type ReceivedAnswer } from "./collect-answer.ts";
import { givenUp, nonsense } from "./model-failures.ts";
import { ModelConnectionError, ModelServiceError } from "./model-faults.ts";
import type { ModelSettings } from "./model-settings.ts";
import type { ToldUsage } from "./model-usage.ts";
import { type ServerRefusal, toldError } from "./server-refusal.ts";

export type OpenAISdk = typeof openai;

export interface ReceiveOptions {
  readonly sdk: OpenAISdk;
  readonly settings: ModelSettings;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: ChatCompletionCreateParamsStreaming;
  readonly watch: AnswerWatch;
  readonly maxAnswerBytes: number;
}

export type Received =
  | { is: "answer"; answer: ReceivedAnswer; usage: ToldUsage | undefined; requestId?: string }
  | { is: "refusal"; refusal: ServerRefusal }
  | { is: "failure"; failure: Failure; usage?: ToldUsage | undefined };

/**
 * Sends one request and takes what comes: a stream of pieces, or one whole answer of a server that does not stream.
 *
 * @throws ModelConnectionError, ModelServiceError
 */
export async function receiveAnswer(options: ReceiveOptions): Promise<Received> {
  const { sdk, settings, watch, body } = options;
  const collector = collectAnswer(options.maxAnswerBytes);
  const host = new URL(settings.endpoint).host;
  let requestId: string | undefined;
  try {
    const client = clientOf(options);
    const response = await client.chat.completions.create(body, { signal: watch.signal }).asResponse();
    requestId = requestIdOf(response.headers);
    await collect(sdk, client, response, { watch, collector });
  } catch (error) {
    const failure = endOf(options, collector);
    if (failure !== undefined) return failure;
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      return { is: "failure", failure: nonsense("it is not in the format of Chat Completions") };
    if (error instanceof sdk.APIConnectionError || isBrokenConnection(error))
      throw new ModelConnectionError(host, { cause: error });
    if (!(error instanceof sdk.APIError)) throw error;
    const refusal = refusalOf(error);
    if (refusal === undefined) throw new ModelServiceError(host, error.status, requestIdOf(error.headers));
    return { is: "refusal", refusal };
  }
  const failure = endOf(options, collector);
  if (failure !== undefined) return failure;
  const [answer, usage] = [collector.received(), collector.usage()];
  return { is: "answer", answer, usage, ...(requestId === undefined ? {} : { requestId }) };
}

function clientOf({ sdk, settings, headers, watch }: ReceiveOptions): openai.OpenAI {
  return new sdk.OpenAI({
    // Nothing may come from OpenAI's own variables: only what is configured is used, and sent there alone.
    baseURL: settings.endpoint,
    apiKey: "",
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: headers,
    // Retrying is the activity's, and the watch's timers are shorter.
    maxRetries: 0,
    timeout: settings.timeoutMs * 2,
    // At its other levels it logs questions and answers.
    logLevel: "off",
    fetch: watch.fetch,
    // A key goes nowhere but to the endpoint.
    fetchOptions: { redirect: "manual" },
  });
}

async function collect(
  sdk: OpenAISdk,
  client: openai.OpenAI,
  response: Response,
  { watch, collector }: { watch: AnswerWatch; collector: AnswerCollector },
): Promise<void> {
  if (/\bjson\b/iu.test(response.headers.get("content-type") ?? "")) {
    const whole: unknown = await response.json();
    const error = errorWithin(whole);
    if (error !== undefined) throw new sdk.APIError(undefined, error, undefined, response.headers);
    collector.add(whole);
    return;
  }
  const { Stream } = await import("openai/streaming");
  const pieces = Stream.fromSSEResponse<unknown>(response, new AbortController(), client);
  for await (const piece of pieces) {
    if (collector.add(piece)) watch.begin();
    if (collector.isTooLong()) break;
  }
}

/** Some servers send an error with status 200. */
function errorWithin(whole: unknown): object | undefined {
  const parsed = z.looseObject({ error: z.looseObject({}) }).safeParse(whole);
  return parsed.success ? parsed.data.error : undefined;
}

/** An answer that is whole does not become less so because the server then keeps the connection. */
function endOf(
  { watch, settings, maxAnswerBytes }: ReceiveOptions,
  collector: AnswerCollector,
): Received | undefined {
  const end = collector.isTooLong() ? "size" : watch.endedBy();
  const isWhole = collector.received().finishReason !== undefined && (end === "time" || end === "silence");
  if (end === undefined || isWhole) return undefined;
  return { is: "failure", failure: givenUp(end, settings, maxAnswerBytes), usage: collector.usage() };
}

/** Undefined where the fault is the server's own, and passes. */
function refusalOf(error: InstanceType<OpenAISdk["APIError"]>): ServerRefusal | undefined {
  const told = toldError(error.error);
  // An error within a stream has no status of its own.
  const status = error.status ?? told.status;
  const isPassing = status === undefined || status >= 500 || status === 408 || status === 409;
  return isPassing ? undefined : { status, code: told.code, headers: error.headers };
}

/** By which the provider's support finds the request. */
function requestIdOf(headers: Headers | undefined): string | undefined {
  const id = headers?.get("x-request-id") ?? headers?.get("apim-request-id");
  return id && /^[\w.:-]{1,128}$/u.test(id) ? id : undefined;
}

/** What `fetch` throws where a connection breaks: a TypeError that keeps the socket's own error. */
function isBrokenConnection(error: unknown): boolean {
  return error instanceof TypeError && error.cause !== undefined;
}
