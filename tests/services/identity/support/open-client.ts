import { createEntraClient, type EntraClient } from "../../../../services/identity/entra-client.ts";
import { createEntraNetwork } from "../../../../services/identity/entra-network.ts";
import type { EntraOptions } from "../../../../simulator/entra/start-entra.ts";
import { type OpenEntra, openEntra } from "../../../simulator/entra/support/open-entra.ts";

export const arm = "https://management.azure.com";
export const graph = "https://graph.microsoft.com";
export const ann = "ann@example.com";
export const webUri = "http://localhost:8080/auth/callback";
const nativeUri = "http://localhost:51234/";

export type Kind = "confidential" | "public";

export type OpenClient = OpenEntra & { client: EntraClient; redirectUri: string };

/** The product's client, of a real MSAL, at a simulated Entra. */
export async function open(kind: Kind, options: EntraOptions = {}): Promise<OpenClient> {
  const world = await openEntra({
    ...options,
    settings: { loop: { requests: 0, windowSeconds: 0 }, ...options.settings },
  });
  return { ...world, client: clientOf(world, kind), redirectUri: kind === "public" ? nativeUri : webUri };
}

export function clientOf({ entra }: Pick<OpenEntra, "entra">, kind: Kind, change: object = {}): EntraClient {
  return createEntraClient({
    audience: arm,
    network: createEntraNetwork(),
    settings: {
      authorityHost: entra.origin,
      tenantId: entra.tenantId,
      clientId: entra.clientId,
      ...(kind === "public" ? {} : { clientSecret: entra.clientSecret }),
      ...change,
    },
  });
}
