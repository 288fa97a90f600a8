import type { ConfigValues } from "./config-values.ts";

/** How people sign in with Microsoft Entra: one app registration, and where its gateway is. */
export interface EntraConfig {
  readonly clientId: string;
  /** The tenant whose people sign in: a GUID or a domain. */
  readonly tenantId: string;
  /** An origin; the cloud's, or that of a simulator on this machine. */
  readonly authorityHost: string;
  /** Never show it. */
  readonly clientSecret?: string;
  /** Client ID of the managed identity whose token stands for a secret; `system` is the system-assigned one. */
  readonly federatedIdentity?: string;
  /** Where browsers and IDEs reach the gateway: an origin. */
  readonly publicUrl?: string;
  /** An app role's value. */
  readonly supportRole: string;
  /** A group's object ID. */
  readonly supportGroup?: string;
  readonly sessionHours: number;
}

export const entraVariables = {
  clientId: "AZEBAL_ENTRA_CLIENT_ID",
  clientSecret: "AZEBAL_ENTRA_CLIENT_SECRET",
  federatedIdentity: "AZEBAL_ENTRA_FEDERATED_IDENTITY",
  authority: "AZEBAL_ENTRA_AUTHORITY",
  publicUrl: "AZEBAL_PUBLIC_URL",
  supportRole: "AZEBAL_SUPPORT_ROLE",
  supportGroup: "AZEBAL_SUPPORT_GROUP",
  sessionHours: "AZEBAL_SESSION_HOURS",
} as const;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** @returns undefined where no app registration is named: then each machine's own sign-in counts. */
export function readEntraConfig(
  values: ConfigValues,
  known: { tenantId: string | undefined; tenantVariable: string; authorityHost: string },
): EntraConfig | undefined {
  const clientId = values.matching(
    entraVariables.clientId,
    guid,
    "the app registration's application (client) ID, a GUID",
  );
  const clientSecret = values.text(entraVariables.clientSecret);
  const federatedIdentity = values.matching(
    entraVariables.federatedIdentity,
    /^(?:system|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu,
    "the client ID of a managed identity, or system",
  );
  const publicUrl = values.origin(entraVariables.publicUrl);
  const authorityHost = values.origin(entraVariables.authority) ?? known.authorityHost;
  const supportRole = values.matching(
    entraVariables.supportRole,
    /^[\w.:-]{1,120}$/u,
    "the value of an app role, such as Support",
  );
  const supportGroup = values.matching(entraVariables.supportGroup, guid, "a group's object ID, a GUID");
  const sessionHours = values.integer(entraVariables.sessionHours, {
    min: 1,
    max: 90 * 24,
    fallback: 7 * 24,
  });
  if (clientSecret !== undefined && federatedIdentity !== undefined)
    values.note(
      entraVariables.clientSecret,
      `set beside ${entraVariables.federatedIdentity}`,
      "one of the two",
    );
  if (clientId === undefined) return undefined;
  const { tenantId } = known;
  if (tenantId === undefined) {
    values.note(
      known.tenantVariable,
      "not set",
      `the tenant whose people sign in, since ${entraVariables.clientId} is set`,
    );
    return undefined;
  }
  return {
    clientId,
    tenantId,
    authorityHost,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(federatedIdentity === undefined ? {} : { federatedIdentity }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    supportRole: supportRole ?? "Support",
    ...(supportGroup === undefined ? {} : { supportGroup }),
    sessionHours,
  };
}
