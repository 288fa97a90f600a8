import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../domain/json-value.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import { diagnoseTenant, type TenantDiagnosis } from "../support/diagnose-tenant.ts";
import type { Tenant } from "../support/tenant.ts";

const folders = ["tests/scenarios", "simulator/scenarios"].map((folder) =>
  join(import.meta.dirname, "../../../..", folder),
);

export interface Scenario {
  request: StoredRequest;
  tenant: Tenant;
  expected: { rootCause: string; resources: string[] };
}

/** A scenario of either folder, read anew each time so that it may be changed in place. */
export function scenario(name: string): Scenario {
  const folder = folders.map((each) => join(each, name)).find((each) => existsSync(each));
  if (folder === undefined) throw new Error(`There is no scenario ${name}.`);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const sent = read("request.json") as {
    error: string;
    source_code?: { path: string; content: string }[];
    context?: NonNullable<StoredRequest["context"]>;
  };
  return {
    request: {
      error: sent.error,
      source_code: Object.fromEntries((sent.source_code ?? []).map(({ path, content }) => [path, content])),
      ...(sent.context === undefined ? {} : { context: sent.context }),
    },
    tenant: read("tenant.json") as Tenant,
    expected: read("expected.json") as Scenario["expected"],
  };
}

export function diagnose(name: string, change: (tenant: Tenant) => void = () => {}): TenantDiagnosis {
  const { request, tenant } = scenario(name);
  change(tenant);
  return diagnoseTenant(request, tenant);
}

/** The body of the answer or Graph object whose path ends like this. */
export function bodyOf(tenant: Tenant, pathEnd: string): JsonObject {
  const responses = (tenant.responses ?? []).map(({ path, body }) => [path, body] as const);
  const bodies = [...Object.entries(tenant.graph ?? {}), ...responses];
  const found = bodies.filter(([path]) => path.toLowerCase().endsWith(pathEnd.toLowerCase()));
  if (found.length !== 1) throw new Error(`${found.length} answers end in ${pathEnd}.`);
  return found[0]![1] as JsonObject;
}

/** The only Graph object whose path begins like this. */
export function graphOf(tenant: Tenant, pathStart: string): JsonObject {
  const found = Object.entries(tenant.graph ?? {}).filter(
    ([path]) => path.startsWith(pathStart) && path.endsWith(")"),
  );
  if (found.length !== 1) throw new Error(`${found.length} objects begin with ${pathStart}.`);
  return found[0]![1] as JsonObject;
}
