import type { Answer } from "../http/answer.ts";
import { policyClaims } from "./check-policies.ts";
import { EntraRefusal, type RequestTrace } from "./entra-refusal.ts";
import type { EntraState } from "./entra-state.ts";
import { opaqueText } from "./grants.ts";
import { userCodePage } from "./pages.ts";
import { refusals } from "./refusals.ts";
import { readClaims } from "./requested-claims.ts";
import { advance, choosePage, decline, redirectRefusal, refusedPage, type SignIn } from "./sign-in.ts";

/**
 * A button of a sign-in page was pressed.
 *
 * @throws EntraRefusal where the sign-in is not known (any more).
 */
export function continueSignIn(state: EntraState, form: URLSearchParams, trace: RequestTrace): Answer {
  const signIn = state.signIns.get(form.get("sign_in") ?? "");
  if (signIn === undefined) throw refusals.lostSignIn();
  const action = form.get("action") ?? "sign-in";
  if (action === "cancel") return decline(state, signIn);
  if (action === "return" && "redirectUri" in signIn.to) {
    state.signIns.delete(signIn.id);
    return redirectRefusal(signIn.to, refusals.blockedApp(policyClaims), trace, state.origin);
  }
  try {
    return press(state, signIn, action, form.get("user") ?? undefined);
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return refusedPage(signIn, error, trace);
  }
}

function press(state: EntraState, signIn: SignIn, action: string, name: string | undefined): Answer {
  if (action === "sign-in") {
    const user = state.directory.find(name);
    if (user === undefined) return choosePage(state, signIn, undefined);
    signIn.session = { user, signedInAtMs: state.stampMs(), methods: ["pwd"] };
    signIn.isApproved = false;
    signIn.isAccepted = false;
  }
  const { session } = signIn;
  if (session === undefined) return choosePage(state, signIn, undefined);
  if (action === "approve") {
    signIn.isApproved = true;
    // Proving a second factor makes the sign-in a new one.
    session.signedInAtMs = state.stampMs();
    session.methods = [...new Set([...session.methods, "mfa"])];
  }
  if (action === "accept") signIn.isAccepted = true;
  return advance(state, signIn, session);
}

/** The page on which a user types what a device shows; once it is right, the sign-in for that device begins. */
export function enterUserCode(state: EntraState, action: string, form: URLSearchParams | undefined): Answer {
  const typed = form?.get("user_code");
  if (typed === undefined || typed === null) return userCodePage(action);
  const request = state.devices.awaiting(typed, state.nowMs());
  if (request === undefined)
    return userCodePage(action, "That code didn't work. Check the code and try again.");
  const signIn: SignIn = {
    id: opaqueText(),
    app: request.app,
    scope: request.scope,
    claims: readClaims(request.claims),
    nonce: undefined,
    isConfidential: false,
    to: request,
    wantsConsent: false,
  };
  state.keepSignIn(signIn);
  return choosePage(state, signIn, undefined);
}
