import { join } from "node:path";
import { type ReplayedTurn, replayTurns } from "../../local-host/replay-turns.ts";
import { buildIdOfThisCode } from "../hub/build-id-of.ts";
import { codeRoot, moduleExtension, projectRoot } from "../project-root.ts";
import type { Recording } from "./fetch-recording.ts";

/** One turn as it was, and as this build decides it. */
export interface JudgedTurn extends ReplayedTurn {
  /** The build that recorded the turn; undefined where it is not known. */
  buildId: string | undefined;
}

export interface Replay {
  diagnosisId: string;
  status: Recording["status"];
  /** The build of the code that decided now. */
  buildId: string;
  turns: readonly JudgedTurn[];
  /** What is wrong with the recording as a whole. */
  differences: readonly string[];
}

/** Runs every recorded turn through this build's orchestrator. Nothing is written and no activity runs. */
export async function replayRecording(recording: Recording): Promise<Replay> {
  const { diagnosisId, status } = recording;
  const turns = await replayTurns({
    appDirectory: projectRoot,
    entries: [join(codeRoot, "cli", "replay", `replay-app${moduleExtension}`)],
    triggers: recording.turns.map(({ trigger }) => trigger),
  });
  const builds = new Map(
    recording.turns.map((turn) => [`${turn.execution_id ?? ""} ${turn.turn}`, turn.build_id]),
  );
  const judged = turns.map((turn) => ({ ...turn, buildId: builds.get(`${turn.executionId} ${turn.turn}`) }));
  return {
    diagnosisId,
    status,
    buildId: buildIdOfThisCode(),
    turns: judged,
    differences: differencesOfTheWhole(judged, status),
  };
}

/** The last turn has no successor whose history could confirm it: the state of the diagnosis does. */
function differencesOfTheWhole(turns: readonly ReplayedTurn[], status: Recording["status"]): string[] {
  const last = turns.at(-1);
  if (!last) return ["No turn was recorded, so there is nothing to replay."];
  const hasEnded = status !== "running" && status !== "input_required";
  if (hasEnded === (last.decided.end !== undefined) || last.differences.length > 0) return [];
  return hasEnded
    ? [
        `The diagnosis is ${status}, but the last recorded turn does not end it: the turns after it were not recorded.`,
      ]
    : [`The diagnosis is ${status}, but the last recorded turn ends it.`];
}

export function agrees({ turns, differences }: Replay): boolean {
  return differences.length === 0 && turns.every((turn) => turn.differences.length === 0);
}
