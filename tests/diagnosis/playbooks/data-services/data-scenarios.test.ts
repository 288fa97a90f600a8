import { describe, expect, test } from "vitest";
import { causesOf } from "../../../../diagnosis/assessment/verdict.ts";
import { holds } from "../../../../diagnosis/recheck/holds.ts";
import { culpritsOf } from "../../../../diagnosis/report/culprits-of.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import { ownScenario } from "../network/own-scenario.ts";
import { diagnoseTenant, type TenantDiagnosis } from "../support/diagnose-tenant.ts";
import type { Tenant } from "../support/tenant.ts";
import { decisiveFacts } from "./decisive-facts.ts";

function diagnose(
  name: string,
  change: (tenant: Tenant, request: StoredRequest) => void = () => {},
): TenantDiagnosis {
  const { request, tenant } = ownScenario(name);
  change(tenant, request);
  return diagnoseTenant(request, tenant);
}

/** Proven as well, beside those whose decisive fact is turned round. */
const further = [
  "attendance-db-wakeup-ko",
  "dbeaver-vnet-injected",
  "dev-laptop-queue-listen",
  "dotnet-processor-no-hub",
  "eh-public-disabled-spark",
  "legacy-component-cap",
  "meter-consumer-five-receivers",
  "mongo-bulk-16500",
  "node-hub-name-not-given",
  "profile-import-429-3200",
  "pyodbc-msi-login-no-user",
  "report-link-403-utcnow",
  "tenant-gateway-connection-quota",
  "thumb-sas-utcnow",
  "traces-stop-after-lunch",
];

const unchanged = new Map<string, TenantDiagnosis>();
/** The diagnosis of the scenario as it is; made once, since nothing changes it. */
function diagnosed(name: string): TenantDiagnosis {
  const found = unchanged.get(name) ?? diagnose(name);
  unchanged.set(name, found);
  return found;
}

describe.each([...decisiveFacts.map(({ scenario }) => scenario), ...further])("%s", (scenario) => {
  const { expected } = ownScenario(scenario);

  test(`is ${expected.rootCause}, proven, with the culprit named`, () => {
    const found = diagnosed(scenario);
    expect([found.root, found.confidence]).toEqual([expected.rootCause, "proven"]);
    const named = causesOf(found.assessment.hypotheses).flatMap((cause) =>
      culpritsOf(cause.hypothesis).map((id) => id.toLowerCase()),
    );
    expect(
      expected.resources.length === 0 || expected.resources.some((id) => named.includes(id.toLowerCase())),
    ).toBe(true);
    expect(found.reads).toBeLessThanOrEqual(15);
  });

  test("every citation holds on the stored bytes", () => {
    const { root, assessment, evidence } = diagnosed(scenario);
    const proof = assessment.hypotheses
      .filter(({ playbook, state }) => playbook.code === root && state === "confirmed")
      .flatMap(({ citations }) => citations);
    const broken = proof.filter((citation) => {
      const cited = evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
      return cited === undefined || !holds(citation, cited);
    });
    expect(broken).toEqual([]);
    expect(proof.length).toBeGreaterThan(0);
  });
});

test.each(decisiveFacts)("$scenario: where $fact, the cause is gone", ({ scenario, change }) => {
  const { expected } = ownScenario(scenario);
  const { assessment } = diagnose(scenario, change);
  const causes = causesOf(assessment.hypotheses).map(({ hypothesis }) => hypothesis.playbook.code);
  expect(causes).not.toContain(expected.rootCause);
});

/** The same symptom, and another cause that no playbook can prove: no verdict is right, a guess is wrong. */
const lookAlikes = [
  ["a query timeout on an idle database", "ledger-close-command-timeout"],
  ["a wrong password on a server that takes passwords", "desk-tool-login-18456"],
  ["error 40613 of a database that never pauses", "survey-db-40613-once"],
  ["a token that the server cannot take", "token-not-accepted-tenant"],
  ["a stopped MySQL server whose firewall admits the caller", "mysql-down-since-weekend"],
  ["the connection limit of one role", "pg-role-connection-limit"],
  ["a message that is too large", "queue-size-error-drained"],
  ["metadata requests that are too many", "cosmos-429-metadata"],
  ["telemetry of one worker missing, below the cap", "no-telemetry-no-cap"],
] as const;

test.each(lookAlikes)("%s gets no verdict", (_, scenario) => {
  expect(diagnose(scenario).root).toBe("unknown");
});
