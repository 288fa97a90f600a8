import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type CommandArguments, textOption } from "../command.ts";
import { diagnoseToTheEnd } from "../diagnose-over-http.ts";
import { exitCodes } from "../exit-codes.ts";
import { quietEnvironment } from "../hub/quiet-environment.ts";
import { withHttpClient } from "../hub/with-http-client.ts";
import { withModelOptions } from "../model-options.ts";
import { projectRoot } from "../project-root.ts";
import { markdownToTerminal } from "../terminal/markdown-to-terminal.ts";
import { createProgressView } from "../terminal/progress-view.ts";
import { UsageError } from "../usage-error.ts";

const shownErrorLines = 6;

/**
 * `azebal demo`: the product on its embedded defaults, used as an IDE would: over streamable HTTP, with live progress.
 * Standard output holds the report; everything else goes to standard error.
 */
export async function runDemo(parsed: CommandArguments): Promise<number> {
  const scenario =
    textOption(parsed, "scenario") ?? join(projectRoot, "simulator", "scenarios", "first-look");
  const request = readRequest(scenario);
  const view = createProgressView(process.stderr);
  process.stderr.write(introduction(String(request["error"])));
  const answer = await withHttpClient(
    { scenario, env: withModelOptions(quietEnvironment(process.env), parsed) },
    (client) => diagnoseToTheEnd(client, request, view),
  );
  view.end();
  process.stdout.write(`\n${markdownToTerminal(answer.markdown, process.stdout.isTTY)}\n`);
  process.stderr.write(furtherSteps);
  return answer.envelope.status === "completed" ? exitCodes.done : exitCodes.failed;
}

function readRequest(scenario: string): Record<string, unknown> {
  const path = join(scenario, "request.json");
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new UsageError(
      `--scenario ${scenario}: its request.json cannot be read. Name a folder with request.json and tenant.json.`,
      { cause: error },
    );
  }
}

function introduction(error: string): string {
  const lines = error.split("\n").filter((line) => line.trim() !== "");
  const shown = lines.slice(0, shownErrorLines).map((line) => `  | ${line.slice(0, 150)}`);
  const more = lines.length > shownErrorLines ? `  | … ${lines.length - shownErrorLines} more lines\n` : "";
  return `A developer's IDE agent asks AZEBAL about this error (Azure is simulated on this machine):\n\n${shown.join("\n")}\n${more}\n`;
}

const furtherSteps = `
How to go on:
  npm start                                   serve it on http://127.0.0.1:7341/mcp
  claude mcp add azebal -- npx azebal mcp     add it to an IDE (README.md has VS Code, Cursor, Codex, JetBrains)
  az login && npx azebal diagnose error.txt   run it against your own Azure
`;
