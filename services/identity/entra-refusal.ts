import { failureCodes, type Outcome } from "../../domain/failure.ts";

/** What Entra said instead of giving a token. */
export interface EntraRefusal {
  readonly code: typeof failureCodes.signInRequired | typeof entraCodes.misconfigured;
  /** For people: Entra's own number and what to do; neither a token nor Entra's whole text. */
  readonly message: string;
  /** Such as `AADSTS50076`; absent where Entra gave none. */
  readonly aadsts?: string;
  /** Entra's trace and correlation IDs: what its support asks for. */
  readonly traceId?: string;
  /** A claims challenge: the next sign-in must carry it, or it is refused again. */
  readonly claims?: string;
}

export type EntraOutcome<T> = Extract<Outcome<T>, { ok: true }> | { ok: false; refusal: EntraRefusal };

export const entraCodes = {
  /** The app registration, its secret or the redirect URI is wrong: no sign-in can help. */
  misconfigured: "EntraMisconfigured",
} as const;

/** What a person can do about it, by Entra's number. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const advice: Readonly<Record<string, string>> = {
  AADSTS50011:
    "Add the redirect URI of this gateway, its address followed by /auth/callback, to the app registration (Authentication).",
  AADSTS50173: "The sign-in was revoked (a new password, or an administrator). Sign in again.",
  AADSTS50076: "Multifactor authentication is needed. Sign in again and complete it.",
  AADSTS50079: "Multifactor authentication must be set up. Sign in again and follow the page.",
  AADSTS50158: "A further check of your organization is needed. Sign in again and complete it.",
  AADSTS53003: "A Conditional Access policy blocks this sign-in. Ask the administrator of the tenant.",
  AADSTS65001: "Consent is missing: sign in again and accept, or have an administrator grant it to the app.",
  AADSTS65004: "Consent was declined. Sign in again and accept.",
  AADSTS90094: "An administrator must consent: have one grant the app what it asks for.",
  AADSTS70008: "The code or the sign-in is too old. Sign in again.",
  AADSTS700082: "The sign-in has not been used for too long. Sign in again.",
  AADSTS700084: "The sign-in has reached its longest life. Sign in again.",
  AADSTS54005: "The code had been used already. Sign in again.",
  AADSTS501481: "The code does not belong to this sign-in. Start the sign-in anew.",
  AADSTS700016: "The tenant does not know this app. Check AZEBAL_ENTRA_CLIENT_ID and AZEBAL_TENANT_ID.",
  AADSTS7000215:
    "The client secret is wrong. Set the secret's value, not its ID, in AZEBAL_ENTRA_CLIENT_SECRET.",
  AADSTS7000218:
    "The app registration allows no sign-in by device code. Sign in by browser, or allow public client flows (Authentication).",
  AADSTS50105: "The account is not assigned to the app. Ask the administrator of the tenant to assign it.",
  AADSTS7000222: "The client secret has expired. Make a new one and set AZEBAL_ENTRA_CLIENT_SECRET.",
  AADSTS90002: "There is no such tenant. Check AZEBAL_TENANT_ID.",
};
/** No sign-in is amiss: the app has no leave to ask this service, be it the person's, be it an administrator's. */
const consentMissing = ["AADSTS65001", "AADSTS65004", "AADSTS90094"];

export function isConsentMissing({ aadsts = "" }: EntraRefusal): boolean {
  return consentMissing.includes(aadsts);
}

const misconfigured = [
  "AADSTS50011",
  "AADSTS700016",
  "AADSTS7000215",
  "AADSTS7000218",
  "AADSTS7000222",
  "AADSTS90002",
];

/** Entra's own troubles, and the network's in MSAL's words: they pass, and say nothing of the sign-in. */
const passing = [
  "network_error",
  "endpoints_resolution_error",
  "openid_config_error",
  "AADSTS50196",
  "AADSTS90006",
  "AADSTS90024",
  "AADSTS90033",
  "AADSTS90055",
  "temporarily_unavailable",
  "server_error",
  "slow_down",
];

