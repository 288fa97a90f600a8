import type { Answer } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import { isKnownAudience, normalAudience } from "./audiences.ts";
import type { TokenIssuer } from "./token-issuer.ts";

/**
 * `GET /simulator/token?resource=<audience>`: an access token of the signed-in user. `resource` may be written as a
 * scope (`…/.default`). An audience that no plane takes is refused as Entra refuses it.
 */
export async function answerTokenRequest(
  request: SimulatedRequest,
  issuer: TokenIssuer,
  user: TenantUser,
  origin: string,
): Promise<Answer> {
  const resource = parameter(request, "resource") ?? parameter(request, "scope");
  if (request.method !== "GET" || resource === undefined || resource === "")
    return refusal(
      "AADSTS900144: The request must contain the following parameter: 'resource'.",
      "invalid_request",
    );
  const audience = normalAudience(resource);
  if (!isKnownAudience(audience, origin))
    return refusal(
      `AADSTS500011: The resource principal named ${resource} was not found in the tenant.`,
      "invalid_resource",
    );
  const { accessToken, expiresOn } = await issuer.issue(user, audience);
  const body = { token_type: "Bearer", resource: audience, access_token: accessToken, expires_on: expiresOn };
  return { status: 200, body };
}

function refusal(description: string, error: string): Answer {
  return { status: 400, body: { error, error_description: description } };
}
