import { setTimeout as delay } from "node:timers/promises";
import { type Caller, ownerKey } from "../../domain/principal.ts";
import type { EntraClient, EntraSignIn } from "../../services/identity/entra-client.ts";
import type { EntraOutcome } from "../../services/identity/entra-refusal.ts";
import type { SessionStore } from "../../services/stores/sessions/session-store.ts";
import type { SessionOpener } from "../sign-in/session-opener.ts";
import type { Returned, SignIn, SignInEnd } from "../sign-in/sign-in.ts";
import { endPage } from "../sign-in/sign-in-texts.ts";
import { type AwaitSignIn, type Identity, type LoginStep, SignInFailedError } from "./identity.ts";

export interface EntraIdentityOptions {
  readonly entra: EntraClient;
  readonly signIn: SignIn;
  readonly sessions: SessionStore;
  readonly opener: SessionOpener;
  /** A claims challenge that the caller's next sign-in must answer. */
  readonly claimsFor: (caller: Caller) => Promise<string | undefined>;
  /** Where the pages of the sign-in are needed now: on stdio they are served from here on. */
  readonly servePages: () => Promise<void>;
  /** Called once a caller has signed out. */
  readonly onSignedOut?: () => Promise<void>;
  /** Names who asks where no person is known yet. */
  readonly processId: string;
}

export interface EntraIdentity extends Identity {
  /** Signs in by an access token of the Azure CLI. @throws SignInFailedError */
  bringToken(token: string): Promise<Caller>;
}

const lookMs = 300;

/** People sign in with Microsoft Entra, at this gateway. */
export function createEntraIdentity(options: EntraIdentityOptions): EntraIdentity {
  const { entra, opener, sessions, signIn } = options;
  const askedBy = (caller: Caller | undefined) => (caller ? ownerKey(caller) : options.processId);

  return {
    async login({ again = false, caller, method, returned }) {
      if (returned !== undefined) return await handIn(returned, caller);
      const claims = caller && (await options.claimsFor(caller));
      if (caller && claims === undefined && !again && (await isSignedIn(caller)))
        return { kind: "signed_in", caller };
      return method === "device_code" ? await byDeviceCode(caller, claims) : await byBrowser(caller, claims);
    },

    async bringToken(token) {
      const { request } = await signIn.invite({ purpose: { kind: "login" }, askedBy: options.processId });
      const end = await signIn.bringToken(request, token);
      if (end.kind !== "signed_in") throw new SignInFailedError(sentenceOf(end));
      return end.caller;
    },

    async whoIs(caller) {
      const session = caller.sessionId === undefined ? undefined : await sessions.get(caller.sessionId);
      return {
        caller,
        by: "entra",
        ...(session?.expiresAt === undefined ? {} : { expiresAt: session.expiresAt }),
      };
    },

    async logout(caller, everywhere) {
      const ended = everywhere ? await sessions.removeAllOf(caller) : await endOwn(caller);
      await options.onSignedOut?.();
      return { ended };
    },
  };

  async function isSignedIn(caller: Caller): Promise<boolean> {
    return caller.sessionId !== undefined && (await sessions.get(caller.sessionId)) !== undefined;
  }

  async function endOwn({ sessionId }: Caller): Promise<number> {
    if (sessionId === undefined) return 0;
    await sessions.remove(sessionId);
    return 1;
  }

  async function byBrowser(caller: Caller | undefined, claims: string | undefined): Promise<LoginStep> {
    await options.servePages();
    const { url, id } = await signIn.invite({
      purpose: { kind: "login" },
      askedBy: askedBy(caller),
      ...(caller === undefined ? {} : { expected: caller }),
      ...(claims === undefined ? {} : { claims }),
    });
    const end: AwaitSignIn = async (waitMs, signal) => {
      const endsAt = performance.now() + waitMs;
      for (;;) {
        const sessionId = await signIn.takeEnd(id);
        if (sessionId !== undefined) return await callerOf(sessionId);
        if (performance.now() >= endsAt || signal.aborted) return undefined;
        await delay(lookMs, undefined, { signal }).catch(() => {});
      }
    };
    return { kind: "open_url", url, end };
  }

  async function byDeviceCode(caller: Caller | undefined, claims: string | undefined): Promise<LoginStep> {
    const shown = Promise.withResolvers<{
      userCode: string;
      verificationUri: string;
      expiresInSeconds: number;
    }>();
    const signedIn = entra
      .signInByDeviceCode(shown.resolve, claims === undefined ? {} : { claims })
      .then((outcome) => accepted(outcome, caller));
    // Whoever waits for the code hears of what kept it from coming; whoever waits for the end, of the end.
    signedIn.catch(shown.reject);
    const { expiresInSeconds, userCode, verificationUri } = await shown.promise;
    const end: AwaitSignIn = async (waitMs, signal) =>
      await Promise.race([signedIn, delay(waitMs, undefined, { signal }).catch(() => undefined)]);
    return { kind: "enter_code", url: verificationUri, userCode, expiresInSeconds, end };
  }

  async function accepted(outcome: EntraOutcome<EntraSignIn>, caller: Caller | undefined): Promise<Caller> {
    if (!outcome.ok) throw new SignInFailedError(outcome.refusal.message);
    const { principal } = outcome.value;
    if (caller !== undefined && ownerKey(principal) !== ownerKey(caller))
      throw new SignInFailedError(
        `${principal.userPrincipalName} signed in, but this sign-in is for ${caller.userPrincipalName}. Nothing was kept. Call login again.`,
      );
    return await opener.open(outcome.value, caller?.sessionId);
  }

  async function handIn(text: string, caller: Caller | undefined): Promise<LoginStep> {
    const returned = returnedIn(text);
    if (returned === undefined)
      throw new SignInFailedError(
        "This is not what the browser came back with. Send the whole address that it shows, with code= and state= in it.",
      );
    const end = await signIn.handIn(returned, askedBy(caller));
    if (end.kind !== "signed_in") throw new SignInFailedError(sentenceOf(end));
    return { kind: "signed_in", caller: end.caller };
  }

  async function callerOf(sessionId: string): Promise<Caller | undefined> {
    const session = await sessions.get(sessionId);
    if (session === undefined) return undefined;
    return { ...session.principal, roles: session.roles ?? [], sessionId };
  }
}

/** The parameters of the address that a browser ended at. */
function returnedIn(text: string): Returned | undefined {
  if (!URL.canParse(text.trim())) return undefined;
  const { searchParams } = new URL(text.trim());
  const state = searchParams.get("state");
  const code = searchParams.get("code");
  const error = searchParams.get("error");
  if (!state || !(code ?? error)) return undefined;
  return { state, ...(code ? { code } : {}), ...(error ? { error } : {}) };
}

function sentenceOf(end: SignInEnd): string {
  const { text, title } = endPage(end, "en");
  return [`${title}.`, ...text].join(" ");
}
