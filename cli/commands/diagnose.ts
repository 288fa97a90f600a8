import { readFileSync, statSync } from "node:fs";
import { text } from "node:stream/consumers";
import { limits } from "../../domain/limits.ts";
import { type CommandArguments, listOption, textOption } from "../command.ts";
import { diagnoseToTheEnd } from "../diagnose-over-http.ts";
import { exitCodes } from "../exit-codes.ts";
import { quietEnvironment } from "../hub/quiet-environment.ts";
import { withHttpClient } from "../hub/with-http-client.ts";
import { markdownToTerminal } from "../terminal/markdown-to-terminal.ts";
import { createProgressView } from "../terminal/progress-view.ts";
import { UsageError } from "../usage-error.ts";

/** `azebal diagnose <file|->`: one diagnosis from the shell. The report is all that goes to standard output. */
export async function runDiagnose(parsed: CommandArguments): Promise<number> {
  const [source, ...surplus] = parsed.positionals;
  if (source === undefined || surplus.length > 0)
    throw new UsageError(
      `Name one file that holds the error, or - for standard input: azebal diagnose error.txt`,
    );
  const language = textOption(parsed, "language");
  const subscription = textOption(parsed, "subscription");
  const request = {
    error: source === "-" ? await text(process.stdin) : readInput(source, limits.errorBytes),
    ...(language ? { language } : {}),
    ...(subscription ? { context: { subscription_id: subscription } } : {}),
    source_code: listOption(parsed, "code").map((path) => ({
      path,
      content: readInput(path, limits.sourceBytes),
    })),
  };
  const view = createProgressView(process.stderr);
  const answer = await withHttpClient(
    { scenario: textOption(parsed, "scenario"), env: quietEnvironment(process.env) },
    (client) => diagnoseToTheEnd(client, request, view),
  );
  view.end();
  const isJson = parsed.options["json"] === true;
  process.stdout.write(
    isJson
      ? `${JSON.stringify(answer.envelope, null, 2)}\n`
      : `${markdownToTerminal(answer.markdown, process.stdout.isTTY)}\n`,
  );
  return answer.envelope.status === "completed" ? exitCodes.done : exitCodes.failed;
}

function readInput(path: string, mostBytes: number): string {
  try {
    const { size } = statSync(path);
    if (size > mostBytes)
      throw new UsageError(
        `${path} has ${size} bytes; at most ${mostBytes} are taken. Cut it to the lines around the failure.`,
      );
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
