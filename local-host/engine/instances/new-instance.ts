import type { EventOf } from "../history-event.ts";
import type { InstanceRecord } from "./instance-record.ts";

type Given = Pick<InstanceRecord, "instanceId" | "executionId" | "name" | "version" | "input" | "buildId"> &
  Partial<Pick<InstanceRecord, "parent" | "sourceInstanceId" | "generation">> & { nowMs: number };

/** An instance that waits for its first turn. */
export function newInstance(given: Given): InstanceRecord {
  const { instanceId, executionId, name, version, input, buildId, nowMs } = given;
  return {
    instanceId,
    executionId,
    name,
    version,
    status: "Pending",
    input,
    output: null,
    customStatus: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    parent: given.parent ?? null,
    sourceInstanceId: given.sourceInstanceId ?? null,
    generation: given.generation ?? 0,
    buildId,
    eventCount: 0,
    failedTurns: 0,
  };
}

/** The event that starts an instance's execution. */
export function startedEvent(
  instance: InstanceRecord,
  generation: number | null,
): EventOf<"ExecutionStarted"> {
  const { executionId, name, version, input, parent } = instance;
  const at = new Date(instance.createdAtMs).toISOString();
  return { kind: "ExecutionStarted", at, executionId, name, version, input, parent, generation };
}
