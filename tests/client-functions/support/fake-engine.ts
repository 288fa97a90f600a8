import type { DurableOrchestrationStatus, StartNewOptions } from "durable-functions";
import type { EngineClient } from "../../../client-functions/durable-engine.ts";
import type { DiagnosisInput } from "../../../domain/diagnosis.ts";

interface Instance {
  name: string;
  input: DiagnosisInput;
  runtimeStatus: string;
  customStatus: unknown;
  output: unknown;
  lastUpdatedTime: Date;
}

/**
 * A durable engine's client as durable-functions 3.5.0 behaves towards it: an unknown instance is an error with "HTTP 404"
 * in its text, a running one refuses a second start, a finished one is replaced by it.
 */
export class FakeEngine implements EngineClient {
  readonly instances = new Map<string, Instance>();
  readonly starts: { name: string; input: DiagnosisInput }[] = [];
  readonly events: { instanceId: string; name: string; data: unknown }[] = [];
  /** Runs in front of every call; one that throws makes the call fail. */
  before: (call: "startNew" | "getStatus" | "raiseEvent") => Promise<void> = async () => {};
  now = new Date("2026-03-01T10:00:30.000Z");

  async startNew(name: string, options?: StartNewOptions): Promise<string> {
    await this.before("startNew");
    const id = options?.instanceId ?? "";
    const known = this.instances.get(id);
    if (known !== undefined && !isTerminal(known.runtimeStatus))
      throw new Error(
        'The operation failed with an unexpected status code: 409. Details: {"Message":"exists"}',
      );
    const input = options?.input as DiagnosisInput;
    this.starts.push({ name, input });
    this.instances.set(id, {
      name,
      input,
      runtimeStatus: "Pending",
      customStatus: null,
      output: null,
      lastUpdatedTime: this.now,
    });
    return id;
  }

  async getStatus(instanceId: string): Promise<DurableOrchestrationStatus> {
    await this.before("getStatus");
    const instance = this.instances.get(instanceId);
    if (instance === undefined)
      throw new Error(
        `DurableClient error: Durable Functions extension replied with HTTP 404 response. This usually means we could not find any data associated with the instanceId provided: ${instanceId}.`,
      );
    return { instanceId, createdTime: this.now, ...instance } as unknown as DurableOrchestrationStatus;
  }

  async raiseEvent(instanceId: string, name: string, data: unknown): Promise<void> {
    await this.before("raiseEvent");
    if (!this.instances.has(instanceId)) throw new Error(`No instance with ID '${instanceId}' found.`);
    this.events.push({ instanceId, name, data });
  }

  /** Moves an instance on, as its orchestration would. */
  set(
    instanceId: string,
    change: Partial<Pick<Instance, "runtimeStatus" | "customStatus" | "output">>,
  ): void {
    const instance = this.instances.get(instanceId);
    if (instance === undefined)
      throw new Error(`The test set an instance that was never started: ${instanceId}`);
    Object.assign(instance, change, { lastUpdatedTime: this.now });
  }
}

function isTerminal(runtimeStatus: string): boolean {
  return ["Completed", "Failed", "Terminated", "Canceled"].includes(runtimeStatus);
}
