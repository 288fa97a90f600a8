import { agrees, type Replay } from "./replay-recording.ts";
import { recordedBuilds, verdict } from "./replay-text.ts";

/** The replay as `--json` prints it: names in snake_case, as in every other answer of the product. */
export function replayJson(replay: Replay): Record<string, unknown> {
  return {
    diagnosis_id: replay.diagnosisId,
    status: replay.status,
    agrees: agrees(replay),
    verdict: verdict(replay),
    recorded_by: recordedBuilds(replay),
    replayed_by: replay.buildId,
    differences: replay.differences,
    turns: replay.turns.map((turn) => ({
      turn: turn.turn,
      execution_id: turn.executionId,
      at: turn.at,
      build_id: turn.buildId,
      source: turn.source,
      was_repeated: turn.wasRepeated,
      happened: turn.happened,
      decided: {
        tasks: turn.decided.tasks,
        custom_status: turn.decided.customStatus,
        end: turn.decided.end,
      },
      recorded: turn.recorded,
      differences: turn.differences,
    })),
  };
}
