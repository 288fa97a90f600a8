import { isAzureModelHost } from "../../domain/azure-model-host.ts";
import type { Outcome } from "../../domain/failure.ts";
import { notSent } from "./model-failures.ts";
import type { ModelSettings } from "./model-settings.ts";

/** What `@azure/identity`, or what keeps its tokens, throws where no identity is to be had. */
const signInErrors = [
  "AggregateAuthenticationError",
  "AuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
  "TokenPasswordError",
];

/** Who asks. `null` keeps a header from being sent at all. */
export async function modelHeaders(settings: ModelSettings): Promise<Outcome<Record<string, string | null>>> {
  const { auth, endpoint, key, token } = settings;
  if (auth === "none") return { ok: true, value: { authorization: null } };
  if (auth === "key") {
    if (key === undefined) return { ok: false, failure: notSent(settings, "AZEBAL_MODEL_KEY is not set") };
    const isAzure = isAzureModelHost(new URL(endpoint).hostname);
    return {
      ok: true,
      value: isAzure ? { "api-key": key, authorization: null } : { authorization: `Bearer ${key}` },
    };
  }
  const noIdentity = {
    ok: false,
    failure: notSent(
      settings,
      "this machine has no identity in Microsoft Entra. Run az login, give it a managed identity, or set AZEBAL_MODEL_KEY",
    ),
  } as const;
  if (token === undefined) return noIdentity;
  try {
    return { ok: true, value: { authorization: `Bearer ${await token()}` } };
  } catch (error) {
    if (error instanceof Error && signInErrors.includes(error.name)) return noIdentity;
    throw error;
  }
}
