import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../domain/json-value.ts";
import { diagnoseTenant } from "./support/diagnose-tenant.ts";
import { readRequest, readTenant, resourceOf, type Tenant } from "./support/tenant.ts";

const properties = (tenant: Tenant, idEnd: string) => resourceOf(tenant, idEnd)["properties"] as JsonObject;
const rulesOf = (tenant: Tenant, idEnd: string) => properties(tenant, idEnd)["networkAcls"] as JsonObject;

/** Scenario, its cause, what is turned round, and how. After it, the cause may not be named any more. */
const cases: readonly (readonly [string, string, string, (tenant: Tenant) => void])[] = [
  [
    "blob-trigger-403-datastore",
    "storage.ip-rule-same-region",
    "the account lets everyone in",
    (tenant) => {
      rulesOf(tenant, "/storageAccounts/stgdiassets")["defaultAction"] = "Allow";
    },
  ],
  [
    "blob-trigger-403-datastore",
    "storage.ip-rule-same-region",
    "the account is in another region",
    (tenant) => {
      resourceOf(tenant, "/storageAccounts/stgdiassets")["location"] = "southeastasia";
    },
  ],
  [
    "host-startup-storage-403",
    "network.udr-bypasses-service-endpoint",
    "the route leads to the Internet",
    (tenant) => {
      for (const route of properties(tenant, "/routeTables/rt-cpl-hub")["routes"] as JsonObject[])
        (route["properties"] as JsonObject)["nextHopType"] = "Internet";
    },
  ],
  [
    "invoices-fn-create-conflict",
    "storage.network-rule-deny",
    "the account lets everyone in",
    (tenant) => {
      rulesOf(tenant, "/storageAccounts/stlitinvoices")["defaultAction"] = "Allow";
    },
  ],
  [
    "stemcell-container-409",
    "storage.anonymous-access-disabled",
    "the account allows anonymous containers",
    (tenant) => {
      properties(tenant, "/storageAccounts/stpavingbosh7")["allowBlobPublicAccess"] = true;
    },
  ],
  [
    "sample-data-step-refused",
    "policy.modify-shared-key",
    "the account allows its keys",
    (tenant) => {
      properties(tenant, "/storageAccounts/sttreykmine42")["allowSharedKeyAccess"] = true;
    },
  ],
  [
    "npm-token-build",
    "keyvault.policy-mode-ignores-rbac",
    "the vault honours roles",
    (tenant) => {
      properties(tenant, "/vaults/kv-heron-build")["enableRbacAuthorization"] = true;
    },
  ],
  [
    "orders-db-password",
    "keyvault.rbac-via-group-not-effective",
    "the identity is not in the group",
    (tenant) => {
      const members = "/v1.0/groups/1ed0de92-f20a-4834-a80c-78f3f3dc2fe3/members";
      tenant.graph = { ...tenant.graph, [members]: { value: [] } };
    },
  ],
  [
    "settings-loader-forbidden",
    "keyvault.firewall-not-trusted-service",
    "the vault lets everyone in",
    (tenant) => {
      rulesOf(tenant, "/vaults/kv-cm-parcel")["defaultAction"] = "Allow";
    },
  ],
  [
    "wildcard-domain-binding",
    "keyvault.firewall-not-trusted-service",
    "the vault lets everyone in",
    (tenant) => {
      rulesOf(tenant, "/vaults/kv-brook-certs")["defaultAction"] = "Allow";
    },
  ],
  [
    "reports-api-startup-403",
    "keyvault.firewall-deny",
    "the audit log of the vault that may not be read names a role",
    (tenant) => {
      for (const { AzureDiagnostics } of Object.values(tenant.tables ?? {})) {
        const column = AzureDiagnostics?.columns.findIndex(({ name }) => name === "ResultDescription") ?? -1;
        for (const row of AzureDiagnostics?.rows ?? [])
          row[column] = "Caller is not authorized to perform action on resource.";
      }
    },
  ],
  [
    "postdeploy-script-group",
    "context.wrong-subscription",
    "the group is nowhere",
    (tenant) => {
      tenant.resources = tenant.resources.filter(({ id }) => !/\/resourceGroups\/PnPWS(\/|$)/i.test(id));
    },
  ],
];

describe.each(cases)("%s", (scenario, root, what, change) => {
  test(`is ${root}, and no more where ${what}`, () => {
    const request = readRequest(scenario);
    const before = diagnoseTenant(request, readTenant(scenario));
    const tenant = readTenant(scenario);
    change(tenant);
    const after = diagnoseTenant(request, tenant);
    expect([before.root, after.root === root]).toEqual([root, false]);
  });
});
