import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvocationContext } from "@azure/functions";
import type { ActivityDependencies } from "../../../activities/dependencies.ts";
import { loadDiagnosis } from "../../../activities/load-diagnosis.ts";
import { activities } from "../../../activities/register-activities.ts";
import { thinkHere } from "../../../activities/thinking/think-here.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { type ReadRequest, readActivityNames } from "../../../domain/read-step.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import { startSimulator } from "../../../simulator/start-simulator.ts";
import { readerOnSimulator } from "../../support/reader-on-simulator.ts";
import { directory } from "./directory.ts";
import { type Area, type Family, now, person, subscription, subscriptionId, tenantId } from "./family.ts";
import { governance } from "./governance.ts";
import { networks } from "./networks.ts";
import { workloads } from "./workloads.ts";

const areas: readonly Area[] = [governance, workloads, networks, directory];

export const families: readonly Family[] = areas.flatMap((area) => area.families);

function tenant(denied: readonly object[]): object {
  const merged = areas.map(({ more }) => more ?? {}).reduce((left, right) => ({ ...left, ...right }), {});
  return {
    tenantId,
    now,
    users: [{ ...person, groups: [] }],
    subscriptions: [{ id: subscription, subscriptionId, displayName: "Till", state: "Enabled" }],
    resources: areas.flatMap(({ resources }) => resources),
    responses: denied.length > 0 ? [] : areas.flatMap(({ responses }) => responses ?? []),
    graph: Object.assign({}, ...areas.map(({ graph }) => graph ?? {})) as object,
    ...merged,
    denied,
  };
}

/** From the activity down to HTTP: makes a read as a diagnosis makes it, and gives what is stored. */
export interface OpenFamilies {
  read(request: ReadRequest): Promise<Evidence>;
  close(): Promise<void>;
}

/** The product's own activities, reader and stores, with the simulator as Azure over this tenant. */
export async function openFamilies(denied: readonly object[] = []): Promise<OpenFamilies> {
  const folder = mkdtempSync(join(tmpdir(), "azebal-families-"));
  writeFileSync(join(folder, "tenant.json"), JSON.stringify(tenant(denied)));
  const simulator = await startSimulator({ scenarioDirectory: folder, elapsedMs: () => 0 });
  const stores = openStores({ directory: folder });
  const dependencies: ActivityDependencies = {
    stores,
    reader: readerOnSimulator(simulator.url).reader,
    diagnosis: loadDiagnosis,
    thinking: thinkHere(loadDiagnosis),
    now: () => now,
    log: { info: () => {}, warn: () => {} },
  };
  let reads = 0;
  return {
    async read(request) {
      const name = readActivityNames[request.kind];
      reads += 1;
      const step = {
        stepId: `s${reads}`,
        evidenceId: `e${reads + 4}`,
        title: "A read",
        decides: ["unknown"],
        request,
      };
      const input = {
        diagnosisId: "dx-families",
        stepId: step.stepId,
        principal: simulator.principal,
        step,
        progress: { done: 0, total: 1 },
        attempt: 1,
      };
      const outcome = await activities[name](dependencies)(
        input,
        new InvocationContext({ functionName: name }),
      );
      const stored = await stores.evidence.get("dx-families", step.evidenceId);
      if (stored === undefined) throw new TypeError(`Nothing is stored: ${JSON.stringify(outcome)}`);
      return stored;
    },
    async close() {
      await stores.close();
      await simulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}
