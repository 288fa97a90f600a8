import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnoseTenant } from "./support/diagnose-tenant.ts";
import { readRequest, readTenant, type Tenant } from "./support/tenant.ts";

const folder = join(import.meta.dirname, "../../../simulator/scenarios");
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const denials: readonly (readonly [string, (tenant: Tenant) => string[]])[] = [
  ["Microsoft Graph", () => ["/v1.0/", "/beta/"]],
  [
    "role assignments, locks and policies",
    ({ resources }) => {
      const subscriptions = new Set(resources.map(({ id }) => id.split("/").slice(0, 3).join("/")));
      return [...subscriptions, ...resources.map(({ id }) => id)].map(
        (scope) => `${scope}/providers/Microsoft.Authorization/`,
      );
    },
  ],
];

describe.each(denials)("a developer who may not read %s", (_, prefixesOf) => {
  test.each(scenarios)("gets no other cause of %s than one who may", (scenario) => {
    const request = readRequest(scenario);
    const tenant = readTenant(scenario);
    const { root } = diagnoseTenant(request, tenant);
    const prefixes = prefixesOf(tenant).map((prefix) => ({ prefix }));
    const denied = { ...tenant, denied: [...(tenant.denied ?? []), ...prefixes] };
    expect([root, "unknown"]).toContain(diagnoseTenant(request, denied).root);
  });
});
