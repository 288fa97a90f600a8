import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

const roots = ["../../simulator/scenarios", "../scenarios"].map((root) => join(import.meta.dirname, root));

/** Of every position some; the last five end without a cause, where a model has most to say. */
export const corpusScenarios = [
  "first-look",
  "shop-release-swap",
  "mysql-down-since-weekend",
  "billing-container-exits",
  "platform-stack-rejected",
  "reports-api-startup-403",
  "pg-role-connection-limit",
  "sample-data-step-refused",
  "settlement-consumer-crash",
  "portal-login-after-move",
  "queue-size-error-drained",
  "audit-importer-start",
  "invoices-fn-create-conflict",
  "events-web-db-connect-fatal",
  "survey-db-40613-once",
  "nightly-image-purge",
  "token-not-accepted-tenant",
] as const;

export function scenarioFolder(name: string): string {
  const found = roots.map((root) => join(root, name)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`There is no scenario ${name}.`);
  return found;
}

export function scenarioAt(name: string): Scenario {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(scenarioFolder(name), file), "utf8"));
  return { request: read("request.json"), tenant: read("tenant.json") } as Scenario;
}
