import type { ResourceGraphClient, ResourceGraphClientOptionalParams } from "@azure/arm-resourcegraph";
import type { Failure, Outcome } from "../../../domain/failure.ts";
import { isLoopback } from "../../../domain/loopback.ts";
import type { ReadRequest } from "../../../domain/read-step.ts";
import type { AdmittedRead } from "../gate/admitted-read.ts";
import { readName } from "./azure-answer.ts";
import type { WireAnswer } from "./azure-wire.ts";
import type { SignedExchange } from "./signed-exchange.ts";
import { WireRefusedError } from "./wire-faults.ts";

type HttpClient = NonNullable<ResourceGraphClientOptionalParams["httpClient"]>;
type PipelineRequest = Parameters<HttpClient["sendRequest"]>[0];
type PipelineResponse = Awaited<ReturnType<HttpClient["sendRequest"]>>;

export type ResourceGraphQuery = (
  request: Extract<ReadRequest, { kind: "resource_graph" }>,
  skipToken?: string,
) => Promise<Outcome<WireAnswer>>;

/** Rows a page; the service's own maximum. */
const pageRows = 1_000;

/** Carries a failure that is data (nobody is signed in) through the client's pipeline, which knows only errors. */
class NotSentError extends Error {
  override readonly name = "NotSentError";
  readonly code = "NotSent";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

let sdk: Promise<{ ResourceGraphClient: typeof ResourceGraphClient }> | undefined;

/**
 * The SDK's client, with its retries, redirects and token policy off: it shapes the request and knows the api-version;
 * the request itself leaves by the same wire as every other read, and the answer is judged as the wire received it.
 * Loaded with the first query.
 */
export async function createResourceGraphQuery(
  read: AdmittedRead,
  wire: SignedExchange,
  signal?: AbortSignal,
): Promise<ResourceGraphQuery> {
  sdk ??= import("@azure/arm-resourcegraph");
  const { ResourceGraphClient: Client } = await sdk;
  let received: WireAnswer | undefined;
  const client = new Client(
    { getToken: () => Promise.resolve(null) },
    {
      endpoint: read.url.origin,
      allowInsecureConnection: isLoopback(read.url.hostname),
      httpClient: { sendRequest },
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
    },
  );
  // The wire signs, also for a simulator on plain HTTP, which this policy refuses.
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });

  return async (request, skipToken) => {
    received = undefined;
    try {
      await client.resources({
        query: request.query,
        ...(request.subscriptions?.length ? { subscriptions: request.subscriptions } : {}),
        options: { resultFormat: "objectArray", top: pageRows, ...(skipToken ? { skipToken } : {}) },
      });
    } catch (error) {
      if (error instanceof NotSentError) return { ok: false, failure: error.failure };
      // The client throws for every other status than 200 and for bodies that it cannot shape: the caller judges them.
      if (received === undefined) throw error;
    }
    if (received === undefined) throw new WireRefusedError(readName(read), "the client sent nothing");
    return { ok: true, value: received };
  };

  async function sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const url = new URL(request.url);
    if (url.href !== read.url.href || request.method !== "POST" || typeof request.body !== "string")
      throw new WireRefusedError(readName(read), "the client made another request than the gate admitted");
    const sent = await wire.send(
      { plane: "arm", method: "POST", url, body: request.body, read: readName(read) },
      signal,
    );
    if (!sent.ok) throw new NotSentError(sent.failure);
    received = sent.value;
    const { status, headers, text } = sent.value;
    return { request, status, headers: pipelineHeaders(headers), bodyAsText: text };
  }
}

/** Fetch's headers in the form of the SDK's pipeline. */
function pipelineHeaders(received: Headers): PipelineResponse["headers"] {
  const headers = new Headers(received);
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers[Symbol.iterator](),
  };
}
