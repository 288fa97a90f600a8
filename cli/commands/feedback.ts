import { once } from "node:events";
import { type FeedbackStatus, feedbackStatuses } from "../../services/stores/feedback.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { exportScenario } from "../feedback/export-scenario.ts";
import { feedbackHeading, feedbackJson, feedbackLine } from "../feedback/feedback-text.ts";
import { type OpenFeedback, openFeedback } from "../feedback/open-feedback.ts";
import { recordSupport } from "../feedback/record-support.ts";
import { integerOption } from "../integer-option.ts";
import { UsageError } from "../usage-error.ts";

const listedAtMost = 10_000;
const listedUnlessTold = 50;
const pageEntries = 500;

const usage =
  'Say what to do: "azebal feedback list", "azebal feedback review <id> --approve" (or --reject), or "azebal feedback scenario <id> --out <folder>".';

type Action = (parsed: CommandArguments, open: OpenFeedback) => Promise<number>;

/** `azebal feedback`: what developers said of reports, for support to look through and to make scenarios of. */
export async function runFeedback(parsed: CommandArguments): Promise<number> {
  const action = actionOf(parsed);
  const open = await openFeedback(textOption(parsed, "scenario"));
  try {
    return await action(parsed, open);
  } finally {
    await open.close();
  }
}

/** Everything on the command line is looked at before anything is opened. */
function actionOf(parsed: CommandArguments): Action {
  const [name, id, ...more] = parsed.positionals;
  if (name === "list" && id === undefined) {
    const status = statusOption(parsed);
    const limit = integerOption(parsed, "limit", listedAtMost) ?? listedUnlessTold;
    return (_, open) => list(open, status, limit, parsed.options["json"] === true);
  }
  if (id === undefined || more.length > 0) throw new UsageError(usage);
  if (name === "review") {
    const status = reviewOption(parsed);
    return (_, open) => review(open, id, status);
  }
  if (name !== "scenario") throw new UsageError(usage);
  const folder = textOption(parsed, "out");
  if (folder === undefined) throw new UsageError("--out is missing: name the folder to make.");
  return (_, open) => exportScenario(open, id, folder);
}

async function list(
  { stores }: OpenFeedback,
  status: FeedbackStatus | undefined,
  limit: number,
  isJson: boolean,
): Promise<number> {
  let after: { id: string; createdAt: string } | undefined;
  let shown = 0;
  while (shown < limit) {
    const asked = Math.min(pageEntries, limit - shown);
    const page = await stores.feedback.list({
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { after }),
      limit: asked,
    });
    if (shown === 0 && page.length > 0 && !isJson) process.stdout.write(`${feedbackHeading}\n`);
    for (const one of page)
      if (!process.stdout.write(`${isJson ? feedbackJson(one) : feedbackLine(one)}\n`))
        await once(process.stdout, "drain");
    shown += page.length;
    after = page.at(-1);
    if (page.length < asked) break;
  }
  if (shown === 0 && !isJson) process.stdout.write("There is no such feedback.\n");
  return exitCodes.done;
}

async function review(open: OpenFeedback, id: string, status: FeedbackStatus): Promise<number> {
  const found = await open.stores.feedback.get(id);
  if (found === undefined) {
    process.stderr.write(
      `azebal: There is no feedback ${id}. "azebal feedback list" shows those there are.\n`,
    );
    return exitCodes.failed;
  }
  await open.stores.feedback.setStatus(id, status);
  await recordSupport(open, "feedback_review", { feedback_id: id, status }, found.diagnosisId);
  process.stdout.write(`${id}: ${found.status} -> ${status}\n`);
  return exitCodes.done;
}

function statusOption(parsed: CommandArguments): FeedbackStatus | undefined {
  const text = textOption(parsed, "status");
  const status = feedbackStatuses.find((one) => one === text);
  if (text !== undefined && status === undefined)
    throw new UsageError(`--status ${text}: give one of ${feedbackStatuses.join(", ")}.`);
  return status;
}

function reviewOption(parsed: CommandArguments): FeedbackStatus {
  const [approves, rejects] = [parsed.options["approve"] === true, parsed.options["reject"] === true];
  if (approves === rejects) throw new UsageError("Say either --approve or --reject.");
  return approves ? "approved" : "rejected";
}
