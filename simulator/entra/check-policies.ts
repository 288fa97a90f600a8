import type { EntraState } from "./entra-state.ts";
import type { Grant } from "./grants.ts";
import { refusals } from "./refusals.ts";
import type { RequestedClaims } from "./requested-claims.ts";

/** Stands for the conditional access policy that refuses; Entra names its policies by GUID. */
const policyId = "5f5ba5a0-0000-4000-8000-000000000001";
/** A claims request that a new sign-in under the policy satisfies. */
export const policyClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: [policyId] } },
});

/**
 * Whether a sign-in is still enough for a token, now that nobody can be asked.
 *
 * @param resource how the refusal calls what the token would be for.
 * @throws EntraRefusal AADSTS50173, 53003, 65001, 50076 or 50079.
 */
export function checkPolicies(
  state: EntraState,
  grant: Grant,
  claims: RequestedClaims,
  resource: string,
): void {
  const { validFromMs, blocked, consentNeeded, mfa, unconsented } = state.directory.policyOf(grant.user);
  if (grant.isVoid) throw refusals.wrongRefreshToken();
  if (grant.signedInAtMs < validFromMs) throw refusals.revoked(grant.signedInAtMs, validFromMs);
  if (blocked) throw refusals.blocked(policyClaims);
  if (consentNeeded || unconsented.includes(resource))
    throw refusals.consentNeeded(grant.app.clientId, grant.app.displayName);
  const lacksFactor = !grant.methods.includes("mfa");
  if (mfa !== "off" && lacksFactor)
    throw refusals.multiFactorNeeded(mfa === "required" ? 50076 : 50079, resource, policyClaims);
  const lacksContext = claims.authenticationContexts.some(
    (context) => !grant.authenticationContexts.includes(context),
  );
  if (lacksContext || (claims.wantsPolicy && lacksFactor))
    throw refusals.multiFactorNeeded(50076, resource, claims.text);
}
