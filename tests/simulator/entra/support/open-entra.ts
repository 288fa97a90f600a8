import { getCACertificates, setDefaultCACertificates } from "node:tls";
import {
  ConfidentialClientApplication,
  CryptoProvider,
  InteractionRequiredAuthError,
  PublicClientApplication,
} from "@azure/msal-node";
import { onTestFinished } from "vitest";
import type { EntraOptions, SimulatedEntra } from "../../../../simulator/entra/start-entra.ts";
import { type Azure, openAzure } from "../../support/open-azure.ts";
import { sampleTenant } from "../../support/sample-tenant.ts";
import { Browser } from "./browser.ts";

export const armScope = "https://management.azure.com/.default";
export const graphScope = "https://graph.microsoft.com/User.Read";
export const nativeRedirect = "http://localhost:51234";
export const webRedirect = "http://localhost:8080/auth/callback";

export interface OpenEntra {
  azure: Azure;
  entra: SimulatedEntra;
  browser: Browser;
  publicClient: (authority?: string) => PublicClientApplication;
  confidentialClient: () => ConfidentialClientApplication;
  /** Sends a form to the token endpoint without MSAL. */
  token: (form: Record<string, string>, headers?: Record<string, string>) => Promise<Response>;
}

const cp1 = ["CP1"];

/** Serves the sample tenant with Entra, whose certificate this process trusts from then on. */
export async function openEntra(
  options: EntraOptions = {},
  tenant: unknown = sampleTenant,
): Promise<OpenEntra> {
  const azure = await openAzure(tenant, { entra: options });
  const { entra } = azure.simulator;
  if (entra === undefined) throw new Error("Entra is not served.");
  const trusted = getCACertificates("default");
  setDefaultCACertificates([...trusted, entra.certificatePem]);
  onTestFinished(async () => {
    setDefaultCACertificates(trusted);
    await azure.close();
  });
  const auth = (authority: string) => ({
    clientId: entra.clientId,
    authority,
    knownAuthorities: [entra.knownAuthority],
    clientCapabilities: cp1,
  });
  return {
    azure,
    entra,
    browser: new Browser(entra.origin),
    publicClient: (authority = entra.authority) => new PublicClientApplication({ auth: auth(authority) }),
    confidentialClient: () =>
      new ConfidentialClientApplication({
        auth: { ...auth(entra.authority), clientSecret: entra.clientSecret },
      }),
    token: (form, headers = {}) =>
      fetch(`${entra.authority}/oauth2/v2.0/token`, {
        method: "POST",
        headers,
        body: new URLSearchParams(form),
      }),
  };
}

type Client = PublicClientApplication | ConfidentialClientApplication;
type AuthCodeUrlRequest = Parameters<Client["getAuthCodeUrl"]>[0];

/** Code and PKCE from the sign-in page to the tokens, by MSAL. */
export async function signInByCode(
  client: Client,
  browser: Browser,
  user: string,
  request: Partial<AuthCodeUrlRequest> = {},
): Promise<Awaited<ReturnType<Client["acquireTokenByCode"]>>> {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const asked = {
    scopes: [armScope],
    redirectUri: client instanceof PublicClientApplication ? nativeRedirect : webRedirect,
    ...request,
  };
  const url = await client.getAuthCodeUrl({
    ...asked,
    prompt: "login",
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
  });
  let page = await browser.signIn(url, user);
  for (const step of ["approve", "accept"])
    if (page.ids.includes(step)) page = await browser.press(page, step);
  const code = page.location?.searchParams.get("code") ?? "";
  return client.acquireTokenByCode({ ...asked, code, codeVerifier: verifier });
}

/** How MSAL failed: its code, and what Entra said. */
export async function failureOf(
  work: Promise<unknown>,
): Promise<{ code: string; subError: string; claims: string; needsUser: boolean; aadsts: string }> {
  const error = (await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )) as InteractionRequiredAuthError | undefined;
  return {
    code: error?.errorCode ?? "",
    subError: error?.subError ?? "",
    claims: error instanceof InteractionRequiredAuthError ? error.claims : "",
    needsUser: error instanceof InteractionRequiredAuthError,
    aadsts: /AADSTS\d+/.exec(error?.message ?? "")?.[0] ?? "",
  };
}
