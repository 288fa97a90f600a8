import { closeSync, openSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../services/platform/config.ts";
import { type CommandArguments, listOption, textOption } from "../command.ts";
import { formatResult, formatTotals, totalsOf } from "../eval/format-results.ts";
import { runScenario, type ScenarioResult } from "../eval/run-scenario.ts";
import { loadScenarios } from "../eval/scenario-files.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelEnvironment } from "../hub/model-environment.ts";
import { modelOptions, withModelOptions } from "../model-options.ts";
import { projectRoot } from "../project-root.ts";
import { UsageError } from "../usage-error.ts";

/** `azebal eval`: runs scenarios through the public tool, prints the figures, and fails below the bars that were given. */
export async function runEval(parsed: CommandArguments): Promise<number> {
  const minRight = percentOption(parsed, "min-right");
  const maxWrong = percentOption(parsed, "max-wrong");
  const folder = textOption(parsed, "scenarios") ?? join(projectRoot, "simulator", "scenarios");
  const file = resultFile(parsed);
  const model = modelOf(parsed);
  const queue = loadScenarios(folder, listOption(parsed, "only"));
  const results: ScenarioResult[] = [];
  const worker = async () => {
    for (let scenario = queue.shift(); scenario; scenario = queue.shift()) {
      const result = await runScenario(scenario, { model });
      results.push(result);
      process.stdout.write(`${formatResult(result)}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(2, availableParallelism())) }, worker));
  results.sort((left, right) => (left.id < right.id ? -1 : 1));
  const totals = totalsOf(results);
  process.stdout.write(`\n${formatTotals(totals)}\n`);
  if (file) writeFileSync(file, `${JSON.stringify({ totals, results }, null, 2)}\n`);
  const tooFew = minRight !== undefined && totals.rightPercent < minRight;
  const tooMany = maxWrong !== undefined && totals.wrongPercent > maxWrong;
  if (tooFew) process.stdout.write(`Fewer right than --min-right ${minRight}.\n`);
  if (tooMany) process.stdout.write(`More wrong than --max-wrong ${maxWrong}.\n`);
  return tooFew || tooMany ? exitCodes.failed : exitCodes.done;
}

/** Only where it is asked for: figures must not depend on what happens to be set. */
function modelOf(parsed: CommandArguments): Readonly<Record<string, string>> {
  const isAsked = Object.keys(modelOptions).some((option) => textOption(parsed, option) !== undefined);
  return isAsked ? modelEnvironment(readConfig(withModelOptions(process.env, parsed)).model) : {};
}

/** Looked at before the run: minutes of figures must not be lost on a misspelt folder. */
function resultFile(parsed: CommandArguments): string | undefined {
  const file = textOption(parsed, "json");
  if (file === undefined) return undefined;
  try {
    closeSync(openSync(file, "a"));
    return file;
  } catch (error) {
    throw new UsageError(
      `--json ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Name a file in a folder that is there.`,
      { cause: error },
    );
  }
}

function percentOption(parsed: CommandArguments, name: string): number | undefined {
  const text = textOption(parsed, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 100))
    throw new UsageError(`--${name} ${text}: give a percentage from 0 to 100.`);
  return value;
}
