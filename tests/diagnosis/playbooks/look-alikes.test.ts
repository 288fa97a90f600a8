import { expect, test } from "vitest";
import { peerPort, timedOut } from "../../../diagnosis/playbooks/network/network-symptoms.ts";
import type { StoredRequest } from "../../../diagnosis/signals/stored-request.ts";
import { run } from "../analyses/support/evaluation.ts";
import { ownScenario } from "./network/own-scenario.ts";
import { diagnoseTenant } from "./support/diagnose-tenant.ts";
import { readRequest, readTenant, type Tenant } from "./support/tenant.ts";

function rootOf(request: StoredRequest, tenant: Tenant): string {
  return diagnoseTenant(request, tenant).root;
}

test("a classic cache that is named beside is not blamed where Managed Redis is called", () => {
  const { request, tenant } = ownScenario("basket-cache-connection-reset");
  expect(rootOf(request, tenant)).toBe("redis.firewall-deny");
  request.error = request.error.replaceAll(
    "redis-pb-basket.redis.cache.windows.net",
    "amr-pb-basket.westeurope.redis.azure.net:10000",
  );
  request.context = {
    ...request.context,
    notes: "ca-basket (Container Apps). It replaces redis-pb-basket, which still works.",
  };
  expect(rootOf(request, tenant)).not.toBe("redis.firewall-deny");
});

test("a PostgreSQL server that sees the caller's private address was reached", () => {
  const { request, tenant } = ownScenario("claims-batch-hikari-timeout");
  expect(rootOf(request, tenant)).toBe("postgres.public-access-disabled");
  request.error +=
    '\nFATAL: no pg_hba.conf entry for host "10.20.1.5", user "app", database "claims", SSL encryption';
  expect(rootOf(request, tenant)).not.toBe("postgres.public-access-disabled");
});

test("the index of a package source is not the one of extension bundles", () => {
  const { tenant } = ownScenario("agent-docker-build-no-egress");
  const error =
    "error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.";
  expect(rootOf({ error, source_code: {} }, tenant)).not.toBe("functions.extension-bundle-unreachable");
});

/** The log of the account says that a SAS was refused, until `expiry`. */
function sasCase(expiry: string): [StoredRequest, Tenant] {
  const request = readRequest("report-export-blob");
  const tenant = readTenant("report-export-blob");
  const uri = `https://stgullexport.blob.core.windows.net/exports/a.bak?sp=rw&se=${expiry}&sig=XXXXX`;
  for (const { StorageBlobLogs: log } of Object.values(tenant.tables ?? {})) {
    if (log === undefined) continue;
    const values = {
      TimeGenerated: request.context?.observed_at ?? "",
      StatusCode: 403,
      StatusText: "AuthenticationFailed",
      AuthenticationType: "SAS",
      CallerIpAddress: "10.88.2.6",
      Uri: uri,
    } as Record<string, string | number>;
    log.rows = [log.columns.map(({ name }, index) => values[name] ?? log.rows[0]?.[index] ?? null)];
  }
  request.error =
    "Cannot open backup device 'https://stgullexport.blob.core.windows.net/exports/a.bak'. Operating system error 5(Access is denied.).";
  request.source_code = {
    "backup.sql": "CREATE CREDENTIAL [x] WITH IDENTITY = 'SHARED ACCESS SIGNATURE', SECRET = '[redacted]'",
  };
  return [request, tenant];
}

test("a SAS whose end only the account's log shows is named", () => {
  expect(rootOf(...sasCase("2026-08-01T00:00:00Z"))).toBe("storage.sas-expired");
});

test("what the log calls unauthenticated is not the network's doing, whatever the SAS", () => {
  expect(rootOf(...sasCase("2030-08-01T00:00:00Z"))).toBe("unknown");
});

test("a time of day is no port, and a file that cannot be opened no timeout", () => {
  const ask = (expression: string, error: string) => run(expression, { request: { error } }).value;
  expect(ask(peerPort, "Date 01.07.2026 03:30:49\nDuration 00:00:33")).toBeFalsy();
  expect(ask(peerPort, "connect db-1:5433 failed")).toBe("5433");
  expect(ask(timedOut, "Cannot open backup device")).toBe(false);
});

const subscription = "/subscriptions/11111111-1111-4111-8111-111111111111";
const vault = `${subscription}/resourceGroups/rg-a/providers/Microsoft.KeyVault/vaults/kv-a`;
const principal = "22222222-2222-4222-8222-222222222222";
const roleAdministrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
const limit =
  "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d}))";

