import { randomUUID } from "node:crypto";

/** The parts of an AADSTS error; `description` is without its number and its trace. */
export interface RefusalParts {
  aadsts: number;
  error: string;
  description: string;
  status?: 400 | 401;
  suberror?: string;
  /** A claims request as JSON that a new sign-in must carry. */
  claims?: string;
}

/** What Entra says no with. Thrown inside the simulated Entra, and written as JSON, page or redirect at its edge. */
export class EntraRefusal extends Error {
  override readonly name = "EntraRefusal";
  readonly code = "EntraRefusal";
  readonly parts: RefusalParts;

  constructor(parts: RefusalParts) {
    super(`AADSTS${parts.aadsts}: ${parts.description}`);
    this.parts = parts;
  }
}

/** When and under which ids a request is answered. */
export interface RequestTrace {
  traceId: string;
  correlationId: string;
  at: Date;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param asked the caller's own correlation id, kept where it is a GUID. */
export function traceOf(asked: string | undefined, at: Date): RequestTrace {
  return { traceId: randomUUID(), correlationId: uuid.test(asked ?? "") ? (asked ?? "") : randomUUID(), at };
}

/** The description as Entra writes it, with the ids that its support asks for. */
export function describeRefusal({ message }: EntraRefusal, trace: RequestTrace): string {
  return `${message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${timestampOf(trace)}`;
}

/** @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application */
export function refusalBody(refusal: EntraRefusal, trace: RequestTrace, origin: string): object {
  const { aadsts, error, suberror, claims } = refusal.parts;
  return {
    error,
    error_description: describeRefusal(refusal, trace),
    error_codes: [aadsts],
    timestamp: timestampOf(trace),
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    error_uri: `${origin}/error?code=${aadsts}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  };
}

export function timestampOf({ at }: RequestTrace): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
