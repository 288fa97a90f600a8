import type {
  OrchestrationProgram,
  OrchestrationReplay,
  ProgramResult,
} from "../../../local-host/engine/replay/orchestration-replay.ts";
import { OrchestrationReplay as Replay } from "../../../local-host/engine/replay/orchestration-replay.ts";
import type { OrchestrationRunner, Turn, TurnDecision } from "../../../local-host/engine/turn.ts";

/** An orchestration written for the engine itself: no SDK, no protocol. */
export type Script = (
  replay: OrchestrationReplay,
  input: unknown,
  end: (result: ProgramResult) => void,
) => void;

export const completed = (output: unknown): ProgramResult => ({
  kind: "completed",
  output: JSON.stringify(output) ?? null,
});

export class ScriptProgram implements OrchestrationProgram {
  result: ProgramResult | undefined;
  readonly #script: Script;
  readonly #input: unknown;

  constructor(script: Script, input: unknown) {
    this.#script = script;
    this.#input = input;
  }

  start(replay: OrchestrationReplay): void {
    this.#script(replay, this.#input, (result) => {
      this.result ??= result;
    });
  }
}

/** Runs scripts by the name of the orchestration. */
export class ScriptRunner implements OrchestrationRunner {
  readonly turns: Turn[] = [];
  readonly #scripts: Record<string, Script>;

  constructor(scripts: Record<string, Script>) {
    this.#scripts = scripts;
  }

  async run(turn: Turn): Promise<TurnDecision> {
    this.turns.push(turn);
    const { name, input, executionId } = turn.instance;
    const script = this.#scripts[name];
    if (!script) throw new RangeError(`no script named ${name}`);
    const program = new ScriptProgram(script, input === null ? null : JSON.parse(input));
    return new Replay(program, executionId).decide(turn, null);
  }
}
