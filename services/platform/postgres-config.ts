import { isLoopback } from "../../domain/loopback.ts";
import type { CloudName } from "./azure-clouds.ts";
import type { ConfigValues } from "./config-values.ts";

/** The PostgreSQL that the instances of a function app, and its gateways, share. */
export interface PostgresConfig {
  /** It may hold a password: never show it. */
  readonly url: string;
  /** For whom the token is made out that stands for the password; absent where the URL has one or the server asks for none. */
  readonly tokenAudience?: string;
  /** So many days after it was stored, evidence is removed. */
  readonly evidenceDays: number;
}

export const postgresVariables = {
  url: "AZEBAL_POSTGRES_URL",
  evidenceDays: "AZEBAL_EVIDENCE_DAYS",
} as const;

/** @see https://learn.microsoft.com/azure/postgresql/security/security-entra-configure */
const audiences: Readonly<Record<CloudName, string>> = {
  public: "https://ossrdbms-aad.database.windows.net",
  china: "https://ossrdbms-aad.database.chinacloudapi.cn",
  usgov: "https://ossrdbms-aad.database.usgovcloudapi.net",
};

/** @returns undefined where everything is kept in the data folder. */
export function readPostgresConfig(values: ConfigValues, cloud: CloudName): PostgresConfig | undefined {
  const evidenceDays = values.integer(postgresVariables.evidenceDays, { min: 1, max: 3_650, fallback: 90 });
  const url = values.postgresUrl(postgresVariables.url);
  if (url === undefined) return undefined;
  const { hostname, password } = new URL(url);
  const needsToken = password === "" && !isLoopback(hostname);
  return { url, evidenceDays, ...(needsToken ? { tokenAudience: audiences[cloud] } : {}) };
}
