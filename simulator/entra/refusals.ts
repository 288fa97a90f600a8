import { EntraRefusal } from "./entra-refusal.ts";

/**
 * Every refusal of the simulated Entra, in Entra's own words.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const invalidGrant = (aadsts: number, description: string, suberror?: string, claims?: string) =>
  new EntraRefusal({
    aadsts,
    error: "invalid_grant",
    description,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  });
const refusal = (error: string, aadsts: number, description: string, status: 400 | 401 = 400) =>
  new EntraRefusal({ error, aadsts, description, status });

const iso = (ms: number): string => new Date(ms).toISOString().replace("Z", "0000Z");

export const refusals = {
  missingField: (field: string) =>
    refusal(
      "invalid_request",
      90014,
      `The required field '${field}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.`,
    ),
  missingParameter: (name: string) =>
    refusal("invalid_request", 900144, `The request body must contain the following parameter: '${name}'.`),
  postOnly: (method: string) =>
    refusal(
      "invalid_request",
      900561,
      `The endpoint only accepts POST requests. Received a ${method} request.`,
    ),
  noSuchTenant: (tenant: string, error = "invalid_request") =>
    refusal(
      error,
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  notATenant: (tenant: string) =>
    refusal(
      "invalid_request",
      900023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  unknownClient: (clientId: string, tenantId: string) =>
    refusal(
      "unauthorized_client",
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  redirectMismatch: (redirectUri: string, clientId: string) =>
    refusal(
      "invalid_request",
      50011,
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot.`,
    ),
  wrongSecret: (clientId: string) =>
    refusal(
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
      401,
    ),
  secretNeeded: () =>
    refusal(
      "invalid_client",
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      401,
    ),
  clientIsPublic: () =>
    refusal(
      "invalid_client",
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
      401,
    ),
  unsupportedGrant: (grantType: string) =>
    refusal("unsupported_grant_type", 70003, `The app requested an unsupported grant type '${grantType}'.`),
  unsupportedResponse: (responseType: string) =>
    refusal(
      "unsupported_response_type",
      700054,
      `response_type '${responseType}' is not enabled for the application.`,
    ),
  unsupportedResponseMode: (mode: string) =>
    refusal(
      "invalid_request",
      70007,
      `'${mode}' is not a supported value of 'response_mode' when requesting a token.`,
    ),
  wrongPrompt: (prompt: string) =>
    refusal("invalid_request", 90023, `Unsupported 'prompt' value '${prompt}'.`),
  wrongClaims: () => refusal("invalid_request", 50130, "Claims request is invalid: it is not a JSON object."),
  challengeNeeded: () =>
    refusal(
      "invalid_request",
      9002325,
      "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
    ),
  challengeMethod: (method: string) =>
    refusal(
      "invalid_request",
      50146,
      `Unsupported code_challenge_method '${method}': this tenant takes S256 only.`,
    ),
  challengeSize: () => refusal("invalid_request", 501491, "Invalid size of Code_Challenge parameter."),
  invalidScope: (scope: string) =>
    refusal(
      "invalid_scope",
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '${scope}' is not valid.`,
    ),
  severalResources: (scope: string) =>
    refusal(
      "invalid_request",
      28000,
      `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
    ),
  unknownResource: (resource: string, tenantId: string) =>
    refusal(
      "invalid_resource",
      500011,
      `The resource principal named ${resource} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    ),
  unknownScope: (app: string, scope: string, resource: string) =>
    refusal(
      "invalid_client",
      650053,
      `The application '${app}' asked for scope '${scope}' that doesn't exist on the resource '${resource}'. Contact the app vendor.`,
    ),
  nobodySignedIn: () =>
    refusal("login_required", 50058, "A silent sign-in request was sent but no user is signed in."),
  declined: () => refusal("access_denied", 65004, "User declined to consent to access the app."),
  /** `silent`: at the token endpoint or with `prompt=none`, where nobody can be asked. */
  multiFactorNeeded: (aadsts: 50076 | 50079, resource: string, claims: string) =>
    invalidGrant(
      aadsts,
      aadsts === 50076
        ? `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${resource}'.`
        : `Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '${resource}'.`,
      "basic_action",
      claims,
    ),
  blocked: (claims: string) =>
    invalidGrant(
      53003,
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
      "message_only",
      claims,
    ),
  /** The same, as the app is told of it by redirect. */
  blockedApp: (claims: string) =>
    new EntraRefusal({
      aadsts: 53003,
      error: "access_denied",
      description:
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
      suberror: "message_only",
      claims,
    }),
  consentNeeded: (clientId: string, app: string) =>
    invalidGrant(
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}' named '${app}'. Send an interactive authorization request for this user and resource.`,
      "consent_required",
    ),
  revoked: (issuedMs: number, validFromMs: number) =>
    invalidGrant(
      50173,
      `The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${iso(issuedMs)}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${iso(validFromMs)}'.`,
      "bad_token",
    ),
  loop: () =>
    invalidGrant(
      50196,
      "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.",
    ),
  codeRedeemed: () =>
    invalidGrant(
      54005,
      "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
    ),
  codeExpired: () =>
    invalidGrant(
      70008,
      "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
    ),
  wrongCode: () => invalidGrant(9002313, "Invalid request. Request is malformed or invalid."),
  redirectChanged: (redirectUri: string, before: string) =>
    refusal(
      "invalid_client",
      500112,
      `The reply address '${redirectUri}' does not match the reply address '${before}' provided when requesting Authorization code.`,
    ),
  lostSignIn: () =>
    refusal(
      "invalid_request",
      165000,
      "Invalid Request: The request tokens do not match the user context. Start the sign-in again from the application.",
    ),
  consumersOnly: () =>
    refusal(
      "invalid_request",
      9002331,
      "Application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.",
    ),
  wrongVerifier: () =>
    invalidGrant(
      501481,
      "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    ),
  refreshTokenInactive: (issuedMs: number, days: number) =>
    invalidGrant(
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${iso(issuedMs)} and was inactive for ${days}.00:00:00.`,
      "bad_token",
    ),
  wrongRefreshToken: () =>
    invalidGrant(
      70000,
      "The provided value for the input parameter 'refresh_token' or 'assertion' is not valid.",
      "bad_token",
    ),
  pending: () =>
    refusal(
      "authorization_pending",
      70016,
      "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    ),
  slowDown: () =>
    refusal("slow_down", 70016, "OAuth 2.0 device flow error. The device polls too often. Slow down."),
  deviceDeclined: () =>
    refusal("authorization_declined", 65004, "User declined to consent to access the app."),
  deviceCodeExpired: () =>
    refusal(
      "expired_token",
      70020,
      "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    ),
  wrongDeviceCode: () =>
    refusal(
      "bad_verification_code",
      70018,
      "Invalid verification code due to User typing in wrong user code for device code flow.",
    ),
} as const;
