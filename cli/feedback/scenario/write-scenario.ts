import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../usage-error.ts";
import type { Scenario } from "./scenario-of.ts";

/**
 * Writes a scenario's three files and notes.md into a folder, which is made where it is missing.
 *
 * @returns the folder, absolute.
 * @throws UsageError where the folder holds something already, or cannot be written.
 */
export function writeScenario(
  folder: string,
  { request, tenant, expected, missing, toComplete }: Scenario,
): string {
  const directory = emptyFolder(folder);
  mkdirSync(directory, { recursive: true });
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join("\n");
  writeFileSync(join(directory, "request.json"), json(request));
  writeFileSync(join(directory, "tenant.json"), json(tenant));
  writeFileSync(join(directory, "expected.json"), json(expected));
  writeFileSync(
    join(directory, "notes.md"),
    `# Before this scenario is given to others\n\nRead request.json: names that nothing marks as such (in prose, in comments of code) are not found by a program.\n\n## To complete\n\n${list(toComplete)}\n\n## Not in it\n\n${list(missing)}\n`,
  );
  return directory;
}

/**
 * @returns the folder, absolute, which is there and empty, or not there yet.
 * @throws UsageError where it holds something already, or is none.
 */
export function emptyFolder(folder: string): string {
  const directory = resolve(folder);
  try {
    if (!existsSync(directory) || readdirSync(directory).length === 0) return directory;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--out ${folder} cannot be used: ${reason}. Name another folder.`, {
      cause: error,
    });
  }
  throw new UsageError(`--out ${folder} holds something already. Name a folder that is new or empty.`);
}
