import type { HistoryEvent } from "../history-event.ts";
import type { InstanceRecord } from "../instances/instance-record.ts";

/**
 * Histories of the instances that ran last, so that a turn need not read and parse its own past again. It never knows
 * more than the database: an entry that does not fit the instance's row is not used.
 */
export class HistoryCache {
  readonly #maxEvents: number;
  readonly #entries = new Map<string, { executionId: string; events: readonly HistoryEvent[] }>();
  #events = 0;

  constructor(maxEvents = 50_000) {
    this.#maxEvents = maxEvents;
  }

  get(instance: InstanceRecord): readonly HistoryEvent[] | undefined {
    const entry = this.#entries.get(instance.instanceId);
    const fits = entry?.executionId === instance.executionId && entry.events.length === instance.eventCount;
    return fits ? entry.events : undefined;
  }

  put(instance: InstanceRecord, events: readonly HistoryEvent[]): void {
    this.delete(instance.instanceId);
    this.#entries.set(instance.instanceId, { executionId: instance.executionId, events });
    this.#events += events.length;
    for (const [oldest] of this.#entries) {
      if (this.#events <= this.#maxEvents) break;
      this.delete(oldest);
    }
  }

  delete(instanceId: string): void {
    const entry = this.#entries.get(instanceId);
    if (!entry) return;
    this.#entries.delete(instanceId);
    this.#events -= entry.events.length;
  }
}
