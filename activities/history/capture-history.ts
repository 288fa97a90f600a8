import type { PreInvocationContext, PreInvocationHandler } from "@azure/functions";
import { isDiagnosisOrchestration } from "../../domain/diagnosis.ts";
import type { Logger } from "../../services/platform/logging.ts";
import type { HistoryStore } from "../../services/stores/history-store.ts";
import { readOrchestratorTurn } from "./orchestrator-turn.ts";

export interface HistoryCaptureOptions {
  history: Pick<HistoryStore, "append">;
  buildId: string;
  /** The machine's clock, ISO 8601. */
  now: () => string;
  log: Pick<Logger, "warn">;
  /** A turn waits so long for its history to be stored, and then goes on without. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 2_000;

/**
 * A `preInvocation` hook that stores the trigger value of each turn of `diagnose`, since a host's own history cannot be
 * replayed once it has been shown. A history that cannot be stored never costs the turn: it is logged, and the turn runs.
 */
export function captureHistory(options: HistoryCaptureOptions): PreInvocationHandler {
  return async (hook) => {
    if (!isDiagnose(hook)) return;
    const turn = readOrchestratorTurn(hook.inputs[0]);
    if (!turn) return;
    try {
      await within(
        options.timeoutMs ?? defaultTimeoutMs,
        options.history.append({
          diagnosisId: turn.instanceId,
          executionId: turn.executionId,
          turn: turn.turn,
          trigger: turn.trigger,
          buildId: options.buildId,
          recordedAt: options.now(),
        }),
      );
    } catch (error) {
      options.log.warn("The history of a turn was not stored; it cannot be replayed.", {
        diagnosis_id: turn.instanceId,
        turn: turn.turn,
        error,
      });
    }
  };
}

function isDiagnose({ invocationContext: context }: PreInvocationContext): boolean {
  return (
    isDiagnosisOrchestration(context.functionName) && context.options.trigger.type === "orchestrationTrigger"
  );
}

/** The store did not answer in time. */
class HistoryTimeoutError extends Error {
  override readonly name = "HistoryTimeoutError";
  readonly code = "HistoryTimeout";

  constructor(timeoutMs: number) {
    super(`The history store did not answer within ${timeoutMs} ms.`);
  }
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HistoryTimeoutError(timeoutMs)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
