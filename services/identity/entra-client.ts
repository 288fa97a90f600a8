import type {
  AuthenticationResult,
  ConfidentialClientApplication,
  Configuration,
  INetworkModule,
  PublicClientApplication,
} from "@azure/msal-node";
import { z } from "zod";
import type { Principal } from "../../domain/principal.ts";
import { createEntraNetwork, EntraUnreachableError } from "./entra-network.ts";
import { type EntraOutcome, isPassingTrouble, refusalOfAuthError } from "./entra-refusal.ts";
import { type EntraSettings, federatedAssertion } from "./entra-settings.ts";

/** What Entra gives for one audience, and what renews it. */
export interface EntraTokens {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly accessTokenExpiresAtMs: number;
  /** Rotated by Entra: an older one may no longer hold. Absent where Entra gave none. */
  readonly refreshToken?: string;
}

/** A person who has just signed in. */
export interface EntraSignIn {
  readonly principal: Principal;
  /** App roles of the app registration that the person has. */
  readonly roles: readonly string[];
  /** Object IDs of the person's groups, where the app registration emits them. */
  readonly groups: readonly string[];
  readonly tokens: EntraTokens;
}

export interface SignInRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** Base64url of the verifier's SHA-256 (RFC 7636, S256). */
  readonly codeChallenge: string;
  readonly loginHint?: string;
  /** A claims challenge that the sign-in must answer. */
  readonly claims?: string;
}

export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInSeconds: number;
}

/** Signs people in at Microsoft Entra and renews their tokens. It keeps none. */
export interface EntraClient {
  /** Where the person's browser must go. */
  signInUrl(request: SignInRequest): Promise<string>;
  redeemCode(redeemed: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
    readonly nonce: string;
  }): Promise<EntraOutcome<EntraSignIn>>;
  /**
   * Resolves once the person has entered the code, or not: until then it asks Entra at the interval that it gave.
   *
   * @param tell  called once, with what the person must be shown.
   */
  signInByDeviceCode(
    tell: (code: DeviceCode) => void,
    asked?: { readonly claims?: string; readonly signal?: AbortSignal },
  ): Promise<EntraOutcome<EntraSignIn>>;
  /**
   * Tokens for an audience (without `/.default`). One refresh of a session at a time: see `withRefreshLock`.
   *
   * @throws EntraUnreachableError for the retry policy; what Entra refuses is data.
   */
  refresh(renewed: {
    readonly refreshToken: string;
    readonly audience: string;
    readonly claims?: string;
  }): Promise<EntraOutcome<EntraTokens>>;
}

export interface EntraClientOptions {
  readonly settings: EntraSettings;
  /** Whose token a sign-in brings along: Azure Resource Manager's. */
  readonly audience: string;
  readonly network?: INetworkModule;
}

const ClaimsSchema = z.looseObject({
  tid: z.string().min(1),
  oid: z.string().min(1),
  preferred_username: z.string().min(1).optional(),
  upn: z.string().min(1).optional(),
  roles: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
});

/** MSAL's serialised cache, as far as the refresh token is read from it: no result of MSAL's carries one. */
const CacheSchema = z.looseObject({
  RefreshToken: z.record(z.string(), z.looseObject({ secret: z.string().min(1) })).optional(),
});

type Application = PublicClientApplication | ConfidentialClientApplication;

