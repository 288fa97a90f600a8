import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import type { AppRegistration } from "./app-registrations.ts";
import { policyClaims } from "./check-policies.ts";
import type { DeviceRequest } from "./device-codes.ts";
import { describeRefusal, type EntraRefusal, type RequestTrace } from "./entra-refusal.ts";
import type { BrowserSession, EntraState } from "./entra-state.ts";
import type { Grant } from "./grants.ts";
import {
  approvePage,
  consentPage,
  donePage,
  errorPage,
  type FormTarget,
  formPostPage,
  userPage,
} from "./pages.ts";
import { refusals } from "./refusals.ts";
import type { RequestedClaims } from "./requested-claims.ts";

/** Where the outcome of a sign-in goes. */
export interface RedirectTarget {
  redirectUri: string;
  responseMode: "query" | "fragment" | "form_post";
  state: string | undefined;
  /** The PKCE challenge (S256). */
  challenge: string;
}

/** A sign-in that a browser has begun: at an app's request, or for a device that waits. */
export interface SignIn {
  id: string;
  app: AppRegistration;
  scope: string;
  claims: RequestedClaims;
  nonce: string | undefined;
  isConfidential: boolean;
  to: RedirectTarget | DeviceRequest;
  wantsConsent: boolean;
  /** The rest is known once the user is. */
  session?: BrowserSession;
  isApproved?: boolean;
  isAccepted?: boolean;
}

export function targetOf(signIn: SignIn): FormTarget {
  return { action: "/common/login", signInId: signIn.id };
}

export function choosePage(state: EntraState, signIn: SignIn, chosen: TenantUser | undefined): Answer {
  const { users } = state.directory;
  return userPage(targetOf(signIn), signIn.app.displayName, users, chosen ?? users[0]);
}

/** What the sign-in of a known user still lacks. */
function nextStep(
  state: EntraState,
  signIn: SignIn,
  session: BrowserSession,
): "approve" | "accept" | undefined {
  const { mfa, consentNeeded } = state.directory.policyOf(session.user);
  const { authenticationContexts, wantsPolicy } = signIn.claims;
  const wantsFactor = mfa !== "off" || authenticationContexts.length > 0 || wantsPolicy;
  const isFresh = signIn.isApproved === true;
  if (wantsFactor && !isFresh && (authenticationContexts.length > 0 || !session.methods.includes("mfa")))
    return "approve";
  return (consentNeeded || signIn.wantsConsent) && signIn.isAccepted !== true ? "accept" : undefined;
}

/**
 * Shows the next page of a sign-in whose user is known, or ends it.
 *
 * @throws EntraRefusal where the user may not sign in, or where `isSilent` and somebody would have to be asked.
 */
export function advance(
  state: EntraState,
  signIn: SignIn,
  session: BrowserSession,
  isSilent = false,
): Answer {
  const { user } = session;
  const policy = state.directory.policyOf(user);
  if (policy.blocked) throw refusals.blocked(policyClaims);
  const step = nextStep(state, signIn, session);
  if (step === "approve") {
    const aadsts = policy.mfa === "enrollment" ? 50079 : 50076;
    if (isSilent) throw refusals.multiFactorNeeded(aadsts, signIn.app.displayName, policyClaims);
    return approvePage(targetOf(signIn), user, policy.mfa === "enrollment");
  }
  if (step === "accept") {
    if (isSilent) throw refusals.consentNeeded(signIn.app.clientId, signIn.app.displayName);
    return consentPage(targetOf(signIn), user, signIn.app.displayName, signIn.scope.split(" "));
  }
  return finish(state, signIn, session);
}

function finish(state: EntraState, signIn: SignIn, session: BrowserSession): Answer {
  state.signIns.delete(signIn.id);
  const name = session.user.upn;
  if (signIn.isAccepted === true)
    state.directory.apply({ users: { [name]: { consentNeeded: false } } }, state.stampMs());
  if (signIn.isApproved === true && state.directory.policyOf(session.user).mfa === "enrollment")
    state.directory.apply({ users: { [name]: { mfa: "required" } } }, state.stampMs());
  const grant: Grant = {
    user: session.user,
    app: signIn.app,
    isConfidential: signIn.isConfidential,
    signedInAtMs: session.signedInAtMs,
    methods: session.methods,
    authenticationContexts: signIn.claims.authenticationContexts,
    capabilities: signIn.claims.capabilities,
    scope: signIn.scope,
    ...(signIn.nonce === undefined ? {} : { nonce: signIn.nonce }),
    isVoid: false,
  };
  const cookie = `ESTSAUTH=${state.newSession(session)}; Path=/; Secure; HttpOnly; SameSite=None`;
  const headers = { "Set-Cookie": cookie };
  if ("userCode" in signIn.to) {
    signIn.to.outcome = { grant };
    const text = `You have signed in to the ${signIn.app.displayName} application on your device. You may now close this window.`;
    return donePage("You are signed in", text, headers);
  }
  const { redirectUri, challenge } = signIn.to;
  const code = state.grants.newCode(grant, redirectUri, challenge, state.nowMs());
  return redirect(signIn.to, { code, session_state: randomUUID() }, headers);
}

/** The user said no; the app or the device is told. */
export function decline(state: EntraState, signIn: SignIn): Answer {
  state.signIns.delete(signIn.id);
  if ("userCode" in signIn.to) {
    signIn.to.outcome = "declined";
    return donePage(
      "Sign-in cancelled",
      "You have cancelled the sign-in on your device. You may close this window.",
    );
  }
  const error_description = refusals.declined().message;
  return redirect(signIn.to, { error: "access_denied", error_subcode: "cancel", error_description });
}

/** Entra refuses: the page says so, and leads back to an app that is known. */
export function refusedPage(signIn: SignIn, refusal: EntraRefusal, trace: RequestTrace): Answer {
  const target = "userCode" in signIn.to ? undefined : targetOf(signIn);
  return errorPage(200, refusal.parts.aadsts, describeRefusal(refusal, trace), target);
}

/** Sends a refusal to the app whose redirect URI was found to be good. */
export function redirectRefusal(
  to: Omit<RedirectTarget, "challenge">,
  refusal: EntraRefusal,
  trace: RequestTrace,
  origin: string,
): Answer {
  const { error, suberror, claims, aadsts } = refusal.parts;
  return redirect(to, {
    // Without a user to ask, the authorize endpoint calls every kind of asking by one name.
    error: error === "invalid_grant" ? "interaction_required" : error,
    error_description: describeRefusal(refusal, trace),
    error_uri: `${origin}/error?code=${aadsts}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims === undefined ? {} : { claims }),
  });
}

function redirect(
  { redirectUri, responseMode, state }: Omit<RedirectTarget, "challenge">,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Answer {
  const all = { ...parameters, ...(state === undefined ? {} : { state }) };
  if (responseMode === "form_post") return formPostPage(redirectUri, all, headers);
  const url = new URL(redirectUri);
  if (responseMode === "fragment") url.hash = new URLSearchParams(all).toString();
  else for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return { status: 302, headers: { ...headers, Location: url.href } };
}
