import { describe, expect, test } from "vitest";
import { causesOf } from "../../../../diagnosis/assessment/verdict.ts";
import { holds } from "../../../../diagnosis/recheck/holds.ts";
import { culpritsOf } from "../../../../diagnosis/report/culprits-of.ts";
import { diagnose, scenario } from "./scenario-kit.ts";
import { cases } from "./turned-facts.ts";

/** Proven by what the service said; the rest of the tenant cannot turn it round. */
const saidOutright = [
  "terraform-plan-tenant-mixup",
  "portal-signin-callback",
  "ci-azure-login-red",
  "ledger-api-secret-lapsed",
  "etl-token-rhel",
  "triage-bot-prompt-refused",
  "bot-infra-model-deploy-400",
  "bicep-second-run-role-409",
  "webapp-uami-assign-denied",
  "ansible-vnet-tag-refused",
  "nodepool-insufficient-vcpu-ko",
  "postdeploy-script-group",
];

describe.each([...new Set(cases.map(({ name }) => name)), ...saidOutright])("%s", (name) => {
  const found = diagnose(name);

  test("has its cause proven, and the culprit named", () => {
    const { expected } = scenario(name);
    const [cause] = causesOf(found.assessment.hypotheses);
    expect([found.root, found.confidence]).toEqual([expected.rootCause, "proven"]);
    const named = culpritsOf(cause!.hypothesis).map((id) => id.toLowerCase());
    const isNamed = expected.resources.some((id) => named.includes(id.toLowerCase()));
    expect(isNamed || expected.resources.length === 0).toBe(true);
    expect(found.reads).toBeLessThanOrEqual(15);
  });

  test("proves it by citations that hold on the stored bytes", () => {
    const [cause] = causesOf(found.assessment.hypotheses);
    const citations = cause!.hypothesis.citations;
    const failing = citations.filter((citation) => {
      const cited = found.evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
      return cited === undefined || !holds(citation, cited);
    });
    expect([citations.length > 0, failing]).toEqual([true, []]);
  });
});

describe.each(cases)("$name", ({ name, where, change, changed }) => {
  test(`is ${changed} where ${where}`, () => {
    expect(diagnose(name, change).root).toBe(changed);
  });
});
