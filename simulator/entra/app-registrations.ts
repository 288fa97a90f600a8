import { randomBytes, randomUUID } from "node:crypto";
import { azureCliAppId } from "../tokens/token-issuer.ts";

/** An application that may sign users in. */
export interface AppRegistration {
  clientId: string;
  displayName: string;
  /** Redirect URIs by platform: what comes to one of `web` is redeemed with the secret, `publicClient` without. */
  redirectUris: { web: readonly string[]; publicClient: readonly string[] };
  /** Undefined where the app has none. */
  clientSecret?: string;
  /** Scopes of its own API, `api://{client id}/{scope}`. */
  scopes: readonly string[];
  appRoles: readonly string[];
}

export interface RedirectUris {
  web?: readonly string[];
  publicClient?: readonly string[];
}

const webUris = ["http://localhost/auth/callback", "http://127.0.0.1/auth/callback"];
const publicUris = [
  "http://localhost",
  "http://127.0.0.1",
  "https://login.microsoftonline.com/common/oauth2/nativeclient",
];

/** The app of AZEBAL, with an id and a secret made now. */
export function registerAzebal(uris: RedirectUris): AppRegistration & { clientSecret: string } {
  return {
    clientId: randomUUID(),
    displayName: "AZEBAL",
    redirectUris: { web: uris.web ?? webUris, publicClient: uris.publicClient ?? publicUris },
    clientSecret: randomBytes(30).toString("base64url"),
    scopes: ["Diagnose"],
    appRoles: ["Support"],
  };
}

export const azureCli: AppRegistration = {
  clientId: azureCliAppId,
  displayName: "Microsoft Azure CLI",
  redirectUris: { web: [], publicClient: ["http://localhost"] },
  scopes: [],
  appRoles: [],
};

export type Platform = keyof AppRegistration["redirectUris"];

/**
 * The platform under which an app has a redirect URI; undefined where it has it under none. They compare exactly, but
 * the port of an `http` loopback address does not count, so that a native app may listen on a free one.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions
 */
export function platformOf(app: AppRegistration, redirectUri: string): Platform | undefined {
  const asked = comparable(redirectUri);
  if (asked === undefined) return undefined;
  const platforms: Platform[] = ["web", "publicClient"];
  return platforms.find((platform) => app.redirectUris[platform].some((uri) => comparable(uri) === asked));
}

function comparable(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.hash !== "" || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname)) url.port = "";
  return url.href;
}
