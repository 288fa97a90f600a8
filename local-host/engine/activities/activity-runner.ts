import type { TaskFailure } from "../history-event.ts";

/** One activity to run. `input` is what its trigger receives as text; null sends none. */
export interface ActivityTask {
  instanceId: string;
  executionId: string;
  taskId: number;
  name: string;
  input: string | null;
  /** 1 for the first start; more where an earlier process ended in the middle of it. */
  attempt: number;
}

export type ActivityOutcome =
  | { kind: "completed"; result: string | null }
  | ({ kind: "failed" } & TaskFailure);

/** Runs activities. Whatever goes wrong is an outcome: it never rejects. */
export interface ActivityRunner {
  run(task: ActivityTask): Promise<ActivityOutcome>;
}

/** The same for every run of one task, so that an activity that ran twice can know itself again. */
export function idempotencyKey(task: Pick<ActivityTask, "instanceId" | "executionId" | "taskId">): string {
  return `${task.instanceId}/${task.executionId}/${task.taskId}`;
}
