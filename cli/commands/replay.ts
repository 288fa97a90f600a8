import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { openHub } from "../hub/open-hub.ts";
import { quietEnvironment } from "../hub/quiet-environment.ts";
import { fetchRecording, type Recording } from "../replay/fetch-recording.ts";
import { replayJson } from "../replay/replay-json.ts";
import { agrees, replayRecording } from "../replay/replay-recording.ts";
import { replayText } from "../replay/replay-text.ts";
import { UsageError } from "../usage-error.ts";

/** `azebal replay <diagnosis id>`: does this build still decide what the recorded one decided? Exit code 1 where not. */
export async function runReplay(parsed: CommandArguments): Promise<number> {
  const [diagnosisId, ...surplus] = parsed.positionals;
  if (!diagnosisId || surplus.length > 0)
    throw new UsageError(
      "Name one diagnosis by its ID, as its report shows it: azebal replay <diagnosis id>.",
    );
  const replay = await replayRecording(await recordingOf(diagnosisId, textOption(parsed, "scenario")));
  process.stdout.write(
    parsed.options["json"] === true
      ? `${JSON.stringify(replayJson(replay), null, 2)}\n`
      : `${replayText(replay)}\n`,
  );
  return agrees(replay) ? exitCodes.done : exitCodes.failed;
}

/** The hub is closed again before anything is replayed. */
async function recordingOf(diagnosisId: string, scenario: string | undefined): Promise<Recording> {
  const hub = await openHub({ scenario, env: quietEnvironment(process.env) });
  try {
    return await fetchRecording(hub, diagnosisId);
  } finally {
    await hub.close();
  }
}
