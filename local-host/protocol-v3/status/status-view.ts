import type { HistoryEvent } from "../../engine/history-event.ts";
import type { InstanceRecord } from "../../engine/instances/instance-record.ts";
import { historyView } from "./history-view.ts";

export interface StatusViewOptions {
  showInput: boolean;
  showHistoryOutput: boolean;
  /** The history to show; undefined shows none. */
  history?: readonly HistoryEvent[] | undefined;
}

/** An instance as the management API shows it. */
export function statusView(instance: InstanceRecord, options: StatusViewOptions): Record<string, unknown> {
  const { showInput, showHistoryOutput, history } = options;
  return {
    name: instance.name,
    ...(instance.version === null ? {} : { version: instance.version }),
    instanceId: instance.instanceId,
    ...(instance.parent ? { parentInstanceId: instance.parent.instanceId } : {}),
    runtimeStatus: instance.status,
    input: showInput ? parsed(instance.input) : null,
    customStatus: parsed(instance.customStatus),
    output: parsed(instance.output),
    createdTime: seconds(instance.createdAtMs),
    lastUpdatedTime: seconds(instance.updatedAtMs),
    ...(history && instance.status !== "Pending"
      ? {
          historyEvents: historyView(history, instance.instanceId, {
            showInput,
            showOutput: showHistoryOutput,
          }),
        }
      : {}),
  };
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function seconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
