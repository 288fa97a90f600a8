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
  AADSTS50011: "Add the redirect URI that this gateway printed to the app registration (Authentication).",
  AADSTS50173: "The sign-in was revoked (a new password, or an administrator). Sign in again.",
  AADSTS50076: "Multifactor authentication is needed. Sign in again and complete it.",
  AADSTS50079: "Multifactor authentication must be set up. Sign in again and follow the page.",
  AADSTS50158: "A further check of your organization is needed. Sign in again and complete it.",
  AADSTS53003: "A Conditional Access policy blocks this sign-in. Ask the administrator of the tenant.",
  AADSTS65001: "Consent is missing: sign in again and accept, or have an administrator grant it to the app.",
  AADSTS65004: "Consent was declined. Sign in again and accept.",
  AADSTS70008: "The code or the sign-in is too old. Sign in again.",
  AADSTS700082: "The sign-in has not been used for too long. Sign in again.",
  AADSTS700084: "The sign-in has reached its longest life. Sign in again.",
  AADSTS54005: "The code had been used already. Sign in again.",
  AADSTS501481: "The code does not belong to this sign-in. Start the sign-in anew.",
  AADSTS700016: "The tenant does not know this app. Check AZEBAL_ENTRA_CLIENT_ID and AZEBAL_TENANT_ID.",
  AADSTS7000215:
    "The client secret is wrong. Set the secret's value, not its ID, in AZEBAL_ENTRA_CLIENT_SECRET.",
  AADSTS7000222: "The client secret has expired. Make a new one and set AZEBAL_ENTRA_CLIENT_SECRET.",
  AADSTS90002: "There is no such tenant. Check AZEBAL_TENANT_ID.",
};
const misconfigured = ["AADSTS50011", "AADSTS700016", "AADSTS7000215", "AADSTS7000222", "AADSTS90002"];

/** The fields of MSAL's errors that are read here. It throws them for everything that Entra refuses. */
interface AuthErrorLike extends Error {
  errorCode: string;
  errorMessage?: string;
  traceId?: string;
  claims?: string;
}

/** MSAL's error as data; undefined for what is no word of Entra's (network, a bug), which the caller throws on. */
export function refusalOfAuthError(error: unknown): EntraRefusal | undefined {
  if (!isAuthError(error) || error.name === "ClientConfigurationError") return undefined;
  const text = error.errorMessage ?? "";
  const aadsts = /AADSTS\d+/u.exec(text)?.[0];
  if (aadsts === undefined && error.name !== "InteractionRequiredAuthError" && error.name !== "ServerError")
    return undefined;
  const traceId = error.traceId || /Trace ID: ([0-9a-f-]{36})/iu.exec(text)?.[1];
  const said = aadsts ?? error.errorCode;
  return {
    code: misconfigured.includes(said) ? entraCodes.misconfigured : failureCodes.signInRequired,
    message: `Microsoft Entra gave no token (${said}). ${advice[said] ?? "Sign in again."}`,
    ...(aadsts === undefined ? {} : { aadsts }),
    ...(traceId ? { traceId } : {}),
    ...(error.claims ? { claims: error.claims } : {}),
  };
}

function isAuthError(error: unknown): error is AuthErrorLike {
  return error instanceof Error && "errorCode" in error && typeof error.errorCode === "string";
}
