import {
  type ActivityOutcome,
  type ActivityRunner,
  type ActivityTask,
  idempotencyKey,
} from "../../engine/activities/activity-runner.ts";
import type { LogLevel, TypedData } from "../../seam/core-types.ts";
import type { RegisteredFunction } from "../../seam/function-app.ts";
import { invokeFunction } from "../../seam/invoke-function.ts";
import type { LoadedApp } from "../../seam/load-app.ts";
import { httpActivityName } from "../orchestrator/http-call.ts";
import { activityFailure } from "../read-failure.ts";
import { activityResultText } from "./activity-result-text.ts";
import { runHttpActivity } from "./http-activity.ts";

interface ActivityRunnerOptions {
  loaded: LoadedApp;
  /** Data of the durable client binding, for activities that use one. */
  clientBinding: () => TypedData;
  log: (level: LogLevel, category: string, message: string, functionName: string) => void;
}

/** Runs the app's activities, and the extension's own one for `callHttp`. */
export class DurableActivityRunner implements ActivityRunner {
  readonly #options: ActivityRunnerOptions;
  readonly #activities: Map<string, RegisteredFunction>;

  constructor(options: ActivityRunnerOptions) {
    this.#options = options;
    this.#activities = options.loaded.app.byTrigger("activitytrigger");
  }

  async run(task: ActivityTask): Promise<ActivityOutcome> {
    if (task.name === httpActivityName) return runHttpActivity(task.input ?? "{}");
    const activity = this.#activities.get(task.name.toLowerCase());
    if (!activity)
      return {
        kind: "failed",
        ...activityFailure(
          task.name,
          `The app has no activity function of that name any more. Names in a history outlive the code: register it again under this name.`,
        ),
      };
    const { app, model } = this.#options.loaded;
    const text = (value: string | number): TypedData => ({ json: JSON.stringify(value) });
    try {
      const invoked = await invokeFunction(app, model, activity, {
        triggerData: task.input === null ? {} : { string: task.input },
        inputs: { durableclient: this.#options.clientBinding() },
        triggerMetadata: {
          instanceId: text(task.instanceId),
          executionId: text(task.executionId),
          taskId: text(task.taskId),
          attempt: text(task.attempt),
          idempotencyKey: text(idempotencyKey(task)),
        },
        log: (level, category, message) =>
          this.#options.log(level, category, message, activity.metadata.name),
      });
      return { kind: "completed", result: activityResultText(await invoked.respond()) };
    } catch (error) {
      return { kind: "failed", ...activityFailure(task.name, error) };
    }
  }
}
