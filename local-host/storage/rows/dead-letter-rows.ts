import type { DatabaseSync } from "node:sqlite";

export interface DeadLetter {
  instanceId: string;
  executionId: string;
  kind: "turn" | "activity";
  /** What was being worked on, as JSON text. */
  payload: string | null;
  reason: string;
  atMs: number;
}

/** Work that was given up, kept for whoever looks into it. */
export class DeadLetterRows {
  readonly #add;
  readonly #all;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      "INSERT INTO dead_letters (instance_id, execution_id, kind, payload, reason, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#all = database.prepare(
      "SELECT instance_id AS instanceId, execution_id AS executionId, kind, payload, reason, at_ms AS atMs FROM dead_letters ORDER BY sequence",
    );
  }

  add(letter: DeadLetter): void {
    this.#add.run(
      letter.instanceId,
      letter.executionId,
      letter.kind,
      letter.payload,
      letter.reason,
      letter.atMs,
    );
  }

  all(): DeadLetter[] {
    return this.#all.all().map((row) => ({ ...row }) as unknown as DeadLetter);
  }
}
