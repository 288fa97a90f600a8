import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Principal } from "../../domain/principal.ts";
import { UsageError } from "../usage-error.ts";

/** The two fields that say who is signed in; the simulator checks the rest when it starts. */
const TenantSchema = z.looseObject({
  tenantId: z.string().min(1),
  users: z.array(z.looseObject({ upn: z.string().min(1), objectId: z.string().min(1) })).min(1),
});

export interface ScenarioIdentity {
  /** Absolute, links resolved: two spellings of one folder are one hub. */
  directory: string;
  principal: Principal;
}

/**
 * Who is signed in to a scenario: the first user of its tenant.
 *
 * @throws UsageError where the folder is no scenario; the message says what is missing.
 */
export function scenarioIdentity(folder: string): ScenarioIdentity {
  const path = join(folder, "tenant.json");
  try {
    const tenant = TenantSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    const user = tenant.users[0]!;
    return {
      directory: realpathSync(folder),
      principal: { tenantId: tenant.tenantId, objectId: user.objectId, userPrincipalName: user.upn },
    };
  } catch (error) {
    throw new UsageError(
      `--scenario ${folder}: ${reasonOf(error)}. Name a folder that holds a scenario's request.json and tenant.json (simulator/scenarios/README.md has the format).`,
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `its tenant.json does not say who is signed in (${issue?.path.join(".") || "the whole"}: ${issue?.message})`;
  }
  if (error instanceof SyntaxError) return "its tenant.json is not valid JSON";
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return "there is no tenant.json in it";
  return error instanceof Error ? error.message : String(error);
}
