import type { z } from "zod";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { DiagnosisStatus } from "../../domain/contract/envelope.ts";
import {
  ApiErrorSchema,
  apiErrorCodes,
  apiRoutes,
  DiagnosisListSchema,
  DiagnosisViewSchema,
  EventsAnswerSchema,
  EvidenceAnswerSchema,
  FeedbackAnswerSchema,
  type FeedbackRequest,
  SignInsAnswerSchema,
  StartAnswerSchema,
} from "../../domain/function-app-api.ts";
import type { Caller } from "../../domain/principal.ts";
import { formatTraceparent, type Trace } from "../../services/platform/trace.ts";
import { type Tracing, untraced } from "../../services/platform/tracing.ts";
import { type FunctionAppClient, functionAppOrigin } from "../function-app-client.ts";
import {
  FunctionAppAnswerError,
  FunctionAppRefusedError,
  FunctionAppUnreachableError,
} from "./function-app-errors.ts";

/** The function app as one tool call sees it: in one principal's name, within one trace. */
export interface DiagnosisApiOptions {
  functionApp: FunctionAppClient;
  signAssertion: (caller: Caller, command?: string) => Promise<string>;
  principal: Caller;
  trace: Trace;
  /** Where the requests' spans go; nowhere where absent. */
  tracing?: Tracing;
}

export interface DiagnosisQuery {
  status?: DiagnosisStatus | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

const commandTimeoutMs = 30_000;
/** On top of what a long poll asks the function app to wait. */
const pollTimeoutMarginMs = 15_000;

/**
 * The commands of `domain/function-app-api.ts`, typed. Each request carries a principal assertion of its own.
 *
 * All methods reject with FunctionAppRefusedError (a status of 400 and above), FunctionAppUnreachableError (no answer,
 * none within 30 s, or no assertion to ask with) or FunctionAppAnswerError (an answer of another shape). Reads that take a signal reject with its
 * reason when it aborts; commands take none, so that a client that leaves never leaves half a command behind.
 */
export type DiagnosisApi = ReturnType<typeof createDiagnosisApi>;

export function createDiagnosisApi(options: DiagnosisApiOptions) {
  const at = (route: string, id = "", evidenceId = "") =>
    `/api/${route.replace("{id}", encodeURIComponent(id)).replace("{evidenceId}", encodeURIComponent(evidenceId))}`;
  const get = <T extends z.ZodType>(schema: T, path: string, signal?: AbortSignal, waitMs = 0) =>
    exchange(options, schema, { method: "GET", path, signal, timeoutMs: timeoutOf(waitMs) });
  const post = <T extends z.ZodType>(schema: T, path: string, body: unknown) =>
    exchange(options, schema, { method: "POST", path, body, timeoutMs: commandTimeoutMs });

  return {
    start: (request: DebugRequest) => post(StartAnswerSchema, at(apiRoutes.diagnoses), request),
    view: (id: string, signal?: AbortSignal) => get(DiagnosisViewSchema, at(apiRoutes.diagnosis, id), signal),
    list: (query: DiagnosisQuery) =>
      get(DiagnosisListSchema, `${at(apiRoutes.diagnoses)}${queryOf({ ...query })}`),
    /** Waits in the function app until there is an event after `after`, at most `waitMs` milliseconds. */
    events: (id: string, after: number, waitMs: number, signal: AbortSignal) =>
      get(
        EventsAnswerSchema,
        `${at(apiRoutes.events, id)}${queryOf({ after, wait_ms: waitMs })}`,
        signal,
        waitMs,
      ),
    answer: (id: string, questionId: string, answer: string) =>
      post(DiagnosisViewSchema, at(apiRoutes.answers, id), { question_id: questionId, answer }),
    cancel: (id: string) => post(DiagnosisViewSchema, at(apiRoutes.cancel, id), {}),
    verify: (id: string) => post(StartAnswerSchema, at(apiRoutes.verifications, id), {}),
    feedback: (id: string, said: FeedbackRequest) =>
      post(FeedbackAnswerSchema, at(apiRoutes.feedback, id), said),
    /** Tells that the principal has signed in again: what waits for that goes on. */
    signedIn: () => post(SignInsAnswerSchema, at(apiRoutes.signIns), {}),
    evidence: (id: string, evidenceId: string) =>
      get(EvidenceAnswerSchema, at(apiRoutes.evidence, id, evidenceId)),
  };
}

function timeoutOf(waitMs: number): number {
  return waitMs > 0 ? waitMs + pollTimeoutMarginMs : commandTimeoutMs;
}

function queryOf(parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query.toString()}` : "";
}

interface Exchange {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

async function exchange<T extends z.ZodType>(
  options: DiagnosisApiOptions,
  schema: T,
  asked: Exchange,
): Promise<z.infer<T>> {
  const { method } = asked;
  const template = templateOf(asked.path);
  const begin = {
    name: `${method} ${template}`,
    kind: "client",
    parent: options.trace,
    attributes: { "http.request.method": method, "url.template": template },
  } as const;
  return await (options.tracing ?? untraced).span(begin, async (span) => {
    const answer = await answerTo(options, asked, span.trace);
    span.set({ "http.response.status_code": answer.status });
    const route = `${method} ${asked.path.split("?", 1)[0]}`;
    if (answer.status >= 400) throw refusal(answer, route);
    const parsed = schema.safeParse(answer.json);
    if (!parsed.success) throw new FunctionAppAnswerError(route, answer.status, { cause: parsed.error });
    return parsed.data;
  });
}

/** The path without what it asks for. */
function templateOf(path: string): string {
  const [route = ""] = path.split("?", 1);
  return route.replace(/(\/diagnoses\/)[^/]+/u, "$1{id}").replace(/(\/evidence\/)[^/]+/u, "$1{evidenceId}");
}

async function answerTo(
  options: DiagnosisApiOptions,
  { method, path, body, signal, timeoutMs }: Exchange,
  trace: Trace,
): Promise<Received> {
  const command = method === "GET" ? undefined : `${method} ${path.split("?", 1)[0]}`;
  const assertion = await options.signAssertion(options.principal, command).catch((cause: unknown) => {
    throw new FunctionAppUnreachableError({ cause });
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const request = new Request(new URL(path, functionAppOrigin), {
    method,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${assertion}`,
      traceparent: formatTraceparent(trace),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  return await receive(options.functionApp, request, signal);
}