/** @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export function createEntraClient(options: EntraClientOptions): EntraClient {
  const { settings } = options;
  const network = options.network ?? createEntraNetwork();
  const scopesOf = (audience: string) => [`${audience}/.default`];

  /** A new one for each exchange, so that nobody's tokens stay in its cache. */
  async function application(): Promise<Application> {
    if (!isConfidential(settings)) return await publicApplication();
    const msal = await import("@azure/msal-node");
    return new msal.ConfidentialClientApplication(configurationOf(settings, network));
  }

  async function publicApplication(): Promise<PublicClientApplication> {
    const msal = await import("@azure/msal-node");
    const { authorityHost, clientId, tenantId } = settings;
    return new msal.PublicClientApplication(configurationOf({ authorityHost, clientId, tenantId }, network));
  }

  async function refreshBy(
    app: Application,
    { refreshToken, audience, claims }: Parameters<EntraClient["refresh"]>[0],
  ): Promise<EntraOutcome<EntraTokens>> {
    return await answered(async () => {
      const result = await app.acquireTokenByRefreshToken({
        refreshToken,
        scopes: scopesOf(audience),
        forceCache: true,
        ...(claims === undefined ? {} : { claims }),
      });
      return tokensOf(app, result);
    });
  }

  async function reached<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!isPassingTrouble(error)) throw error;
      // MSAL does not tell whether Entra has no such tenant or is not there: whoever reads it sees which was asked for.
      const asked = `${new URL(settings.authorityHost).host} (tenant ${settings.tenantId})`;
      throw new EntraUnreachableError(asked, { cause: error });
    }
  }

  async function answered<T>(ask: () => Promise<T>): Promise<EntraOutcome<T>> {
    try {
      return { ok: true, value: await reached(ask) };
    } catch (error) {
      const refusal = refusalOfAuthError(error);
      if (refusal === undefined) throw error;
      return { ok: false, refusal };
    }
  }

  return {
    async signInUrl({ claims, loginHint, ...request }) {
      const app = await application();
      const asked = {
        ...request,
        scopes: scopesOf(options.audience),
        codeChallengeMethod: "S256",
        responseMode: "query",
        prompt: loginHint === undefined && claims === undefined ? "select_account" : "login",
        ...(loginHint === undefined ? {} : { loginHint }),
        ...(claims === undefined ? {} : { claims }),
      } as const;
      return await reached(async () => await app.getAuthCodeUrl(asked));
    },

    async redeemCode(redeemed) {
      const app = await application();
      return await answered(async () => {
        const scopes = scopesOf(options.audience);
        return signInOf(app, await app.acquireTokenByCode({ ...redeemed, scopes }));
      });
    },

    async signInByDeviceCode(tell, { claims, signal } = {}) {
      // The device code flow is one of public clients, also where the app registration is a confidential client too.
      const app = await publicApplication();
      return await answered(async () => {
        const request = {
          scopes: scopesOf(options.audience),
          cancel: signal?.aborted ?? false,
          ...(claims === undefined ? {} : { claims }),
          deviceCodeCallback: (code: { userCode: string; verificationUri: string; expiresIn: number }) =>
            tell({
              userCode: code.userCode,
              verificationUri: code.verificationUri,
              expiresInSeconds: code.expiresIn,
            }),
        };
        signal?.addEventListener("abort", () => {
          request.cancel = true;
        });
        return signInOf(app, await app.acquireTokenByDeviceCode(request));
      });
    },

    async refresh(renewed) {
      const outcome = await refreshBy(await application(), renewed);
      // What came of a device code is renewed as it was given: without the secret.
      const isPublic = !outcome.ok && outcome.refusal.aadsts === "AADSTS700025" && isConfidential(settings);
      return isPublic ? await refreshBy(await publicApplication(), renewed) : outcome;
    },
  };
}

function isConfidential({ clientSecret, federatedIdentity }: EntraSettings): boolean {
  return clientSecret !== undefined || federatedIdentity !== undefined;
}

function configurationOf(settings: EntraSettings, network: INetworkModule): Configuration {
  const { authorityHost, clientId, clientSecret, federatedIdentity, tenantId } = settings;
  return {
    auth: {
      clientId,
      authority: `${authorityHost}/${tenantId}`,
      knownAuthorities: [new URL(authorityHost).host],
      // Access tokens then live longer, and are revoked at once where Azure says so (continuous access evaluation).
      clientCapabilities: ["CP1"],
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(federatedIdentity === undefined
        ? {}
        : { clientAssertion: async () => await federatedAssertion(federatedIdentity) }),
    },
    // MSAL's own log stays silent: even its debug lines name accounts.
    system: { networkClient: network, disableInternalRetries: true },
  };
}

function signInOf(app: Application, result: AuthenticationResult | null): EntraSignIn {
  const claims = ClaimsSchema.safeParse(result?.idTokenClaims);
  if (!claims.success) throw new EntraUnreachableError("the sign-in", { cause: claims.error });
  const { tid, oid, preferred_username, upn, roles = [], groups = [] } = claims.data;
  return {
    principal: { tenantId: tid, objectId: oid, userPrincipalName: upn ?? preferred_username ?? oid },
    roles,
    groups,
    tokens: tokensOf(app, result),
  };
}

function tokensOf(app: Application, result: AuthenticationResult | null): EntraTokens {
  const expiresOn = result?.expiresOn;
  if (!result?.accessToken || !expiresOn) throw new EntraUnreachableError("the token endpoint");
  const cache = CacheSchema.parse(JSON.parse(app.getTokenCache().serialize()));
  const [kept] = Object.values(cache.RefreshToken ?? {});
  return {
    accessToken: result.accessToken,
    accessTokenExpiresAtMs: expiresOn.getTime(),
    ...(kept === undefined ? {} : { refreshToken: kept.secret }),
  };
}
