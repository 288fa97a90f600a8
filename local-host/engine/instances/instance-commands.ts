import { randomUUID } from "node:crypto";
import type { DurableStore } from "../../storage/durable-store.ts";
import type { InstanceQuery } from "../../storage/rows/instance-rows.ts";
import type { Clock } from "../clock.ts";
import type { HistoryEvent } from "../history-event.ts";
import { oversize } from "../turns/limit-payloads.ts";
import {
  EventNameError,
  InstanceEndedError,
  InstanceExistsError,
  InstanceNotFoundError,
  InstanceStateError,
  PayloadTooLargeError,
} from "./instance-errors.ts";
import { type InstanceRecord, isTerminal } from "./instance-record.ts";
import { newInstance, startedEvent } from "./new-instance.ts";
import { rewindInstance } from "./rewind-instance.ts";

export interface StartRequest {
  name: string;
  instanceId?: string;
  version: string | null;
  /** JSON text; null for no input. */
  input: string | null;
  sourceInstanceId?: string;
}

interface InstanceCommandsOptions {
  store: DurableStore;
  clock: Clock;
  buildId: string;
  maxPayloadBytes: number;
  wake: (instanceId: string) => void;
}

/** What clients can do to instances. Each command is one transaction, on the disk before it returns. */
export class InstanceCommands {
  readonly #options: InstanceCommandsOptions;

  constructor(options: InstanceCommandsOptions) {
    this.#options = options;
  }

  get(instanceId: string): InstanceRecord | undefined {
    return this.#options.store.instances.get(instanceId);
  }

  history(instanceId: string): HistoryEvent[] {
    return this.#options.store.history.read(instanceId);
  }

  query(query: InstanceQuery): InstanceRecord[] {
    return this.#options.store.instances.query(query);
  }

  /**
   * Starts an instance; one that has ended is replaced.
   *
   * @returns the instance's ID. @throws InstanceExistsError, PayloadTooLargeError
   */
  start(request: StartRequest): string {
    const { store, clock, buildId } = this.#options;
    this.#checkSize("The input", request.input);
    const instanceId = request.instanceId || randomUUID().replaceAll("-", "");
    store.transaction(() => {
      const existing = store.instances.get(instanceId);
      if (existing && !isTerminal(existing.status)) throw new InstanceExistsError(existing.status);
      if (existing) store.deleteInstance(instanceId);
      const { name, version, input, sourceInstanceId } = request;
      const instance = newInstance({
        instanceId,
        executionId: randomUUID(),
        name,
        version,
        input,
        buildId,
        nowMs: clock.now(),
        generation: existing ? existing.generation + 1 : 0,
        sourceInstanceId: sourceInstanceId ?? null,
      });
      store.instances.put(instance);
      store.inbox.add(instanceId, instance.executionId, startedEvent(instance, instance.generation));
    });
    this.#options.wake(instanceId);
    return instanceId;
  }

  /**
   * @param eventId  where given, an event that was received before under this ID is not raised again.
   * @throws EventNameError, InstanceNotFoundError, InstanceEndedError, PayloadTooLargeError
   */
  raiseEvent(instanceId: string, name: string, input: string | null, eventId?: string): void {
    if (/^\d+$/.test(name)) throw new EventNameError(name);
    this.#checkSize("The event's data", input);
    const at = this.#now();
    this.#toRunning(instanceId, () => {
      const { inbox } = this.#options.store;
      if (eventId !== undefined && !inbox.receive(instanceId, eventId)) return;
      inbox.add(instanceId, null, { kind: "EventRaised", at, name, input });
    });
  }

  /** @throws InstanceNotFoundError, InstanceEndedError */
  checkRunning(instanceId: string): void {
    const { status } = this.#find(instanceId);
    if (isTerminal(status)) throw new InstanceEndedError(instanceId, status);
  }

  /** @throws InstanceNotFoundError, InstanceEndedError */
  terminate(instanceId: string, reason: string | null): void {
    this.#toRunning(instanceId, () =>
      this.#add(instanceId, { kind: "ExecutionTerminated", at: this.#now(), reason }),
    );
  }

  /** @throws InstanceNotFoundError, InstanceEndedError, InstanceStateError */
  suspend(instanceId: string, reason: string | null): void {
    this.#toRunning(instanceId, ({ status }) => {
      if (status === "Suspended") throw new InstanceStateError("suspend", instanceId, status);
      this.#add(instanceId, { kind: "ExecutionSuspended", at: this.#now(), reason });
    });
  }

  /** @throws InstanceNotFoundError, InstanceEndedError, InstanceStateError */
  resume(instanceId: string, reason: string | null): void {
    this.#toRunning(instanceId, ({ status }) => {
      if (status !== "Suspended") throw new InstanceStateError("resume", instanceId, status);
      this.#add(instanceId, { kind: "ExecutionResumed", at: this.#now(), reason });
    });
  }

  /**
   * Starts the same orchestration with the same input again.
   *
   * @returns the new instance's ID. @throws InstanceNotFoundError, InstanceExistsError
   */
  restart(instanceId: string, isNewId: boolean): string {
    const instance = this.#find(instanceId);
    const { name, version } = instance;
    // The extension sends "no input" on as the text `null`.
    const again = { name, version, input: instance.input ?? "null" };
    if (isNewId) return this.start({ ...again, sourceInstanceId: instanceId });
    return this.start({ ...again, instanceId });
  }

  /**
   * Sets a failed instance back to before its failure; what was completed stays.
   *
   * @throws InstanceNotFoundError, InstanceStateError for an instance that has not failed.
   */
  rewind(instanceId: string, reason: string | null): void {
    const instance = this.#find(instanceId);
    if (instance.status !== "Failed") throw new InstanceStateError("rewind", instanceId, instance.status);
    const { store, clock, wake } = this.#options;
    const rewound = store.transaction(() => rewindInstance(store, instance, reason, clock.now()));
    for (const one of rewound) wake(one);
  }

  /** @throws InstanceNotFoundError, InstanceStateError for an instance that runs. */
  purge(instanceId: string): void {
    const { status } = this.#find(instanceId);
    if (!isTerminal(status)) throw new InstanceStateError("purge", instanceId, status);
    const { store } = this.#options;
    store.transaction(() => store.deleteInstance(instanceId));
  }

  /** Forgets all ended instances that fit. @returns how many. */
  purgeAll(query: InstanceQuery): number {
    const { store } = this.#options;
    return store.transaction(() => {
      const ended = store.instances.query(query).filter(({ status }) => isTerminal(status));
      for (const { instanceId } of ended) store.deleteInstance(instanceId);
      return ended.length;
    });
  }

  #find(instanceId: string): InstanceRecord {
    const instance = this.get(instanceId);
    if (!instance) throw new InstanceNotFoundError(instanceId);
    return instance;
  }

  #toRunning(instanceId: string, send: (instance: InstanceRecord) => void): void {
    this.#options.store.transaction(() => {
      const instance = this.#find(instanceId);
      if (isTerminal(instance.status)) throw new InstanceEndedError(instanceId, instance.status);
      send(instance);
    });
    this.#options.wake(instanceId);
  }

  #add(instanceId: string, event: HistoryEvent): void {
    this.#options.store.inbox.add(instanceId, null, event);
  }

  #checkSize(what: string, text: string | null): void {
    const size = oversize(text, this.#options.maxPayloadBytes);
    if (size) throw new PayloadTooLargeError(`${what} is ${size}`);
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}
