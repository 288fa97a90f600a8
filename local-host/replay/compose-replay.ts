import { readHostSettings } from "../host-settings.ts";
import { OrchestratorRunner } from "../protocol-v3/orchestrator/orchestrator-runner.ts";
import type { ReplayedTurn, ReplayOptions } from "../replay-turns.ts";
import type { LogLevel } from "../seam/core-types.ts";
import { FunctionApp } from "../seam/function-app.ts";
import { type LoadedApp, loadApp } from "../seam/load-app.ts";
import { compareTurn } from "./compare-turn.ts";
import { type TurnToReplay, turnsToReplay } from "./turns-to-replay.ts";

/** Loads the app and replays turn after turn. */
export async function composeReplay(options: ReplayOptions): Promise<ReplayedTurn[]> {
  const { defaultVersion } = readHostSettings(options.appDirectory, options.hostJson);
  const turns = turnsToReplay(options.triggers);
  const log = (level: LogLevel, category: string, message: string, functionName?: string) =>
    options.log?.({ level, category, message, ...(functionName === undefined ? {} : { functionName }) });
  const loaded = withoutHooks(await loadApp({ ...options, log }));
  const runner = new OrchestratorRunner({ loaded, defaultVersion, log });
  const replayed: ReplayedTurn[] = [];
  for (const [index, turn] of turns.entries())
    replayed.push(await replayTurn(runner, turn, turns[index + 1]));
  return replayed;
}

/** What hooks see of a turn that is replayed they would take for one that happened, and record it. */
function withoutHooks(loaded: LoadedApp): LoadedApp {
  const app = new FunctionApp();
  for (const { metadata, callback } of loaded.app.functions.values()) app.register(metadata, callback);
  return { ...loaded, app };
}

async function replayTurn(
  runner: OrchestratorRunner,
  turnToReplay: TurnToReplay,
  next: TurnToReplay | undefined,
): Promise<ReplayedTurn> {
  const { turn, trigger, number, source, wasRepeated, recorded, problems } = turnToReplay;
  // The SDK turns every Timestamp of what it is given into a Date.
  const decided = await runner.replay(turn, structuredClone(trigger));
  return {
    instanceId: turn.instance.instanceId,
    executionId: turn.instance.executionId,
    orchestration: turn.instance.name,
    turn: number,
    at: turn.newEvents[0]?.at ?? "",
    source,
    wasRepeated,
    happened: turn.newEvents.slice(1),
    decided,
    recorded,
    differences: [...problems, ...compareTurn(turnToReplay, decided, next)],
  };
}
