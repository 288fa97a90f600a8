import { type Failure, failureCodes, type Outcome } from "../../../domain/failure.ts";
import { limits } from "../../../domain/limits.ts";
import type { Principal } from "../../../domain/principal.ts";
import type { ReadBudget } from "../budget/read-budget.ts";
import type { CredentialSource } from "../credentials.ts";
import type { AzurePlane } from "../gate/admitted-read.ts";
import { exchange, type WireAnswer, type WireRequest } from "./azure-wire.ts";
import { parsedJson } from "./parsed-json.ts";
import { WireRefusedError } from "./wire-faults.ts";

/** One plane of a cloud: where it is, and for whom its access tokens are made out. */
export interface PlaneEndpoint {
  /** An origin, such as `https://management.azure.com`. */
  readonly endpoint: string;
  /** The tokens' audience, without `/.default`: the cloud's own name, also where the endpoint is a simulator. */
  readonly audience: string;
}

interface SignedRequest {
  readonly plane: AzurePlane;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How messages name it: the path, without host and parameters. */
  readonly read: string;
}

export interface SignedExchange {
  /** Sends a request with the principal's token for its plane, and once more with a fresh one where it was refused (401). */
  send(request: SignedRequest, signal?: AbortSignal): Promise<Outcome<WireAnswer>>;
}

/** Runs one request within the trace that asks; `send` takes the headers that carry the trace on. */
export type TraceRequest = (
  request: Pick<SignedRequest, "plane" | "method" | "url">,
  send: (headers: Readonly<Record<string, string>>) => Promise<WireAnswer>,
) => Promise<WireAnswer>;

export interface SignedExchangeOptions {
  readonly planes: Readonly<Record<AzurePlane, PlaneEndpoint>>;
  readonly credentials: CredentialSource;
  readonly timeoutMs: number;
  /** Paces requests and learns from their answers; without one they leave as they come. */
  readonly budget?: ReadBudget;
  /** Without one requests carry no trace. */
  readonly traceRequest?: TraceRequest;
}

/** Which read an exchange is for, as the budget knows it. */
interface AskedRead {
  readonly readKey: string;
  readonly diagnosisId?: string;
}

/** A page may be larger than what is kept, since a list is cut only after it was read. */
const maxPageBytes = 4 * limits.evidenceBodyBytes;

/**
 * The principal's exchange with Azure, for one read and all its pages. The token is added here and nowhere else, and only
 * for the configured origin.
 */
export function createSignedExchange(
  options: SignedExchangeOptions,
  principal: Principal,
  asked: AskedRead,
): SignedExchange {
  let hasSent = false;
  return {
    async send(request, signal) {
      const { audience, endpoint } = options.planes[request.plane];
      if (request.url.origin !== new URL(endpoint).origin)
        throw new WireRefusedError(request.read, "its host is not the configured one");
      const token = await options.credentials.accessToken(principal, audience);
      if (!token.ok) return refusedToken(token.failure);
      const answer = await sendWith(token.value, request, signal);
      if (!answer.ok || answer.value.status !== 401) return answer;
      const claims = claimsChallengeOf(answer.value.headers.get("www-authenticate"));
      const rejected = { token: token.value, ...(claims === undefined ? {} : { claims }) };
      const fresh = await options.credentials.accessToken(principal, audience, rejected);
      if (!fresh.ok) return refusedToken(fresh.failure);
      const again = fresh.value === token.value ? answer : await sendWith(fresh.value, request, signal);
      if (!again.ok || again.value.status !== 401) return again;
      return { ok: false, failure: refusedSignIn(principal, audience) };
    },
  };

  async function sendWith(
    token: string,
    request: SignedRequest,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<WireAnswer>> {
    const admitted = await options.budget?.admit(
      { principal, ...asked, ...request, isContinuation: hasSent },
      signal,
    );
    if (admitted?.ok === false) return admitted;
    hasSent = true;
    let answer: WireAnswer | undefined;
    try {
      const send = async (traceHeaders: Readonly<Record<string, string>>) =>
        await exchange(wireRequest(token, request, traceHeaders), {
          timeoutMs: options.timeoutMs,
          maxBytes: maxPageBytes,
          ...(signal === undefined ? {} : { signal }),
        });
      answer = await (options.traceRequest?.(request, send) ?? send({}));
      return { ok: true, value: answer };
    } finally {
      admitted?.value.settle(answer);
    }
  }
}

function wireRequest(
  token: string,
  request: SignedRequest,
  traceHeaders: Readonly<Record<string, string>>,
): WireRequest {
  return {
    method: request.method,
    url: request.url,
    read: request.read,
    headers: {
      accept: "application/json",
      "accept-language": "en-US",
      "user-agent": "azebal",
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      ...traceHeaders,
      ...request.headers,
      authorization: `Bearer ${token}`,
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/**
 * The claims that a service wants of the next token: continuous access evaluation revokes a token before it expires.
 *
 * @returns JSON text; undefined where the challenge names none.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function claimsChallengeOf(challenge: string | null): string | undefined {
  const encoded = /\bclaims="([\w+/=-]{1,8192})"/u.exec(challenge ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const claims = Buffer.from(encoded, "base64").toString("utf8");
  return parsedJson(claims) === undefined ? undefined : claims;
}

/** Where consent is missing, no sign-in makes the read possible: Entra's refusal is the answer to it. */
function refusedToken(failure: Failure): Outcome<WireAnswer> {
  if (failure.code !== failureCodes.consentRequired) return { ok: false, failure };
  const text = JSON.stringify({ error: { code: failure.code, message: failure.message } });
  const headers = new Headers({ "content-type": "application/json", date: new Date().toUTCString() });
  return { ok: true, value: { status: 401, headers, text, isCut: false } };
}

function refusedSignIn(principal: Principal, audience: string) {
  return {
    code: failureCodes.signInRequired,
    message: `Azure no longer accepts the sign-in of ${principal.userPrincipalName} for ${audience}. Sign in again with the login tool (for a sign-in of this machine: az login --tenant ${principal.tenantId}); the diagnosis goes on from there.`,
    status: 401,
  };
}
