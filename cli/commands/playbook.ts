import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { analyses } from "../../diagnosis/analyses/analysis-table.ts";
import type { Playbook } from "../../diagnosis/playbook.ts";
import { readOwnPlaybooks } from "../../diagnosis/playbook-check/own-playbooks.ts";
import { type CommandArguments, textOption } from "../command.ts";
import { formatResult, formatTotals, totalsOf } from "../eval/format-results.ts";
import { runScenario, type ScenarioResult } from "../eval/run-scenario.ts";
import { loadScenarios } from "../eval/scenario-files.ts";
import { exitCodes } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";

/**
 * `azebal playbook test <file>`: says what is wrong with a playbook of one's own, or runs the scenarios beside it through the
 * public tool with the playbook loaded. Exit code 1 where something is wrong.
 */
export async function runPlaybook(parsed: CommandArguments): Promise<number> {
  const [action, file, ...surplus] = parsed.positionals;
  if (action !== "test" || file === undefined || surplus.length > 0)
    throw new UsageError("Name one playbook: azebal playbook test <file>.");
  const path = resolve(file);
  const playbook = playbookIn(path);
  if (playbook === undefined) return exitCodes.failed;
  process.stdout.write(
    `${playbook.code}: ${Object.keys(playbook.reads).length} reads, nothing wrong with its form.\n`,
  );
  const folder = textOption(parsed, "scenarios") ?? scenariosBeside(path);
  if (folder === undefined) {
    process.stdout.write(
      `No scenario was run. Put scenario folders into ${basename(path, ".json")}.scenarios beside it: one where the cause is at work, one where it is not, and one that only looks like it.\n`,
    );
    return exitCodes.done;
  }
  const results = await runAll(path, folder);
  process.stdout.write(`\n${formatTotals(totalsOf(results))}\n`);
  return results.every(({ grade }) => grade.verdict === "right") ? exitCodes.done : exitCodes.failed;
}

/** Undefined where something is wrong with it, which is then said. */
function playbookIn(path: string): Playbook | undefined {
  const { playbooks, problems } = readOwnPlaybooks(
    [{ file: path, text: textOf(path) }],
    Object.keys(analyses),
  );
  for (const { where, problem } of problems)
    process.stdout.write(`${where === "" ? "the whole" : where}: ${problem}.\n`);
  return playbooks[0];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}. Name a playbook, a JSON file.`,
      { cause: error },
    );
  }
}

function scenariosBeside(path: string): string | undefined {
  const folder = path.replace(/(?:\.json)?$/u, ".scenarios");
  return existsSync(folder) ? folder : undefined;
}

/** With this playbook alone beside the shipped ones: what else lies in its folder may be half written. */
async function runAll(path: string, folder: string): Promise<ScenarioResult[]> {
  const scenarios = loadScenarios(folder, []);
  const playbooksDirectory = mkdtempSync(join(tmpdir(), "azebal-playbook-"));
  try {
    copyFileSync(path, join(playbooksDirectory, "own.json"));
    const results: ScenarioResult[] = [];
    for (const scenario of scenarios) {
      const result = await runScenario(scenario, { playbooksDirectory });
      results.push(result);
      process.stdout.write(`${formatResult(result)}\n`);
    }
    return results;
  } finally {
    rmSync(playbooksDirectory, { recursive: true, force: true });
  }
}
