import { fieldOf, listOf } from "../tenant/field.ts";
import { refusals } from "./refusals.ts";

/** What a client asks that its access token say, and what it says of itself. */
export interface RequestedClaims {
  /** Client capabilities (`xms_cc`), such as `CP1`: the client understands claims challenges. */
  capabilities: string[];
  /** Authentication contexts that the token must have been signed in for, such as `c1`. */
  authenticationContexts: string[];
  /** True where a policy is named that wants a second factor. */
  wantsPolicy: boolean;
  /** The request as it was sent, to be sent back in a refusal. */
  text: string;
}

/**
 * Reads the parameter `claims`.
 *
 * @throws EntraRefusal where it is not a JSON object.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function readClaims(text: string | undefined): RequestedClaims {
  const asked = text ?? "";
  let json: unknown = {};
  try {
    if (asked !== "") json = JSON.parse(asked);
  } catch {
    throw refusals.wrongClaims();
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refusals.wrongClaims();
  const wanted = fieldOf(json, "access_token");
  return {
    capabilities: textsOf(wanted, "xms_cc"),
    authenticationContexts: textsOf(wanted, "acrs"),
    wantsPolicy: fieldOf(wanted, "capolids") !== undefined,
    text: asked,
  };
}

function textsOf(wanted: unknown, name: string): string[] {
  const values = [fieldOf(wanted, name, "value"), ...listOf(wanted, name, "values")];
  return values.filter((value): value is string => typeof value === "string").slice(0, 20);
}
