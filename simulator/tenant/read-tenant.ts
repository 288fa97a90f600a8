import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { InvalidTenantError, ScenarioNotFoundError } from "../simulator-errors.ts";
import { type Tenant, TenantSchema } from "./tenant-schema.ts";

const mostProblemsShown = 5;

/**
 * Reads `tenant.json` of a scenario folder. Nothing else of the folder is opened: the answer of the scenario must stay
 * out of reach of what is being judged by it.
 *
 * @throws ScenarioNotFoundError when the folder or its tenant.json is missing.
 * @throws InvalidTenantError when the file is not JSON, or a field has the wrong shape.
 */
export async function readTenant(scenarioDirectory: string): Promise<Tenant> {
  const file = join(scenarioDirectory, "tenant.json");
  const isFolder = await stat(scenarioDirectory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new ScenarioNotFoundError(scenarioDirectory, "the folder");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ScenarioNotFoundError(scenarioDirectory, "tenant.json", { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidTenantError(file, [`it is not JSON (${(cause as Error).message})`], { cause });
  }
  const parsed = TenantSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join(".") || "the whole"}: ${issue.message}`,
    );
    throw new InvalidTenantError(file, problems.slice(0, mostProblemsShown));
  }
  return parsed.data;
}
