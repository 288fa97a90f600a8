import { z } from "zod";

/** History events that tell which turn of which execution a trigger value belongs to (numeric types of the wire). */
const orchestratorStarted = 12;
const executionStarted = 0;

/** The events are looked at, not parsed: every turn brings all of them again. */
const TriggerSchema = z.looseObject({
  instanceId: z.string(),
  history: z.custom<readonly unknown[]>(Array.isArray),
});
const StartedSchema = z.looseObject({
  OrchestrationInstance: z.looseObject({ ExecutionId: z.string().nullish() }).nullish(),
});

export interface OrchestratorTurn {
  instanceId: string;
  executionId: string;
  /** Counts from 1 within one execution. */
  turn: number;
  /** The trigger value as JSON text. */
  trigger: string;
}

/**
 * Reads which turn a trigger value is. Undefined for a value that is no orchestration's. The text is taken here and now:
 * durable-functions turns every `Timestamp` of the value into a Date once the handler runs.
 */
export function readOrchestratorTurn(value: unknown): OrchestratorTurn | undefined {
  const parsed = TriggerSchema.safeParse(typeof value === "string" ? parseJson(value) : value);
  if (!parsed.success) return undefined;
  const { instanceId, history } = parsed.data;
  const started = StartedSchema.safeParse(history.findLast((event) => typeOf(event) === executionStarted));
  return {
    instanceId,
    executionId: started.data?.OrchestrationInstance?.ExecutionId ?? "",
    turn: history.filter((event) => typeOf(event) === orchestratorStarted).length,
    trigger: typeof value === "string" ? value : JSON.stringify(value),
  };
}

function typeOf(event: unknown): unknown {
  return typeof event === "object" && event !== null && "EventType" in event ? event.EventType : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