/** How the device code flow ends without a token, by MSAL's code or Entra's word. */
const deviceCodeEnds: Readonly<Record<string, string>> = {
  authorization_declined: "The sign-in was declined on the page of the code. Call login again.",
  expired_token: "The code was not entered in time. Call login again for a new one.",
  device_code_expired: "The code was not entered in time. Call login again for a new one.",
  user_timeout_reached: "The code was not entered in time. Call login again for a new one.",
  bad_verification_code: "Entra does not know the code. Call login again for a new one.",
  device_code_polling_cancelled: "The sign-in was cancelled. Call login again.",
};

/** The fields of MSAL's errors that are read here. It throws them for everything that Entra refuses. */
interface AuthErrorLike extends Error {
  errorCode: string;
  errorMessage?: string;
  traceId?: string;
  claims?: string;
}

/** Whether MSAL's error tells of trouble at Entra that passes: a sign-in is not to be given up for it. */
export function isPassingTrouble(error: unknown): boolean {
  return isAuthError(error) && [saidIn(error), ...wordsOf(error)].some((said) => passing.includes(said));
}

/** MSAL's error as data; undefined for what is no word of Entra's (network, a bug), which the caller throws on. */
export function refusalOfAuthError(error: unknown): EntraRefusal | undefined {
  if (!isAuthError(error) || error.name === "ClientConfigurationError") return undefined;
  const ended = wordsOf(error).find((word) => Object.hasOwn(deviceCodeEnds, word));
  if (ended !== undefined)
    return { code: failureCodes.signInRequired, message: `Nobody signed in. ${deviceCodeEnds[ended]}` };
  const text = error.errorMessage ?? "";
  const isEntras = error.name === "InteractionRequiredAuthError" || error.name === "ServerError";
  if (aadstsIn(text) === undefined && !isEntras) return undefined;
  return refusalOf(text, error.errorCode, error);
}

/**
 * What Entra sent a browser back with instead of a code; undefined where the person just did not sign in.
 *
 * @param description  anybody can write it: only Entra's numbers and IDs are taken from it.
 */
export function refusalReturned(error: string, description = ""): EntraRefusal | undefined {
  const aadsts = aadstsIn(description);
  const isDeclined = error === "access_denied" && (aadsts === undefined || aadsts === "AADSTS65004");
  return isDeclined ? undefined : refusalOf(description, /^[a-z_]{1,40}$/u.test(error) ? error : "error", {});
}

function refusalOf(
  text: string,
  errorCode: string,
  known: { traceId?: string; claims?: string },
): EntraRefusal {
  const aadsts = aadstsIn(text);
  const said = aadsts ?? errorCode;
  const traceId = known.traceId || /Trace ID: ([0-9a-f-]{36})/iu.exec(text)?.[1];
  const isPassing = passing.includes(said);
  const todo = advice[said] ?? (isPassing ? "Entra is in trouble: try again in a minute." : "Sign in again.");
  return {
    code: misconfigured.includes(said) ? entraCodes.misconfigured : failureCodes.signInRequired,
    message: `Microsoft Entra gave no token (${said}). ${todo}`,
    ...(aadsts === undefined ? {} : { aadsts }),
    ...(traceId ? { traceId } : {}),
    ...(known.claims ? { claims: known.claims } : {}),
  };
}

function aadstsIn(text: string): string | undefined {
  return /AADSTS\d{4,9}/u.exec(text)?.[0];
}

function saidIn({ errorCode, errorMessage = "" }: AuthErrorLike): string {
  return aadstsIn(errorMessage) ?? errorCode;
}

/** MSAL names Entra's word in the message where polling for a device code fails. */
function wordsOf({ errorCode, errorMessage = "" }: AuthErrorLike): string[] {
  const words = errorCode === "post_request_failed" ? errorMessage.match(/[a-z_]+/gu) : null;
  return [errorCode, ...(words ?? [])];
}

function isAuthError(error: unknown): error is AuthErrorLike {
  return error instanceof Error && "errorCode" in error && typeof error.errorCode === "string";
}
