import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { apiErrorCodes } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { type Caller, CallerRoleSchema, type Principal } from "../../domain/principal.ts";
import type { Logger } from "../../services/platform/logging.ts";
import { parseTraceparent } from "../../services/platform/trace.ts";
import { type Tracing, untraced } from "../../services/platform/tracing.ts";
import type { SingleUse } from "../../services/stores/single-use.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import { ApiRefusalError } from "./api-refusal-error.ts";

/** Verifies the principal assertion of a request. @throws an error named InvalidAssertionError for one that is not valid. */
export type VerifyAssertion = (assertion: string) => Promise<{
  readonly principal: Principal;
  readonly roles?: readonly string[];
  readonly id?: string;
  readonly command?: string;
}>;

type AuthenticatedRequest = Pick<HttpRequest, "headers" | "method" | "url">;

/** Longer than any assertion is valid, by both clocks. */
const rememberedSeconds = limits.assertionSeconds + 60;

export interface Answer {
  status: number;
  body: object;
}

export interface AnswerRequestOptions {
  /** The function, for the log. */
  name: string;
  /** As it is registered, such as `diagnoses/{id}`. */
  route?: string;
  verifyAssertion: VerifyAssertion;
  /** Where it is remembered which commands have been given: each assertion is good for one. */
  singleUse: Pick<SingleUse, "putOnce">;
  log?: Pick<Logger, "info" | "warn" | "error"> | undefined;
  tracing?: Tracing | undefined;
  command: (caller: Caller) => Promise<Answer>;
}

/**
 * Authenticates a request, runs its command in the caller's name, and turns whatever comes of it into an answer: refusals as
 * they are, everything unforeseen as a bare 500 whose cause stands in the log only.
 */
export async function answerRequest(
  request: AuthenticatedRequest,
  options: AnswerRequestOptions,
): Promise<HttpResponseInit> {
  const route = `/api/${options.route ?? options.name}`;
  const begin = {
    name: `${request.method} ${route}`,
    kind: "server",
    parent: parseTraceparent(request.headers.get("traceparent")),
    attributes: { "http.request.method": request.method, "http.route": route, "faas.name": options.name },
  } as const;
  return await (options.tracing ?? untraced).span(begin, async (span) => {
    const startedMs = performance.now();
    const answer = await attempt(request, options, span.trace.traceId);
    span.set({ "http.response.status_code": answer.status });
    if (answer.status >= 500) span.fail(String(answer.status));
    const durationMs = Math.round(performance.now() - startedMs);
    options.log?.info("The function app answered a request.", {
      function: options.name,
      status: answer.status,
      duration_ms: durationMs,
    });
    return {
      status: answer.status,
      jsonBody: answer.body,
      headers: {
        "cache-control": "no-store",
        ...(answer.status === 401 ? { "www-authenticate": "Bearer" } : {}),
      },
    };
  });
}

async function attempt(
  request: AuthenticatedRequest,
  options: AnswerRequestOptions,
  traceId: string,
): Promise<Answer> {
  try {
    return await options.command(await authenticate(request, options));
  } catch (error) {
    return failureOf(error, options, traceId);
  }
}

async function authenticate(
  request: AuthenticatedRequest,
  { singleUse, verifyAssertion }: AnswerRequestOptions,
): Promise<Caller> {
  const [, assertion] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (assertion === undefined) throw unauthenticated("The request carries no principal assertion.");
  try {
    const { command, id, principal, roles = [] } = await verifyAssertion(assertion);
    if (id !== undefined && request.method !== "GET") {
      if (command !== commandOf(request))
        throw unauthenticated("The principal assertion was signed for another request.");
      if (!(await singleUse.putOnce(`assertion ${id}`, "", rememberedSeconds)))
        throw new ApiRefusalError(
          401,
          apiErrorCodes.assertionUsed,
          "The principal assertion was used already: each command needs one of its own.",
        );
    }
    return { ...principal, roles: CallerRoleSchema.options.filter((role) => roles.includes(role)) };
  } catch (error) {
    if (error instanceof Error && error.name === "InvalidAssertionError")
      throw unauthenticated(error.message, error);
    throw error;
  }
}

/** As the gateway signed it: the path is the one that it sent. */
function commandOf({ method, url }: AuthenticatedRequest): string {
  return `${method} ${new URL(url).pathname}`;
}

function unauthenticated(message: string, cause?: Error): ApiRefusalError {
  return new ApiRefusalError(401, "InvalidAssertion", message, cause === undefined ? {} : { cause });
}

function failureOf(error: unknown, { name, log }: AnswerRequestOptions, traceId: string): Answer {
  const refusal = error instanceof ApiRefusalError ? error : storeRefusal(error);
  if (refusal !== undefined) {
    const level = refusal.status >= 500 && refusal.code !== "StoreClosed" ? "error" : "info";
    log?.[level]("The function app refused a request.", {
      function: name,
      code: refusal.code,
      error: refusal.cause,
    });
    const { code, message, retryable } = refusal;
    return { status: refusal.status, body: { error: { code, message, retryable } } };
  }
  log?.error("A request failed unexpectedly.", { function: name, error });
  const message = `AZEBAL met an internal error (trace ${traceId}). Try again; if it stays so, its log says more.`;
  return { status: 500, body: { error: { code: "InternalError", message, retryable: true } } };
}

/** Stores that the same request may find usable in a moment. For the others somebody must do something first. */
const passing: ReadonlySet<string> = new Set(["StoreBusy", "StoreFull", "StoreClosed", "StoreUnreachable"]);

/** A database that cannot be used: the caller learns what to do; what is stored is intact. */
function storeRefusal(error: unknown): ApiRefusalError | undefined {
  if (!isStoreError(error)) return undefined;
  return new ApiRefusalError(503, error.code, error.message, {
    cause: error,
    retryable: passing.has(error.code),
  });
}
