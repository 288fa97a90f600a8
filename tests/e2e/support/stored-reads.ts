import { scenarioIdentity } from "../../../cli/hub/scenario-principal.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import type { RecordedRequest } from "../../../simulator/http/request-log.ts";
import { hubsIn } from "./stored-diagnoses.ts";

/** How one question to Azure reads, whoever tells of it: the simulator's log or the evidence that holds its answer. */
function question(method: string, target: string, kql: string | undefined): string {
  // Both ways to write a space stand in addresses.
  return [method, decodeURIComponent(target.replaceAll("+", " ")), kql].filter(Boolean).join(" ");
}

/** A request as the simulator logged it. */
export function asked({ method, path, query, body }: RecordedRequest): string {
  const search = new URLSearchParams(query).toString();
  const { query: kql } = JSON.parse(body ?? "{}") as { query?: string };
  return question(method, search === "" ? path : `${path}?${search}`, kql);
}

/** The questions to Azure whose answers lie in the data folder of a dead process, of the scenario's only diagnosis. */
export async function storedReads(dataDirectory: string, scenario: string): Promise<string[]> {
  const [hub] = hubsIn(dataDirectory);
  const stores = openStores({ directory: hub! });
  try {
    const { diagnoses } = await stores.diagnoses.list(scenarioIdentity(scenario).principal, { limit: 1 });
    const evidence = await stores.evidence.list(diagnoses[0]!.diagnosisId);
    return evidence
      .filter(({ requestKey }) => requestKey !== "")
      .map(({ request, query }) => {
        const [method = "", target = ""] = request.split(" ");
        return question(method, target, method === "POST" ? query : undefined);
      });
  } finally {
    await stores.close();
  }
}
