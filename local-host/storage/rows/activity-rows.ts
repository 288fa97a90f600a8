import type { DatabaseSync } from "node:sqlite";
import type { ActivityTask } from "../../engine/activities/activity-runner.ts";

export interface QueuedActivity extends ActivityTask {
  sequence: number;
}

interface Row {
  sequence: number;
  instance_id: string;
  execution_id: string;
  task_id: number;
  name: string;
  input: string | null;
  starts: number;
}

/** Activities that are scheduled and whose result is not stored yet, oldest first. */
export class ActivityRows {
  readonly #all;
  readonly #add;
  readonly #setStarts;
  readonly #finish;
  readonly #delete;

  constructor(database: DatabaseSync) {
    this.#all = database.prepare("SELECT * FROM activities ORDER BY sequence");
    this.#add = database.prepare(
      "INSERT INTO activities (instance_id, execution_id, task_id, name, input, starts) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#setStarts = database.prepare("UPDATE activities SET starts = ? WHERE sequence = ?");
    this.#finish = database.prepare("DELETE FROM activities WHERE sequence = ?");
    this.#delete = database.prepare("DELETE FROM activities WHERE instance_id = ?");
  }

  all(): QueuedActivity[] {
    return (this.#all.all() as unknown as Row[]).map((row) => ({
      sequence: row.sequence,
      instanceId: row.instance_id,
      executionId: row.execution_id,
      taskId: row.task_id,
      name: row.name,
      input: row.input,
      attempt: row.starts,
    }));
  }

  /** @returns the task with its place in the queue. */
  add(task: ActivityTask): QueuedActivity {
    const { lastInsertRowid } = this.#add.run(
      task.instanceId,
      task.executionId,
      task.taskId,
      task.name,
      task.input,
      task.attempt,
    );
    return { ...task, sequence: Number(lastInsertRowid) };
  }

  setStarts(sequence: number, starts: number): void {
    this.#setStarts.run(starts, sequence);
  }

  /** @returns false when the task is not wanted any more, or was finished before: its result then goes nowhere. */
  finish(sequence: number): boolean {
    return this.#finish.run(sequence).changes === 1;
  }

  delete(instanceId: string): void {
    this.#delete.run(instanceId);
  }
}
