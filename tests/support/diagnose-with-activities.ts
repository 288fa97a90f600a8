import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvocationContext } from "@azure/functions";
import type { ActivityDependencies, ModelDependencies } from "../../activities/dependencies.ts";
import { loadDiagnosis } from "../../activities/load-diagnosis.ts";
import { activities } from "../../activities/register-activities.ts";
import { thinkHere } from "../../activities/thinking/think-here.ts";
import { requestEvidence } from "../../client-functions/start/request-evidence.ts";
import type { ActivityName } from "../../domain/activity-catalogue.ts";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { Report } from "../../domain/contract/report.ts";
import { withoutAddressed } from "../../domain/addressed-text.ts";
import { languageOf } from "../../domain/language.ts";
import { redactRequest } from "../../domain/redaction/redact-request.ts";
import { createDiagnose } from "../../orchestrations/diagnose.ts";
import { createLogger } from "../../services/platform/logging.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import type { Simulator } from "../../simulator/start-simulator.ts";
import { emulate } from "./durable-emulator/durable-emulator.ts";
import { readerOnSimulator } from "./reader-on-simulator.ts";

export interface ToldDiagnosis {
  report: Report;
  /** Every line that its developer was told meanwhile. */
  journal: string[];
}

export interface DiagnosingProcess {
  /** Diagnoses a request over the wire of a simulator, with a model besides where one is given. */
  diagnose(
    simulator: Simulator,
    sent: DebugRequest,
    now: string,
    model?: ModelDependencies,
  ): Promise<ToldDiagnosis>;
  close(): Promise<void>;
}

/** The orchestration and all activities as the product has them, in this process, over stores in a folder of their own. */
export function openDiagnosingProcess(): DiagnosingProcess {
  const directory = mkdtempSync(join(tmpdir(), "azebal-process-"));
  const stores = openStores({ directory });
  const rooms = loadDiagnosis();
  const handler = createDiagnose({ deadlineMinutes: 15, signInMinutes: 30 });
  let count = 0;
  return {
    async diagnose(simulator, sent, now, model) {
      count += 1;
      const diagnosisId = `dx-${count}`;
      const { principal } = simulator;
      const dependencies: ActivityDependencies = {
        stores,
        // Nothing paces the reads: quotas that refill are for tests of the whole product.
        reader: readerOnSimulator(simulator.url).reader,
        diagnosis: () => rooms,
        thinking: thinkHere(() => rooms),
        ...(model === undefined ? {} : { model }),
        now: () => now,
        log: createLogger({ level: "error", write: () => {}, now: () => now }),
      };
      const request = redactRequest(sent);
      await stores.diagnoses.claim({
        diagnosisId,
        principal,
        requestHash: diagnosisId,
        title: "Error",
        language: sent.language ?? languageOf(withoutAddressed(request.error)),
        createdAt: now,
      });
      await stores.evidence.put(requestEvidence(diagnosisId, request, now));
      await emulate({
        handler,
        instanceId: diagnosisId,
        input: {
          diagnosis_id: diagnosisId,
          principal,
          request_ref: "e0",
          build_id: "build",
          ...(model === undefined ? {} : { planner: "model" }),
        },
        startedAt: now,
        activity: async (name, input) => {
          const context = new InvocationContext({ functionName: name });
          try {
            return { result: await activities[name as ActivityName](dependencies)(input, context) };
          } catch (error) {
            return { error: String(error) };
          }
        },
      });
      const report = await stores.reports.get(diagnosisId);
      if (report === undefined) throw new Error(`There is no report of ${diagnosisId}.`);
      const events = await stores.journal.read(diagnosisId, 0, 1_000);
      return { report, journal: events.map(({ message }) => message) };
    },
    async close() {
      await stores.close();
      rmSync(directory, { recursive: true });
    },
  };
}
