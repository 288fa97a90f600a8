import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { record as contract } from "../domain/activity-catalogue.ts";
import { DiagnosisStatusSchema } from "../domain/contract/envelope.ts";
import { orchestrationNames } from "../domain/diagnosis.ts";
import { unknownCause } from "../domain/root-causes.ts";
import { currentTrace } from "../services/platform/trace.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { diagnosisTrace } from "./wrapping/diagnosis-trace.ts";
import { wrapActivity } from "./wrapping/wrap-activity.ts";

type Output = z.output<(typeof contract)["output"]>;

/**
 * Activity `record`: the audit row of the finished diagnosis, and its state in the index. Of a re-run both keep what they
 * have. The span of the whole diagnosis is told of here too, since no process has been there from its start to its end: its
 * ID is the diagnosis's, so that it is one span however often it is told. Whoever follows the diagnosis is told to look: the instance ends with the next turn.
 */
export function record(dependencies: ActivityDependencies): ActivityHandler {
  const { stores, now, tracing } = dependencies;
  return wrapActivity(
    contract,
    dependencies,
    async ({ diagnosisId, verifies, ...input }): Promise<Output> => {
      const { stepId, principal, outcome, rootCause, reads, durationMs } = input;
      const orchestration =
        verifies === undefined ? orchestrationNames.diagnose : orchestrationNames.verifyFix;
      const status = DiagnosisStatusSchema.parse(outcome);
      const at = now();
      await stores.audit.write({
        traceId: currentTrace()?.traceId ?? diagnosisId,
        ...principal,
        toolCalled: orchestration,
        requestPayload: { diagnosis_id: diagnosisId, ...(verifies === undefined ? {} : { verifies }) },
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
      const { createdAt, ...place } = await diagnosisTrace(stores.diagnoses, diagnosisId);
      const endMs = Date.parse(at);
      tracing?.report({
        name: `orchestration:${orchestration}`,
        kind: "internal",
        ...place,
        startMs: createdAt === undefined ? endMs - durationMs : Date.parse(createdAt),
        endMs,
        attributes: {
          "durabletask.type": "orchestration",
          "durabletask.task.name": orchestration,
          "durabletask.task.instance_id": diagnosisId,
          "azebal.outcome": outcome,
          "azebal.root_cause": rootCause,
          "azebal.azure_reads": reads,
        },
        ...(status === "failed" ? { errorType: status } : {}),
      });
      return { ok: true, value: { recorded: true } };
    },
    { stopsOnCancel: false },
  );
}
