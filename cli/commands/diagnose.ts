import { writeFileSync } from "node:fs";
import { shellWord } from "../../domain/az-command/shell-word.ts";
import { LanguageSchema } from "../../domain/language.ts";
import { limits } from "../../domain/limits.ts";
import { type CommandArguments, listOption, textOption } from "../command.ts";
import { diagnoseToTheEnd, readTextResource } from "../diagnose-over-http.ts";
import { exitCodes } from "../exit-codes.ts";
import { quietEnvironment } from "../hub/quiet-environment.ts";
import { withHttpClient } from "../hub/with-http-client.ts";
import { withModelOptions } from "../model-options.ts";
import { readInput } from "../read-input.ts";
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
  const language = languageOption(parsed);
  const subscription = textOption(parsed, "subscription");
  const scriptPath = textOption(parsed, "reproduce");
  const request = {
    source_code: await readSourceFiles(listOption(parsed, "code")),
    error: await readInput(source, limits.errorBytes),
    ...(language ? { language } : {}),
    ...(subscription ? { context: { subscription_id: subscription } } : {}),
  };
  const view = createProgressView(process.stderr);
  const answer = await withHttpClient(
    {
      scenario: textOption(parsed, "scenario"),
      env: withModelOptions(quietEnvironment(process.env), parsed),
    },
    async (client) => {
      const ended = await diagnoseToTheEnd(client, request, view);
      const { reproduce_uri: uri } = ended.envelope;
      const isWanted = scriptPath !== undefined && uri !== undefined;
      return { ...ended, script: isWanted ? await readTextResource(client, uri) : undefined };
    },
  );
  view.end();
  const isJson = parsed.options["json"] === true;
  process.stdout.write(
    isJson
      ? `${JSON.stringify(answer.envelope, null, 2)}\n`
      : `${markdownToTerminal(answer.markdown, process.stdout.isTTY)}\n`,
  );
  const isWritten = scriptPath === undefined || writeScript(scriptPath, answer.script);
  return answer.envelope.status === "completed" && isWritten ? exitCodes.done : exitCodes.failed;
}

/** The report is out by then: what goes wrong here is told, and makes the command fail. */
function writeScript(path: string, script: string | undefined): boolean {
  if (script === undefined) {
    process.stderr.write(
      `${path} was not written: the report cites nothing that a command could read again.\n`,
    );
    return false;
  }
  try {
    writeFileSync(path, script, { mode: 0o755 });
  } catch (error) {
    process.stderr.write(
      `${path} could not be written (${errorCode(error)}). Name a file in a folder of yours.\n`,
    );
    return false;
  }
  process.stderr.write(`${path} reads the cited values again without AZEBAL: bash ${shellWord(path)}\n`);
  return true;
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}

function languageOption(parsed: CommandArguments): string | undefined {
  const language = textOption(parsed, "language");
  if (language === undefined || LanguageSchema.safeParse(language).success) return language;
  throw new UsageError(`--language ${language}: give one of ${LanguageSchema.options.join(", ")}.`);
}

/** The limits are those of the tool; here they also keep a mistaken `--code` from filling the memory. */
async function readSourceFiles(paths: readonly string[]): Promise<{ path: string; content: string }[]> {
  if (paths.length > limits.sourceFiles)
    throw new UsageError(
      `--code names ${paths.length} files; at most ${limits.sourceFiles} are taken. Name the files around the failing call.`,
    );
  const files: { path: string; content: string }[] = [];
  let bytesLeft = limits.sourceBytes;
  for (const path of paths) {
    const content = await readInput(path, bytesLeft);
    bytesLeft -= Buffer.byteLength(content);
    files.push({ path, content });
  }
  return files;
}
