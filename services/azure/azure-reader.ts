import { failureCodes, type Outcome } from "../../domain/failure.ts";
import { limits } from "../../domain/limits.ts";
import type { Principal } from "../../domain/principal.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import type { ReadBudget } from "./budget/read-budget.ts";
import type { CredentialSource } from "./credentials.ts";
import type { AzurePlane, PlaneOrigins } from "./gate/admitted-read.ts";
import { admitRead } from "./read-gate.ts";
import type { AzureAnswer } from "./reading/azure-answer.ts";
import { readMetrics } from "./reading/read-metrics.ts";
import { readPages } from "./reading/read-pages.ts";
import { readResourceGraph } from "./reading/read-resource-graph.ts";
import { createSignedExchange, type PlaneEndpoint, type TraceRequest } from "./reading/signed-exchange.ts";
import { ReadCancelledError } from "./reading/wire-faults.ts";

export type { AzureAnswer } from "./reading/azure-answer.ts";

/**
 * Reads Azure with a developer's rights. Whoever wants reads joined, paced or reused wraps this interface: one call is
 * one question, and equal `readKey`s are equal questions.
 */
export interface AzureReader {
  /**
   * Makes one read, over all its pages.
   *
   * Data: 2xx, 403, 404 and other final 4xx are answers, with the service's error body; a wait that Azure asks for
   * (`Throttled`, with `retryAfterMs`), a read that the gate refuses or that is redirected (`ReadNotAllowed`), a missing
   * or expired sign-in (`SignInRequired`), an oversized answer (`AnswerTooLarge`) and an aborted signal (`Cancelled`)
   * are failures. Where the directory has not consented to what a plane is asked for, that refusal of Entra's is the answer (401,
   * `ConsentRequired`). Nothing is tried again here, except once with a fresh token after a 401, and once without the metrics
   * that a resource does not have.
   *
   * @param diagnosisId  for whom: the diagnoses of one person take turns.
   * @param options  `fresh`: no answer that was asked for before this call will do.
   * @throws AzureConnectionError, AzureTimeoutError, AzureServiceError, MalformedAnswerError: for the retry policy.
   */
  read(
    principal: Principal,
    request: ReadRequest,
    signal?: AbortSignal,
    diagnosisId?: string,
    options?: { readonly fresh?: boolean },
  ): Promise<Outcome<AzureAnswer>>;
}

export interface AzureReaderOptions {
  readonly planes: Readonly<Record<AzurePlane, PlaneEndpoint>>;
  readonly credentials: CredentialSource;
  /** For one request, from the connection to the last byte; that of `limits` where absent. */
  readonly requestTimeoutMs?: number;
  /** What paces requests by person; without one they leave as they come. */
  readonly budget?: ReadBudget;
  /** What makes each request a step of the trace that asks; without one they carry no trace. */
  readonly traceRequest?: TraceRequest;
}

/** Where the planes are, as the read gate takes it. */
export function originsOf({ arm, graph, logs }: AzureReaderOptions["planes"]): PlaneOrigins {
  return { arm: arm.endpoint, graph: graph.endpoint, logs: logs.endpoint };
}

export function createAzureReader(options: AzureReaderOptions): AzureReader {
  const origins = originsOf(options.planes);
  const timeoutMs = options.requestTimeoutMs ?? limits.azureRequestSeconds * 1_000;

  return {
    async read(principal, request, signal, diagnosisId) {
      const admitted = admitRead(request, origins);
      if (!admitted.ok) return admitted;
      const wire = createSignedExchange({ ...options, timeoutMs }, principal, {
        readKey: readKey(request),
        ...(diagnosisId === undefined ? {} : { diagnosisId }),
      });
      try {
        if (request.kind === "resource_graph")
          return await readResourceGraph(request, admitted.value, wire, signal);
        if (request.kind === "metrics")
          return await readMetrics(
            request,
            admitted.value,
            wire,
            (fewer) => admitRead(fewer, origins),
            signal,
          );
        return await readPages(admitted.value, wire, signal);
      } catch (error) {
        if (!(error instanceof ReadCancelledError)) throw error;
        return { ok: false, failure: { code: failureCodes.cancelled, message: error.message } };
      }
    },
  };
}
