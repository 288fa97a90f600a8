import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import { holds } from "../../../diagnosis/recheck/holds.ts";
import { diagnoseTenant, type TenantDiagnosis } from "./support/diagnose-tenant.ts";
import { readRequest, readTenant, resourceOf, type Tenant } from "./support/tenant.ts";

function verdict(scenario: string, change: (tenant: Tenant) => void = () => {}): TenantDiagnosis {
  const tenant = readTenant(scenario);
  change(tenant);
  return diagnoseTenant(readRequest(scenario), tenant);
}

const properties = (resource: JsonObject) => resource["properties"] as JsonObject;
const remove = (tenant: Tenant, idEnd: string) => {
  const gone = resourceOf(tenant, idEnd);
  tenant.resources = tenant.resources.filter((resource) => resource !== gone);
};

interface Case {
  scenario: string;
  root: string;
  culprit: string;
  /** A citation that must be among the proof: the end of its pointer or a part of its operand. */
  proof: string;
  /** The decisive fact, turned round. */
  change: (tenant: Tenant) => void;
  changed: string;
}

const cases: readonly Case[] = [
  {
    scenario: "first-look",
    root: "keyvault.firewall-deny",
    culprit: "/vaults/kv-release-fab",
    proof: "/properties/networkAcls/defaultAction",
    change: (tenant) => {
      properties(resourceOf(tenant, "/vaults/kv-release-fab"))["networkAcls"] = {
        defaultAction: "Allow",
        bypass: "AzureServices",
      };
    },
    changed: "unknown",
  },
  {
    scenario: "report-export-blob",
    root: "storage.network-rule-deny",
    culprit: "/storageAccounts/stgullexport",
    proof: "/properties/networkAcls/defaultAction",
    change: (tenant) => {
      (properties(resourceOf(tenant, "/storageAccounts/stgullexport"))["networkAcls"] as JsonObject)[
        "defaultAction"
      ] = "Allow";
    },
    changed: "unknown",
  },
  {
    scenario: "invoice-listener-start",
    root: "storage.rbac-missing-data-role",
    culprit: "/storageAccounts/stquillhost",
    proof: "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2",
    change: (tenant) => {
      const other = resourceOf(tenant, "/roleAssignments/a00c1a0c-4030-49f0-9312-335a5525f177");
      properties(other)["principalId"] = "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2";
    },
    changed: "unknown",
  },
  {
    scenario: "local-func-cosmos-blocked",
    root: "cosmos.data-plane-role-missing",
    culprit: "/databaseAccounts/cosmos-bel-campus-dev",
    proof: "a0d607ff-340a-4199-b2bd-0971aba15674",
    change: (tenant) => {
      const other = resourceOf(tenant, "/sqlRoleAssignments/3a5abc50-c4e7-4d31-8e86-0b62e6fa4814");
      properties(other)["principalId"] = "a0d607ff-340a-4199-b2bd-0971aba15674";
    },
    changed: "unknown",
  },
  {
    scenario: "storefront-403-edge-only",
    root: "frontdoor.origin-host-header",
    culprit: "/profiles/afd-mrg",
    proof: "/properties/originHostHeader",
    change: (tenant) => {
      const app = properties(resourceOf(tenant, "/containerApps/ca-mrg-web"));
      const ingress = (app["configuration"] as JsonObject)["ingress"] as JsonObject;
      ingress["customDomains"] = [{ name: "www.margiestravel.co", bindingType: "SniEnabled" }];
    },
    changed: "unknown",
  },
  {
    scenario: "adf-release-cleanup-409",
    root: "lock.cannot-delete",
    culprit: "/pipelines/ingest",
    proof: "/properties/level",
    change: (tenant) => remove(tenant, "/locks/nodelete-test-data"),
    changed: "unknown",
  },
];

describe.each(cases)("$scenario", ({ scenario, root, culprit, proof, change, changed }) => {
  test(`is ${root}, proven`, () => {
    const found = verdict(scenario);
    expect([found.root, found.confidence]).toEqual([root, "proven"]);
    expect(found.target?.toLowerCase()).toContain(culprit.toLowerCase());
    expect(found.reads).toBeLessThanOrEqual(15);
  });

  test("its proof names the decisive field, and every citation holds on the stored bytes", () => {
    const { assessment, evidence } = verdict(scenario);
    const confirmed = assessment.hypotheses.find(
      (each) => each.playbook.code === root && each.state === "confirmed",
    );
    const citations = confirmed?.citations ?? [];
    expect(citations.some(({ pointer, operand }) => `${pointer} ${operand ?? ""}`.includes(proof))).toBe(
      true,
    );
    const failing = citations.filter((citation) => {
      const cited = evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
      return cited === undefined || !holds(citation, cited);
    });
    expect(failing).toEqual([]);
  });

  test("turning the decisive fact round takes the verdict away", () => {
    expect(verdict(scenario, change).root).toBe(changed);
  });
});

test("with another role than the one that reads queues, the verdict stays", () => {
  const found = verdict("invoice-listener-start", (tenant) => {
    properties(resourceOf(tenant, "/roleAssignments/3e57a703-0fa7-4cc7-b81f-8837c310cc14"))[
      "roleDefinitionId"
    ] =
      "/subscriptions/775a03a3-91b0-4e80-bb1e-34d40888e1ec/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
  });
  expect(found.root).toBe("storage.rbac-missing-data-role");
});

test("a lock on a sibling does not explain the refusal", () => {
  const found = verdict("adf-release-cleanup-409", (tenant) => {
    const lock = resourceOf(tenant, "/locks/nodelete-test-data");
    lock.id = lock.id.replace("/rg-adf-test/", "/rg-adf-test-2/");
  });
  expect(found.root).toBe("unknown");
});
