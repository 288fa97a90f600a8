import type { DatabaseSync } from "node:sqlite";
import type { HistoryEvent } from "../../engine/history-event.ts";

/** The history of each instance's current execution, in order. */
export class HistoryRows {
  readonly #read;
  readonly #insert;
  readonly #delete;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT event FROM history WHERE instance_id = ? ORDER BY position");
    this.#insert = database.prepare("INSERT INTO history (instance_id, position, event) VALUES (?, ?, ?)");
    this.#delete = database.prepare("DELETE FROM history WHERE instance_id = ?");
  }

  read(instanceId: string): HistoryEvent[] {
    const rows = this.#read.all(instanceId) as unknown as { event: string }[];
    return rows.map(({ event }) => JSON.parse(event) as HistoryEvent);
  }

  /** @param from  how many events the history holds already. */
  append(instanceId: string, from: number, events: readonly HistoryEvent[]): void {
    for (const [index, event] of events.entries())
      this.#insert.run(instanceId, from + index, JSON.stringify(event));
  }

  delete(instanceId: string): void {
    this.#delete.run(instanceId);
  }
}
