import type { DiagnosisInput } from "../../domain/diagnosis.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { Stores } from "../../services/stores/stores.ts";
import type { DurableEngine } from "../durable-engine.ts";

export interface StarterOptions {
  stores: Pick<Stores, "evidence" | "diagnoses">;
  buildId: string;
  planner?: DiagnosisInput["planner"];
  /** ISO 8601, UTC. */
  now: () => string;
}

/**
 * Sees to it that a claimed diagnosis has its orchestration instance, whoever comes by: the start itself, its retry after a
 * crash, or a reader.
 */
export interface DiagnosisStarter {
  /**
   * @param isNew  true for a diagnosis that this very call has claimed: the engine is not asked whether it knows it.
   * @returns false where there is nothing to start: no stored request yet, or a cancellation came first.
   */
  ensureStarted(diagnosisId: string, engine: DurableEngine, isNew?: boolean): Promise<boolean>;
}

export function createDiagnosisStarter({ stores, buildId, planner, now }: StarterOptions): DiagnosisStarter {
  /** Starts under way in this process: a second caller waits for the first one's outcome. */
  const underWay = new Map<string, Promise<boolean>>();

  const start = async (diagnosisId: string, engine: DurableEngine, isNew: boolean): Promise<boolean> => {
    const record = await stores.diagnoses.get(diagnosisId);
    if (record === undefined) return false;
    if (record.startedAt !== undefined) return true;
    if (await isWithdrawn(record)) return false;
    if ((await stores.evidence.get(diagnosisId, fixedEvidence.request)) === undefined) return false;
    await startInstance(record, engine, isNew);
    await stores.diagnoses.markStarted(diagnosisId, now());
    return true;
  };

  const isWithdrawn = async ({ diagnosisId, cancelRequested }: DiagnosisRecord): Promise<boolean> => {
    if (cancelRequested)
      await stores.diagnoses.update(diagnosisId, { status: "cancelled", updatedAt: now() });
    return cancelRequested;
  };

  /**
   * The engine replaces a finished instance by a new one of the same ID, so it is asked first; and where it refuses, the
   * instance may have been started by another process a moment ago.
   */
  const startInstance = async (
    { diagnosisId, principal, verifies }: DiagnosisRecord,
    engine: DurableEngine,
    isNew: boolean,
  ) => {
    if (!isNew && (await engine.find(diagnosisId)) !== undefined) return;
    try {
      await engine.start({
        diagnosis_id: diagnosisId,
        principal,
        request_ref: fixedEvidence.request,
        build_id: buildId,
        ...(verifies === undefined ? (planner === "model" ? { planner } : {}) : { verifies }),
      });
    } catch (error) {
      if ((await engine.find(diagnosisId)) === undefined) throw error;
    }
  };

  return {
    ensureStarted(diagnosisId, engine, isNew = false) {
      const known = underWay.get(diagnosisId);
      if (known !== undefined) return known;
      const starting = start(diagnosisId, engine, isNew).finally(() => underWay.delete(diagnosisId));
      underWay.set(diagnosisId, starting);
      return starting;
    },
  };
}
