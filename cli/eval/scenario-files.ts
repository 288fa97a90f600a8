import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";

/** What must be cited: source, field and value in one citation. */
const ExpectedEvidenceSchema = z.looseObject({
  path: z.string(),
  field: z.string(),
  value: z.unknown().optional(),
  required: z.boolean().optional(),
});

/** The answer of a scenario, for grading only. */
export const ExpectedSchema = z.looseObject({
  rootCause: z.string(),
  alsoAccept: z.array(z.string()).optional(),
  azureFault: z.boolean(),
  resources: z.array(z.string()).optional(),
  evidence: z.array(ExpectedEvidenceSchema).optional(),
  ruledOut: z.array(z.string()).optional(),
  fix: z.looseObject({ anyOf: z.array(z.string()) }).optional(),
  mustNotContain: z.array(z.string()).optional(),
  /** The permission as text, or the action, scope and role of which the report must name the action. */
  missingPermission: z
    .union([z.string(), z.looseObject({ action: z.string() }).transform(({ action }) => action)])
    .optional(),
  difficulty: z.number().optional(),
});
export type Expected = z.infer<typeof ExpectedSchema>;
export type ExpectedEvidence = z.infer<typeof ExpectedEvidenceSchema>;

export interface EvalScenario {
  id: string;
  directory: string;
  request: Record<string, unknown>;
  expected: Expected;
}

/**
 * Finds the scenarios of a folder: its sub-folders, or the folder itself where it is one scenario.
 *
 * @throws UsageError where the folder is missing, holds no scenario, a named scenario is not there, or a file of one is not
 *   what it should be.
 */
export function loadScenarios(folder: string, only: readonly string[]): EvalScenario[] {
  const root = resolve(folder);
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw new UsageError(`${root} is no folder. Name the folder that holds the scenario folders.`);
  const directories = existsSync(join(root, "request.json"))
    ? [root]
    : readdirSync(root)
        .toSorted()
        .map((name) => join(root, name))
        .filter((directory) => existsSync(join(directory, "request.json")));
  const chosen =
    only.length > 0 ? directories.filter((directory) => only.includes(basename(directory))) : directories;
  const missing = only.filter((id) => !directories.some((directory) => basename(directory) === id));
  if (missing.length > 0) throw new UsageError(`${root} holds no scenario ${missing.join(", ")}.`);
  if (chosen.length === 0)
    throw new UsageError(`${root} holds no scenario (a folder with request.json and tenant.json).`);
  return chosen.map((directory) => ({
    id: basename(directory),
    directory,
    request: readJson(join(directory, "request.json"), z.record(z.string(), z.unknown())),
    expected: readJson(join(directory, "expected.json"), ExpectedSchema),
  }));
}

function readJson<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new UsageError(`${path} cannot be used: ${reasonOf(error)}. Correct it and start again.`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`).join("; ");
  return error instanceof Error ? error.message : String(error);
}
