import { z } from "zod";
import { failureCodes } from "../../domain/failure.ts";
import type { EntraSignIn } from "./entra-client.ts";
import { EntraUnreachableError } from "./entra-network.ts";
import type { EntraOutcome } from "./entra-refusal.ts";
import type { EntraSettings } from "./entra-settings.ts";

export interface CliTokenOptions {
  readonly settings: Pick<EntraSettings, "authorityHost" | "tenantId">;
  /** Whose tokens are taken: Azure Resource Manager's, in either of its spellings. */
  readonly audience: string;
  readonly nowMs?: () => number;
  readonly fetch?: typeof fetch;
}

/** Takes an access token that the Azure CLI gave its person, in the place of a sign-in. */
export interface CliTokens {
  /**
   * Who the token is of. Its signature, audience, tenant, application and expiry are checked; Entra's keys are read once.
   *
   * @throws EntraUnreachableError where Entra's keys cannot be read.
   */
  verify(token: string): Promise<EntraOutcome<EntraSignIn>>;
}

/** Another application's token was made out for that application's purposes: it is not taken for a sign-in here. */
const azureCliAppId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
/** Resource Manager's older name, which the Azure CLI still asks for. @see https://learn.microsoft.com/cli/azure/account */
const olderAudience = "https://management.core.windows.net/";
const issuersV1 = ["https://sts.windows.net", "https://sts.chinacloudapi.cn"];

const DiscoverySchema = z.looseObject({ issuer: z.string().url(), jwks_uri: z.string().url() });
const ClaimsSchema = z.looseObject({
  tid: z.string().min(1),
  oid: z.string().min(1),
  appid: z.string().optional(),
  azp: z.string().optional(),
  idtyp: z.string().optional(),
  upn: z.string().min(1).optional(),
  unique_name: z.string().min(1).optional(),
  groups: z.array(z.string()).optional(),
  exp: z.number(),
});

/** @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens */
export function createCliTokens(options: CliTokenOptions): CliTokens {
  const send = options.fetch ?? fetch;
  let keys: ReturnType<typeof readKeys> | undefined;

  async function readKeys() {
    const { authorityHost, tenantId } = options.settings;
    const url = `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`;
    try {
      const response = await send(url, { redirect: "error", signal: AbortSignal.timeout(15_000) });
      const { issuer, jwks_uri } = DiscoverySchema.parse(await response.json());
      if (new URL(jwks_uri).host !== new URL(authorityHost).host)
        throw new TypeError("Keys of another host.");
      const { createRemoteJWKSet } = await import("jose");
      return { issuer, keySet: createRemoteJWKSet(new URL(jwks_uri)) };
    } catch (error) {
      throw new EntraUnreachableError(new URL(authorityHost).host, { cause: error });
    }
  }

  return {
    async verify(token) {
      keys ??= readKeys();
      keys.catch(() => {
        keys = undefined;
      });
      const { issuer, keySet } = await keys;
      const tenant = new URL(issuer).pathname.split("/")[1] ?? "";
      const { errors, jwtVerify } = await import("jose");
      let payload: unknown;
      try {
        ({ payload } = await jwtVerify(token.trim(), keySet, {
          algorithms: ["RS256"],
          issuer: [issuer, ...issuersV1.map((origin) => `${origin}/${tenant}/`)],
          audience: [options.audience, `${options.audience}/`, olderAudience],
          clockTolerance: 30,
          currentDate: new Date((options.nowMs ?? Date.now)()),
        }));
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        if (error.code === "ERR_JWKS_TIMEOUT") throw new EntraUnreachableError(tenant, { cause: error });
        return refused(reasonOf(error.code));
      }
      const claims = ClaimsSchema.safeParse(payload);
      if (!claims.success || claims.data.idtyp === "app") return refused("it is not a person's");
      const { appid, azp, exp, groups = [], oid, tid, unique_name, upn } = claims.data;
      if (tid !== tenant) return refused("it is of another tenant");
      if ((appid ?? azp) !== azureCliAppId) return refused("it was made out for another application");
      return {
        ok: true,
        value: {
          principal: { tenantId: tid, objectId: oid, userPrincipalName: upn ?? unique_name ?? oid },
          roles: [],
          groups,
          tokens: { accessToken: token.trim(), accessTokenExpiresAtMs: exp * 1_000 },
        },
      };
    },
  };
}

function refused(reason: string): EntraOutcome<never> {
  return {
    ok: false,
    refusal: {
      code: failureCodes.signInRequired,
      message: `This is no access token of the Azure CLI that is good here: ${reason}. Get one with: az account get-access-token`,
    },
  };
}

function reasonOf(code: string): string {
  switch (code) {
    case "ERR_JWT_EXPIRED":
      return "it has expired";
    case "ERR_JWT_CLAIM_VALIDATION_FAILED":
      return "its tenant or its audience is another (Azure Resource Manager is wanted)";
    case "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
    case "ERR_JWKS_NO_MATCHING_KEY":
      return "it is not signed by this tenant's Microsoft Entra";
    default:
      return "it is no signed token";
  }
}
