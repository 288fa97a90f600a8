import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SimulatedEntra } from "../../../../simulator/entra/start-entra.ts";
import { type Simulator, startSimulator } from "../../../../simulator/start-simulator.ts";
import { scenarioFolder } from "../../support/azebal-process.ts";
import { temporaryDirectory } from "../../support/temporary-directory.ts";

export interface EntraWorld {
  simulator: Simulator;
  entra: SimulatedEntra;
  /** The settings of a gateway of this world, and of its function app. */
  env: Record<string, string>;
  /** Names of the people of the tenant, the first of whom has rights. */
  users: string[];
}

function usersOf(scenario: string): string[] {
  const tenant = JSON.parse(readFileSync(join(scenarioFolder(scenario), "tenant.json"), "utf8")) as {
    users: { upn: string }[];
  };
  return tenant.users.map(({ upn }) => upn);
}

/** A scenario's Azure and its Entra, and what an AZEBAL needs to know of both; gone when the test is over. */
export async function openEntraWorld({
  isPublic = false,
  scenario = "first-look",
}: {
  isPublic?: boolean;
  scenario?: string;
} = {}): Promise<EntraWorld> {
  const redirectUris = isPublic ? { web: [], publicClient: ["http://localhost/auth/callback"] } : undefined;
  const simulator = await startSimulator({
    scenarioDirectory: scenarioFolder(scenario),
    entra: {
      ...(redirectUris === undefined ? {} : { redirectUris }),
      settings: { loop: { requests: 0, windowSeconds: 0 }, lifetimes: { deviceIntervalSeconds: 0.05 } },
    },
  });
  onTestFinished(async () => await simulator.close());
  const { entra } = simulator;
  if (entra === undefined) throw new Error("Entra is not served.");
  const directory = temporaryDirectory();
  const certificate = join(directory, "entra.pem");
  writeFileSync(certificate, entra.certificatePem);
  return {
    simulator,
    entra,
    users: usersOf(scenario),
    env: {
      AZEBAL_DATA_DIR: join(directory, "data"),
      AZEBAL_ARM_ENDPOINT: simulator.url,
      AZEBAL_GRAPH_ENDPOINT: simulator.url,
      AZEBAL_LOGS_ENDPOINT: simulator.url,
      AZEBAL_TENANT_ID: entra.tenantId,
      AZEBAL_ENTRA_AUTHORITY: entra.origin,
      AZEBAL_ENTRA_CLIENT_ID: entra.clientId,
      ...(isPublic ? {} : { AZEBAL_ENTRA_CLIENT_SECRET: entra.clientSecret }),
      NODE_EXTRA_CA_CERTS: certificate,
    },
  };
}