interface Received {
  status: number;
  /** Undefined where the body is not JSON. */
  json: unknown;
}

async function receive(
  functionApp: FunctionAppClient,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Received> {
  // A client in process may not look at the signal: whoever waits is released in any case.
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(request.signal.reason);
  request.signal.addEventListener("abort", onAbort);
  aborted.promise.catch(() => {});
  // It may have left while the assertion was signed.
  if (request.signal.aborted) onAbort();
  try {
    const reading = functionApp.send(request).then(async (response) => ({
      status: response.status,
      json: parseJson(await response.text()),
    }));
    reading.catch(() => {});
    return await Promise.race([reading, aborted.promise]);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FunctionAppUnreachableError({ cause: error });
  } finally {
    request.signal.removeEventListener("abort", onAbort);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refusal({ status, json }: Received, route: string): Error {
  const parsed = ApiErrorSchema.safeParse(json);
  if (parsed.success) {
    const { code, message, retryable } = parsed.data.error;
    // It arrived, and only its answer did not: whoever asks again asks with an assertion of its own.
    if (code === apiErrorCodes.assertionUsed)
      return new FunctionAppUnreachableError({ cause: new Error(message) });
    return new FunctionAppRefusedError(status, code, message, retryable);
  }
  if (status >= 500)
    return new FunctionAppUnreachableError({ cause: new FunctionAppAnswerError(route, status) });
  return new FunctionAppAnswerError(route, status);
}
