import { OrchestrationRefusedError } from "../../engine/replay/orchestration-refused-error.ts";
import { OrchestrationReplay } from "../../engine/replay/orchestration-replay.ts";
import type { OrchestrationRunner, Turn, TurnDecision } from "../../engine/turn.ts";
import { failingDecision } from "../../engine/turns/failing-decision.ts";
import type { LogLevel } from "../../seam/core-types.ts";
import type { RegisteredFunction } from "../../seam/function-app.ts";
import { invokeFunction } from "../../seam/invoke-function.ts";
import type { LoadedApp } from "../../seam/load-app.ts";
import { ActionProgram } from "./action-program.ts";
import { httpActivityName } from "./http-call.ts";
import { type OrchestratorAnswer, readAnswer, readFailure } from "./orchestrator-answer.ts";
import { orchestratorTrigger } from "./orchestrator-trigger.ts";
import { checkVersion } from "./version-gate.ts";

interface OrchestratorRunnerOptions {
  loaded: LoadedApp;
  /** `extensions.durableTask.defaultVersion` of host.json. */
  defaultVersion: string | null;
  log: (level: LogLevel, category: string, message: string, functionName: string) => void;
}

/** Runs orchestrators written with durable-functions 3.x: the SDK decides, its answer is replayed and checked here. */
export class OrchestratorRunner implements OrchestrationRunner {
  readonly #options: OrchestratorRunnerOptions;
  readonly #orchestrators: Map<string, RegisteredFunction>;
  readonly #activities: Map<string, RegisteredFunction>;

  constructor(options: OrchestratorRunnerOptions) {
    this.#options = options;
    this.#orchestrators = options.loaded.app.byTrigger("orchestrationtrigger");
    this.#activities = options.loaded.app.byTrigger("activitytrigger");
  }

  async run(turn: Turn): Promise<TurnDecision> {
    const decision = await this.replay(turn, orchestratorTrigger(turn));
    try {
      return this.#refuseUnknownNames(decision, turn.instance.name);
    } catch (error) {
      if (error instanceof OrchestrationRefusedError) return failingDecision(turn, error.message);
      throw error;
    }
  }

  /** Decides on a trigger value that is already there, such as a recorded one. What it calls need not be registered. */
  async replay(turn: Turn, trigger: unknown): Promise<TurnDecision> {
    const { name, version } = turn.instance;
    try {
      const orchestrator = this.#orchestrators.get(name.toLowerCase());
      if (!orchestrator)
        throw new OrchestrationRefusedError(
          `Orchestrator function '${name}' failed: ${unknownFunction(name, "an orchestrator", "orchestrator", this.#orchestrators)}`,
        );
      checkVersion(name, version, this.#options.defaultVersion);
      return this.#decide(turn, await this.#ask(orchestrator, name, trigger));
    } catch (error) {
      if (error instanceof OrchestrationRefusedError) return failingDecision(turn, error.message);
      throw error;
    }
  }

  async #ask(orchestrator: RegisteredFunction, name: string, trigger: unknown): Promise<OrchestratorAnswer> {
    const { app, model } = this.#options.loaded;
    let context: unknown;
    try {
      const { result } = await invokeFunction(app, model, orchestrator, {
        triggerValue: { value: trigger },
        onContext: (given) => {
          context = given;
        },
        log: (level, category, message) =>
          this.#options.log(level, category, message, orchestrator.metadata.name),
      });
      return readAnswer(name, result);
    } catch (error) {
      const answer = readFailure(name, error, context);
      if (!answer) throw error;
      return answer;
    }
  }

  #decide(turn: Turn, answer: OrchestratorAnswer): TurnDecision {
    const { instance } = turn;
    const program = new ActionProgram({
      actions: answer.actions,
      result: answer.result,
      refusal: answer.refusal,
      takenIds: [instance.instanceId, ...(instance.parent ? [instance.parent.instanceId] : [])],
      defaultVersion: this.#options.defaultVersion,
    });
    return new OrchestrationReplay(program, instance.executionId).decide(turn, answer.customStatus);
  }

  /** The extension swallows its own error here, and the instance hangs. Tasks of the history may have names long gone. */
  #refuseUnknownNames(decision: TurnDecision, orchestration: string): TurnDecision {
    if (decision.end) return decision;
    for (const task of decision.tasks) {
      if (task.kind === "activity") {
        if (task.name === httpActivityName || this.#activities.has(task.name.toLowerCase())) continue;
        throw OrchestrationRefusedError.wouldHang(
          `Orchestrator function '${orchestration}' called an activity that does not exist. ${unknownFunction(task.name, "an activity", "activity", this.#activities)}.`,
        );
      }
      if (task.kind === "child") {
        if (this.#orchestrators.has(task.name.toLowerCase())) continue;
        throw OrchestrationRefusedError.wouldHang(
          `Orchestrator function '${orchestration}' called a sub-orchestrator that does not exist. ${unknownFunction(task.name, "an orchestrator", "orchestrator", this.#orchestrators)}.`,
        );
      }
    }
    return decision;
  }
}

/** The extension's own text. */
function unknownFunction(
  name: string,
  article: string,
  kind: string,
  known: Map<string, RegisteredFunction>,
): string {
  const names = [...known.values()].map(({ metadata }) => `'${metadata.name}'`).join(", ");
  const info = names
    ? `The following are the known ${kind} functions: ${names}`
    : `No ${kind} functions are currently registered!`;
  return `The function '${name}' doesn't exist, is disabled, or is not ${article} function. Additional info: ${info}`;
}
