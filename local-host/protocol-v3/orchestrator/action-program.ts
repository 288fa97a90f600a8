import { OrchestrationRefusedError } from "../../engine/replay/orchestration-refused-error.ts";
import type {
  OrchestrationProgram,
  OrchestrationReplay,
  ProgramResult,
} from "../../engine/replay/orchestration-replay.ts";
import { ReplayTask } from "../../engine/replay/replay-task.ts";
import { activityInputText, jsonText } from "../payload-text.ts";
import { callHttp } from "./http-call.ts";
import { createTimer } from "./long-timer.ts";
import type { OrchestratorAction } from "./orchestrator-action.ts";
import { withRetry } from "./with-retry.ts";

type CallSubOrchestrator = Extract<OrchestratorAction, { kind: "callSubOrchestrator" }>;

export interface ActionProgramOptions {
  actions: readonly OrchestratorAction[];
  /** What the orchestrator ended with once every action is done; undefined while it waits. */
  result: ProgramResult | undefined;
  /** Why the instance fails whatever its orchestrator did. */
  refusal: string | undefined;
  /** The instance and its parent: a child must not take their IDs. */
  takenIds: readonly string[];
  defaultVersion: string | null;
}

/**
 * The SDK's action list, run as a program: one action after the other is awaited, failures are swallowed (the SDK has
 * dealt with them), `whenAny` goes on at the first and `whenAll` at the last settled child. It is what
 * OutOfProcOrchestrationShim of the Durable extension does with the same list.
 */
export class ActionProgram implements OrchestrationProgram {
  readonly #options: ActionProgramOptions;
  /** Tasks by the SDK's object: a task that is yielded again is not scheduled again. */
  readonly #scheduled = new Map<object, ReplayTask>();
  #replay!: OrchestrationReplay;
  #position = 0;

  constructor(options: ActionProgramOptions) {
    this.#options = options;
  }

  get result(): ProgramResult | undefined {
    return this.#position > this.#options.actions.length ? this.#options.result : undefined;
  }

  start(replay: OrchestrationReplay): void {
    if (this.#options.refusal !== undefined) throw new OrchestrationRefusedError(this.#options.refusal);
    this.#replay = replay;
    this.#continue();
  }

  #continue(): void {
    for (;;) {
      const action = this.#options.actions[this.#position++];
      if (!action) return;
      const task = this.#invoke(action);
      if (!task.settlement) return task.onSettled(() => this.#continue());
    }
  }

  #invoke(action: OrchestratorAction): ReplayTask {
    // Waits for events are not remembered: the SDK, too, registers a wait once more each time it is yielded.
    if (action.kind === "waitForExternalEvent") return this.#replay.waitForEvent(action.name);
    const known = this.#scheduled.get(action.source);
    if (known) return known;
    const task = this.#schedule(action);
    this.#scheduled.set(action.source, task);
    return task;
  }

  #schedule(action: Exclude<OrchestratorAction, { kind: "waitForExternalEvent" }>): ReplayTask {
    switch (action.kind) {
      case "callActivity": {
        const input = activityInputText(action.input);
        const attempt = () => this.#replay.scheduleActivity(action.name, input);
        return action.retry
          ? withRetry(this.#replay, `activity '${action.name}'`, action.retry, attempt)
          : attempt();
      }
      case "callSubOrchestrator": {
        const attempt = () => this.#startChild(action);
        return action.retry
          ? withRetry(this.#replay, `sub-orchestration '${action.name}'`, action.retry, attempt)
          : attempt();
      }
      case "createTimer":
        return createTimer(this.#replay, action.fireAtMs, action.isCanceled);
      case "callHttp":
        return callHttp(this.#replay, action.request);
      case "continueAsNew":
        this.#replay.continueAsNew(jsonText(action.input));
        return ReplayTask.settled({ kind: "completed", result: null });
      case "whenAny":
        return whenAny(action.actions.map((child) => this.#invoke(child)));
      case "whenAll":
        return whenAll(action.actions.map((child) => this.#invoke(child)));
      case "entity":
        throw new OrchestrationRefusedError(
          "This orchestration uses a durable entity, and the local host does not run entities. Run the app in Azure, or keep the state in an orchestration or a store.",
        );
    }
  }

  #startChild(action: CallSubOrchestrator): ReplayTask {
    const { name, instanceId } = action;
    if (this.#options.takenIds.some((taken) => taken.toLowerCase() === instanceId?.toLowerCase()))
      throw OrchestrationRefusedError.wouldHang(
        `Sub-orchestration '${name}' was given the instance ID '${instanceId}', which is that of its own parent. Give it another ID or none.`,
      );
    if (instanceId?.startsWith("@"))
      throw OrchestrationRefusedError.wouldHang(
        `Sub-orchestration '${name}' was given the instance ID '${instanceId}', and IDs that start with @ are those of entities. Give it another ID or none.`,
      );
    const version = action.version ?? this.#options.defaultVersion;
    const child = { name, version, input: jsonText(action.input) };
    return this.#replay.startChild(instanceId === undefined ? child : { ...child, instanceId });
  }
}

function whenAny(children: readonly ReplayTask[]): ReplayTask {
  const any = new ReplayTask();
  for (const child of children) child.onSettled((settlement) => any.settle(settlement));
  return any;
}

function whenAll(children: readonly ReplayTask[]): ReplayTask {
  const all = new ReplayTask();
  let open = children.length;
  for (const child of children)
    child.onSettled(() => {
      if (--open === 0) all.settle({ kind: "completed", result: null });
    });
  return all;
}
