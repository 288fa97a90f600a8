import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { record as contract } from "../domain/activity-catalogue.ts";
import { DiagnosisStatusSchema } from "../domain/contract/envelope.ts";
import { orchestrationNames } from "../domain/diagnosis.ts";
import { unknownCause } from "../domain/root-causes.ts";
import { currentTrace } from "../services/platform/trace.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Output = z.output<(typeof contract)["output"]>;

/**
 * Activity `record`: the audit row of the finished diagnosis, and its state in the index. Of a re-run both keep what they
 * have. Whoever follows the diagnosis is told to look: the instance ends with the next turn.
 */
export function record(dependencies: ActivityDependencies): ActivityHandler {
  const { stores, now } = dependencies;
  return wrapActivity(
    contract,
    dependencies,
    async ({ diagnosisId, stepId, principal, outcome, rootCause, reads, durationMs }): Promise<Output> => {
      const status = DiagnosisStatusSchema.parse(outcome);
      const at = now();
      await stores.audit.write({
        traceId: currentTrace()?.traceId ?? diagnosisId,
        ...principal,
        toolCalled: orchestrationNames.diagnose,
        requestPayload: { diagnosis_id: diagnosisId },
        responsePayload: { status, root_cause: rootCause, azure_reads: reads },
        executionTimeMs: durationMs,
        outcome,
        diagnosisId,
        stepId,
        createdAt: at,
      });
      await stores.diagnoses.update(diagnosisId, {
        status,
        ...(rootCause === unknownCause ? {} : { rootCause }),
        updatedAt: at,
      });
      stores.journal.wake(diagnosisId);
      return { ok: true, value: { recorded: true } };
    },
    { stopsOnCancel: false },
  );
}
