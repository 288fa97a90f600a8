import type { DatabaseSync } from "node:sqlite";
import type { HistoryEvent } from "../../engine/history-event.ts";

export interface InboxEntry {
  sequence: number;
  /** The execution that the event is meant for; null means whichever runs. */
  executionId: string | null;
  event: HistoryEvent;
}

interface Row {
  sequence: number;
  execution_id: string | null;
  event: string;
}

/** Events that wait for the next turn of their instance, in order of arrival. */
export class InboxRows {
  readonly #read;
  readonly #instances;
  readonly #add;
  readonly #deleteUpTo;
  readonly #delete;
  readonly #receive;
  readonly #forget;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare(
      "SELECT sequence, execution_id, event FROM inbox WHERE instance_id = ? ORDER BY sequence LIMIT ?",
    );
    this.#instances = database.prepare(
      "SELECT instance_id FROM inbox GROUP BY instance_id ORDER BY min(sequence)",
    );
    this.#add = database.prepare("INSERT INTO inbox (instance_id, execution_id, event) VALUES (?, ?, ?)");
    this.#deleteUpTo = database.prepare("DELETE FROM inbox WHERE instance_id = ? AND sequence <= ?");
    this.#delete = database.prepare("DELETE FROM inbox WHERE instance_id = ?");
    this.#receive = database.prepare(
      "INSERT OR IGNORE INTO received_events (instance_id, event_id) VALUES (?, ?)",
    );
    this.#forget = database.prepare("DELETE FROM received_events WHERE instance_id = ?");
  }

  read(instanceId: string, limit: number): InboxEntry[] {
    return (this.#read.all(instanceId, limit) as unknown as Row[]).map((row) => ({
      sequence: row.sequence,
      executionId: row.execution_id,
      event: JSON.parse(row.event) as HistoryEvent,
    }));
  }

  /** Takes everything out that waits for an instance. */
  takeAll(instanceId: string): InboxEntry[] {
    const entries = this.read(instanceId, -1);
    this.#deleteUpTo.run(instanceId, Number.MAX_SAFE_INTEGER);
    return entries;
  }

  /** Instances with something to read, the longest waiting first. */
  waitingInstances(): string[] {
    return (this.#instances.all() as unknown as { instance_id: string }[]).map((row) => row.instance_id);
  }

  add(instanceId: string, executionId: string | null, event: HistoryEvent): void {
    this.#add.run(instanceId, executionId, JSON.stringify(event));
  }

  /** @returns false when an event of this ID was received before. */
  receive(instanceId: string, eventId: string): boolean {
    return this.#receive.run(instanceId, eventId).changes === 1;
  }

  deleteUpTo(instanceId: string, sequence: number): void {
    this.#deleteUpTo.run(instanceId, sequence);
  }

  delete(instanceId: string): void {
    this.#delete.run(instanceId);
    this.#forget.run(instanceId);
  }
}
