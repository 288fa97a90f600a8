import type { EntraState } from "./entra-state.ts";
import { refusals } from "./refusals.ts";
import { readClaims } from "./requested-claims.ts";
import { readScopes } from "./requested-scopes.ts";

/**
 * `/{tenant}/oauth2/v2.0/devicecode`.
 *
 * @throws EntraRefusal where the app or its scope is wrong.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export function startDevice(state: EntraState, form: URLSearchParams): object {
  const clientId = form.get("client_id") ?? "";
  if (clientId === "") throw refusals.missingParameter("client_id");
  const app = state.app(clientId);
  if (app.redirectUris.publicClient.length === 0) throw refusals.secretNeeded();
  const scope = form.get("scope") ?? "";
  if (scope.trim() === "") throw refusals.missingParameter("scope");
  readScopes(scope, app, state.scopeContext);
  const claims = form.get("claims") ?? undefined;
  readClaims(claims);
  const { deviceCodeSeconds, deviceIntervalSeconds } = state.lifetimes;
  const [deviceCode, { userCode }] = state.devices.start({
    app,
    scope,
    claims,
    expiresAtMs: state.nowMs() + deviceCodeSeconds * 1_000,
    intervalSeconds: deviceIntervalSeconds,
  });
  const verificationUri = `${state.origin}/devicelogin`;
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: verificationUri,
    expires_in: deviceCodeSeconds,
    interval: deviceIntervalSeconds,
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
  };
}
