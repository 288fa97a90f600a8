import { graphInnerError } from "../graph/graph-errors.ts";
import type { Answer } from "../http/answer.ts";
import type { AzurePlane } from "../http/plane.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { audiencesOf } from "./audiences.ts";
import type { Caller } from "./caller.ts";
import type { ClaimsChallenge, TokenIssuer, TokenVerdict } from "./token-issuer.ts";

type Refused =
  | Exclude<Extract<TokenVerdict, { valid: false }>, { because: "claims" }>
  | { valid: false; because: "missing" };

/** Checks the bearer token of a request; gives who it is of, or the service's own 401. */
export async function checkToken(
  plane: AzurePlane,
  request: SimulatedRequest,
  issuer: TokenIssuer,
  origin: string,
  now: Date,
): Promise<{ caller: Caller } | { refused: Answer }> {
  const authorization = request.headers["authorization"];
  const token = /^bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const verdict: TokenVerdict | { valid: false; because: "missing" } =
    authorization === undefined
      ? { valid: false, because: "missing" }
      : await issuer.check(token ?? "", audiencesOf(plane, origin));
  if (verdict.valid) return { caller: verdict.caller };
  if (verdict.because === "claims") return { refused: claimsRefusal(plane, verdict.challenge, now) };
  const refused =
    plane === "graph" ? graphRefusal(verdict, now) : resourceManagerRefusal(verdict, plane, origin, now);
  return { refused };
}

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/api/errors (the log query API words it as ARM does) */
function resourceManagerRefusal(refused: Refused, plane: "arm" | "logs", origin: string, now: Date): Answer {
  const [code, message] = resourceManagerError(refused, plane, origin, now);
  const challenge = `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${message}"`;
  return { status: 401, body: { error: { code, message } }, headers: { "WWW-Authenticate": challenge } };
}

function resourceManagerError(
  refused: Refused,
  plane: "arm" | "logs",
  origin: string,
  now: Date,
): [string, string] {
  switch (refused.because) {
    case "missing":
      return ["AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."];
    case "expired":
      return [
        "ExpiredAuthenticationToken",
        `The access token expiry UTC time '${(refused.expiresAt ?? now).toUTCString()}' is earlier than current UTC time '${now.toUTCString()}'.`,
      ];
    case "audience": {
      const allowed = audiencesOf(plane, origin).flatMap((audience) => [`'${audience}/'`, `'${audience}'`]);
      return [
        "InvalidAuthenticationTokenAudience",
        `The access token has been obtained for wrong audience or resource '${refused.audience}'. It should exactly match with one of the allowed audiences ${allowed.join(",")}.`,
      ];
    }
    case "malformed":
      return ["InvalidAuthenticationToken", "The access token is invalid."];
  }
}

/**
 * The 401 of continuous access evaluation: the token is good, but says too little or is older than a revocation.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function claimsRefusal(plane: AzurePlane, challenge: ClaimsChallenge, now: Date): Answer {
  const { claims, authorizationUri, description } = challenge;
  const parameters = [
    'realm=""',
    `authorization_uri="${authorizationUri}"`,
    'error="insufficient_claims"',
    `error_description="${description}"`,
    `claims="${Buffer.from(claims).toString("base64")}"`,
  ];
  const error =
    plane === "graph"
      ? { code: "InvalidAuthenticationToken", message: description, innerError: graphInnerError(now) }
      : { code: "InvalidAuthenticationToken", message: description };
  return { status: 401, body: { error }, headers: { "WWW-Authenticate": `Bearer ${parameters.join(", ")}` } };
}

/** @see https://learn.microsoft.com/graph/errors */
function graphRefusal(refused: Refused, now: Date): Answer {
  const messages = {
    missing: "Access token is empty.",
    expired: "Lifetime validation failed, the token is expired.",
    audience: "Access token validation failure. Invalid audience.",
    malformed: "IDX14100: JWT is not well formed, there are no dots (.).",
  };
  const innerError = graphInnerError(now);
  const error = { code: "InvalidAuthenticationToken", message: messages[refused.because], innerError };
  return { status: 401, body: { error }, headers: { "WWW-Authenticate": 'Bearer realm=""' } };
}
