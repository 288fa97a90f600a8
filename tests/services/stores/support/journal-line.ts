import type { NewProgressEvent } from "../../../../services/stores/progress-journal.ts";

/** A line of diagnosis d1. */
export function line(stepId: string, change: Partial<NewProgressEvent> = {}): NewProgressEvent {
  return {
    diagnosisId: "d1",
    stepId,
    phase: "read",
    message: `읽음 ${stepId}`,
    done: 1,
    total: 4,
    at: "2026-03-01T10:00:00.000Z",
    ...change,
  };
}
