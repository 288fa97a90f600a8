import type { DatabaseSync } from "node:sqlite";

export interface TimerRow {
  instanceId: string;
  executionId: string;
  taskId: number;
  fireAtMs: number;
}

interface Row {
  instance_id: string;
  execution_id: string;
  task_id: number;
  fire_at_ms: number;
}

/** Durable timers that have not fired yet. */
export class TimerRows {
  readonly #next;
  readonly #due;
  readonly #add;
  readonly #remove;
  readonly #delete;

  constructor(database: DatabaseSync) {
    this.#next = database.prepare("SELECT min(fire_at_ms) AS fire_at_ms FROM timers");
    this.#due = database.prepare("SELECT * FROM timers WHERE fire_at_ms <= ? ORDER BY fire_at_ms, rowid");
    this.#add = database.prepare(
      "INSERT INTO timers (instance_id, execution_id, task_id, fire_at_ms) VALUES (?, ?, ?, ?)",
    );
    this.#remove = database.prepare(
      "DELETE FROM timers WHERE instance_id = ? AND execution_id = ? AND task_id = ?",
    );
    this.#delete = database.prepare("DELETE FROM timers WHERE instance_id = ?");
  }

  nextAtMs(): number | undefined {
    return (this.#next.get() as unknown as { fire_at_ms: number | null }).fire_at_ms ?? undefined;
  }

  /** In the order in which they were due. */
  dueAt(nowMs: number): TimerRow[] {
    return (this.#due.all(nowMs) as unknown as Row[]).map((row) => ({
      instanceId: row.instance_id,
      executionId: row.execution_id,
      taskId: row.task_id,
      fireAtMs: row.fire_at_ms,
    }));
  }

  add(timer: TimerRow): void {
    this.#add.run(timer.instanceId, timer.executionId, timer.taskId, timer.fireAtMs);
  }

  remove(instanceId: string, executionId: string, taskId: number): void {
    this.#remove.run(instanceId, executionId, taskId);
  }

  delete(instanceId: string): void {
    this.#delete.run(instanceId);
  }
}
