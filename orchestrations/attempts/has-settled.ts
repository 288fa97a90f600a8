import type { Task } from "durable-functions";

/** Whether a task has its result or its failure. The property is `isCompleted` in durable-functions 3, `isComplete` in 4. */
export function hasSettled(task: Task & { isComplete?: boolean }): boolean {
  return task.isComplete ?? task.isCompleted;
}