/** A deployment whose log masks the subscription, by a principal that may write assignments under `condition`. */
function grantCase(condition: string | null): [StoredRequest, Tenant] {
  const assignment = "33333333-3333-4333-8333-333333333333";
  const definition = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleAdministrator}`;
  const at = vault.replace(subscription, "/subscriptions/***");
  const error = `Authorization failed for template resource 'x' of type 'Microsoft.Authorization/roleAssignments'. The client 'c' with object id '${principal}' does not have permission to perform action 'Microsoft.Authorization/roleAssignments/write' at scope '${at}/providers/Microsoft.Authorization/roleAssignments/x'.`;
  const resources = [
    { id: `${subscription}/resourceGroups/rg-a`, name: "rg-a", type: "Microsoft.Resources/resourceGroups" },
    {
      id: vault,
      name: "kv-a",
      type: "Microsoft.KeyVault/vaults",
      properties: { enableRbacAuthorization: true, accessPolicies: [] },
    },
    {
      id: `${subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment}`,
      name: assignment,
      type: "Microsoft.Authorization/roleAssignments",
      properties: { roleDefinitionId: definition, principalId: principal, scope: subscription, condition },
    },
    {
      id: definition,
      name: roleAdministrator,
      type: "Microsoft.Authorization/roleDefinitions",
      properties: {
        roleName: "Role Based Access Control Administrator",
        permissions: [
          {
            actions: ["Microsoft.Authorization/roleAssignments/write"],
            notActions: [],
            dataActions: [],
            notDataActions: [],
          },
        ],
      },
    },
  ];
  const subscriptionId = subscription.split("/")[2]!;
  const tenant = {
    now: "2026-05-01T00:00:00Z",
    subscriptions: [{ id: subscription, subscriptionId, state: "Enabled" }],
    resources,
  } as unknown as Tenant;
  return [{ error, source_code: {}, context: { subscription_id: subscriptionId } } as StoredRequest, tenant];
}

test("a role that its condition narrows does not write every assignment", () => {
  expect(rootOf(...grantCase(limit))).toBe("rbac.role-assignment-write-missing");
});

test("a refusal of Azure Resource Manager is not a vault's missing data role", () => {
  expect(rootOf(...grantCase(null))).toBe("unknown");
});

/** Terraform hands on a bare 403; the Activity Log has whom Azure refused what, and a deny assignment leaves `excluded` out. */
function deniedCase(excluded: string[]): [StoredRequest, Tenant] {
  const group = `${subscription}/resourceGroups/MC_rg-a`;
  const nsg = `${group}/providers/Microsoft.Network/networkSecurityGroups/aks-a-nsg`;
  const deny = `${group}/providers/Microsoft.Authorization/denyAssignments/44444444-4444-4444-8444-444444444444`;
  const [request, tenant] = grantCase(null);
  request.error =
    'creating Security Rule (Resource Group Name: "MC_rg-a", Network Security Group Name: "aks-a-nsg"): performing CreateOrUpdate: unexpected status 403 (403 Forbidden) with e...[truncated]';
  tenant.resources.push(
    { id: group, name: "MC_rg-a", type: "Microsoft.Resources/resourceGroups" },
    { id: nsg, name: "aks-a-nsg", type: "Microsoft.Network/networkSecurityGroups", properties: {} },
    {
      id: deny,
      name: deny.split("/").at(-1)!,
      type: "Microsoft.Authorization/denyAssignments",
      properties: {
        denyAssignmentName: "lockdown",
        scope: group,
        permissions: [{ actions: ["*/write"], notActions: [] }],
        principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
        excludePrincipals: excluded.map((id) => ({ id, type: "ServicePrincipal" })),
      },
    },
  );
  tenant.activityLog = [
    {
      eventTimestamp: tenant.now,
      level: "Error",
      subStatus: { value: "Forbidden" },
      operationName: { value: "Microsoft.Network/networkSecurityGroups/securityRules/write" },
      resourceId: `${nsg}/securityRules/r`,
      resourceGroupName: "MC_rg-a",
      subscriptionId: subscription.split("/")[2]!,
      caller: principal,
      claims: {},
    },
  ];
  return [request, tenant];
}

test("a deny assignment for everybody explains a bare refusal, but not of whom it leaves out", () => {
  expect(rootOf(...deniedCase([]))).toBe("rbac.deny-assignment");
  expect(rootOf(...deniedCase([principal]))).toBe("unknown");
});

test("a site that admits another Front Door than the one in front of it refuses, and one that admits this one does not", () => {
  const { request, tenant } = ownScenario("smoke-test-after-edge-rebuild");
  expect(rootOf(request, tenant)).toBe("appservice.access-restriction-deny");
  const profile = tenant.resources.find(({ type }) => type === "Microsoft.Cdn/profiles")!;
  const { frontDoorId } = profile["properties"] as { frontDoorId: string };
  for (const resource of tenant.resources) {
    const { ipSecurityRestrictions: rules } = (resource["properties"] ?? {}) as {
      ipSecurityRestrictions?: { headers?: Record<string, string[]> }[];
    };
    for (const rule of rules ?? []) if (rule.headers) rule.headers["x-azure-fdid"] = [frontDoorId];
  }
  expect(rootOf(request, tenant)).not.toBe("appservice.access-restriction-deny");
});
