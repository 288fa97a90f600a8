import { readdirSync } from "node:fs";
import { join } from "node:path";
import { scenarioIdentity } from "../../../cli/hub/scenario-principal.ts";
import { openStores } from "../../../services/stores/open-stores.ts";

/** The hubs in a data folder: one for each cloud, principal and scenario. */
export function hubsIn(dataDirectory: string): string[] {
  return readdirSync(join(dataDirectory, "hubs")).map((name) => join(dataDirectory, "hubs", name));
}

/** What a hub knows of the diagnoses of a scenario's first user: ID and status, newest first. */
export async function diagnosesIn(hubDirectory: string, scenario: string): Promise<[string, string][]> {
  const stores = openStores({ directory: hubDirectory });
  try {
    const { diagnoses } = await stores.diagnoses.list(scenarioIdentity(scenario).principal, { limit: 100 });
    return diagnoses.map(({ diagnosisId, status }) => [diagnosisId, status]);
  } finally {
    await stores.close();
  }
}
