import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

interface Expected {
  evidence: { path: string; required?: boolean }[];
}

/**
 * The resources on which the confirmed answer of a scenario rests. A part of one is hidden with the whole: rights end at a resource
 * or its group. Role assignments, locks and policies are left out, since whoever may read them at a scope sees those above it too.
 */
export function decisiveResources(folder: string, scenario: string): string[] {
  const { evidence } = JSON.parse(readFileSync(join(folder, scenario, "expected.json"), "utf8")) as Expected;
  const paths = evidence.flatMap(({ path, required }) => (required === true ? [path] : []));
  const resources = paths.flatMap((path) => resourceOf.exec(path)?.[1] ?? []);
  return [...new Set(resources.filter((path) => !/\/providers\/Microsoft\.Authorization\//iu.test(path)))];
}

const resourceOf = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+)/iu;

/** The developer may not read these: Azure answers each with 403, and leaves them out of what it finds. */
export function denyReading(paths: readonly string[]): (scenario: Scenario) => void {
  return ({ tenant }) => {
    tenant.denied = [...(tenant.denied ?? []), ...paths.map((prefix) => ({ prefix }))];
  };
}
