import { createTrace } from "../../services/platform/trace.ts";
import type { OpenFeedback } from "./open-feedback.ts";

/** Puts on record what support did with somebody's feedback or diagnosis. */
export async function recordSupport(
  { reader, stores }: OpenFeedback,
  toolCalled: "feedback_review" | "feedback_scenario",
  requestPayload: Record<string, unknown>,
  diagnosisId: string | undefined,
): Promise<void> {
  await stores.audit.write({
    traceId: createTrace(undefined).traceId,
    ...reader,
    toolCalled,
    requestPayload,
    responsePayload: {},
    executionTimeMs: 0,
    outcome: "ok",
    ...(diagnosisId === undefined ? {} : { diagnosisId }),
    createdAt: new Date().toISOString(),
  });
}
