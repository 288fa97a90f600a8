import type { Answer } from "../http/answer.ts";
import { platformOf } from "./app-registrations.ts";
import { EntraRefusal, type RequestTrace } from "./entra-refusal.ts";
import type { EntraState } from "./entra-state.ts";
import { opaqueText } from "./grants.ts";
import { refusals } from "./refusals.ts";
import { readClaims } from "./requested-claims.ts";
import { readScopes } from "./requested-scopes.ts";
import { advance, choosePage, type RedirectTarget, redirectRefusal, type SignIn } from "./sign-in.ts";

const challengeLength = 43;
const prompts = new Set(["login", "none", "consent", "select_account"]);

/**
 * `/{tenant}/oauth2/v2.0/authorize`. What is wrong with the app or its redirect URI is told to the user, everything else
 * to the app.
 *
 * @param parameters of the query, or of the body where it was posted.
 * @throws EntraRefusal where it is for the user.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function authorize(
  state: EntraState,
  parameters: URLSearchParams,
  cookies: string | undefined,
  trace: RequestTrace,
): Answer {
  const clientId = parameters.get("client_id") ?? "";
  if (clientId === "") throw refusals.missingParameter("client_id");
  const app = state.app(clientId);
  const redirectUri = parameters.get("redirect_uri") ?? "";
  if (redirectUri === "") throw refusals.missingField("redirect_uri");
  const platform = platformOf(app, redirectUri);
  if (platform === undefined) throw refusals.redirectMismatch(redirectUri, clientId);
  const mode = parameters.get("response_mode") || "query";
  const isKnownMode = mode === "query" || mode === "fragment" || mode === "form_post";
  const to: Omit<RedirectTarget, "challenge"> = {
    redirectUri,
    responseMode: isKnownMode ? mode : "query",
    state: parameters.get("state") ?? undefined,
  };
  try {
    if (!isKnownMode) throw refusals.unsupportedResponseMode(mode);
    const signIn: SignIn = {
      id: opaqueText(),
      app,
      isConfidential: platform === "web",
      nonce: parameters.get("nonce") ?? undefined,
      to: { ...to, challenge: readChallenge(parameters) },
      ...readAsked(state, app, parameters),
    };
    return begin(state, signIn, parameters, cookies);
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return redirectRefusal(to, error, trace, state.origin);
  }
}

function readAsked(
  state: EntraState,
  app: SignIn["app"],
  parameters: URLSearchParams,
): Pick<SignIn, "scope" | "claims" | "wantsConsent"> {
  const responseType = parameters.get("response_type") ?? "";
  if (responseType === "") throw refusals.missingParameter("response_type");
  if (responseType !== "code") throw refusals.unsupportedResponse(responseType);
  const scope = parameters.get("scope") ?? "";
  if (scope.trim() === "") throw refusals.missingParameter("scope");
  readScopes(scope, app, state.scopeContext);
  const prompt = parameters.get("prompt") ?? "";
  if (prompt !== "" && !prompts.has(prompt)) throw refusals.wrongPrompt(prompt);
  const claims = readClaims(parameters.get("claims") ?? undefined);
  return { scope, claims, wantsConsent: prompt === "consent" };
}

function readChallenge(parameters: URLSearchParams): string {
  const challenge = parameters.get("code_challenge") ?? "";
  if (challenge === "") throw refusals.challengeNeeded();
  const method = parameters.get("code_challenge_method") || "plain";
  if (method !== "S256") throw refusals.challengeMethod(method);
  if (challenge.length !== challengeLength) throw refusals.challengeSize();
  return challenge;
}

/** Goes on with the user of the browser where that needs no question, and asks otherwise. */
function begin(
  state: EntraState,
  signIn: SignIn,
  parameters: URLSearchParams,
  cookies: string | undefined,
): Answer {
  const prompt = parameters.get("prompt") ?? "";
  const hint = parameters.get("login_hint") ?? undefined;
  const hinted = state.directory.find(hint);
  const session = prompt === "login" || prompt === "select_account" ? undefined : state.session(cookies);
  const isWanted = session !== undefined && (hint === undefined || session.user === hinted);
  if (prompt === "none") {
    if (!isWanted) throw refusals.nobodySignedIn();
    return advance(state, signIn, session, true);
  }
  state.keepSignIn(signIn);
  if (!isWanted) return choosePage(state, signIn, hinted);
  signIn.session = { ...session };
  return advance(state, signIn, signIn.session);
}
