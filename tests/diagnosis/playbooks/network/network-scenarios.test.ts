import { describe, expect, test } from "vitest";
import { causesOf } from "../../../../diagnosis/assessment/verdict.ts";
import { holds } from "../../../../diagnosis/recheck/holds.ts";
import { culpritsOf } from "../../../../diagnosis/report/culprits-of.ts";
import { diagnoseTenant, type TenantDiagnosis } from "../support/diagnose-tenant.ts";
import type { Tenant } from "../support/tenant.ts";
import { at, ownScenario, propertiesOf } from "./own-scenario.ts";

function diagnose(name: string, change: (tenant: Tenant) => void = () => {}): TenantDiagnosis {
  const { request, tenant } = ownScenario(name);
  change(tenant);
  return diagnoseTenant(request, tenant);
}

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
function grantPull(tenant: Tenant, registry: string, principalId: string) {
  const scope = tenant.resources.find(({ id }) => id.endsWith(`/registries/${registry}`))!.id;
  const roleDefinitionId = `${scope.split("/resourceGroups/")[0]}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`;
  const name = "5d0c7a11-0000-4000-a000-000000000001";
  tenant.resources.push({
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: "Microsoft.Authorization/roleAssignments",
    properties: {
      roleDefinitionId,
      principalId,
      scope,
      principalType: "ServicePrincipal",
      createdOn: "2025-01-01T00:00:00Z",
    },
  });
}
function allow(tenant: Tenant, group: string, rule: number) {
  at(propertiesOf(tenant, group), "securityRules", rule, "properties")["access"] = "Allow";
}

interface Case {
  scenario: string;
  /** The decisive fact, turned round. */
  change: (tenant: Tenant) => void;
  /** What the verdict is then. */
  changed: string;
}

const cases: readonly Case[] = [
  {
    scenario: "loyalty-web-secret-refused",
    change: (tenant) => {
      const spoke = tenant.resources.find(({ id }) => id.endsWith("/virtualNetworks/vnet-loyalty"))!.id;
      at(
        propertiesOf(tenant, "/privatelink.vaultcore.azure.net/virtualNetworkLinks/link-hub"),
        "virtualNetwork",
      )["id"] = spoke;
    },
    changed: "keyvault.firewall-deny",
  },
  {
    scenario: "claims-batch-unknown-host",
    change: (tenant) => {
      const record = tenant.resources.find(({ id }) => id.endsWith("/A/stkelarchive"))!;
      tenant.resources.push({
        ...record,
        id: record.id.replace("stkelarchive", "stkelclaims"),
        name: "stkelclaims",
      });
    },
    changed: "unknown",
  },
  {
    scenario: "parcel-events-name-lookup",
    change: (tenant) => {
      tenant.resources = tenant.resources.filter(
        ({ id }) => !id.endsWith("/virtualNetworkLinks/link-parcel"),
      );
    },
    changed: "unknown",
  },
  {
    scenario: "ledger-sync-sql-timeout",
    change: (tenant) => allow(tenant, "/nsg-ledger-aca", 2),
    changed: "unknown",
  },
  {
    scenario: "intranet-wiki-no-answer",
    change: (tenant) => {
      at(propertiesOf(tenant, "/nsg-wiki"), "securityRules", 1, "properties")["destinationPortRange"] =
        "8000-9000";
    },
    changed: "unknown",
  },
  {
    scenario: "quotes-api-outbound-flaps",
    change: (tenant) => {
      for (const metric of tenant.metrics ?? [])
        if (metric.name === "UsedSnatPorts")
          metric.points = [{ timeStamp: "2026-04-08T13:50:00Z", maximum: 310 }];
    },
    changed: "unknown",
  },
  {
    scenario: "nodepool-scale-out-stuck",
    change: (tenant) => {
      propertiesOf(tenant, "/vnet-west/subnets/snet-nodes")["addressPrefix"] = "10.140.0.0/23";
      delete tenant.responses;
    },
    changed: "unknown",
  },
  {
    scenario: "sensor-gateway-no-route",
    change: (tenant) => {
      const view = tenant.resources.find(({ id }) => id.endsWith("/vm-nva01/instanceView"))!;
      view["statuses"] = [{ code: "PowerState/running" }];
    },
    changed: "unknown",
  },
  {
    scenario: "catalog-edge-cosmos-stall",
    change: (tenant) => {
      at(propertiesOf(tenant, "/rt-catalog"), "routes", 0, "properties")["nextHopType"] = "Internet";
    },
    changed: "unknown",
  },
  {
    scenario: "booking-site-pg-private",
    change: (tenant) => {
      const subnet = tenant.resources.find(({ id }) => id.endsWith("/subnets/snet-app"))!.id;
      propertiesOf(tenant, "/sites/app-dolomiti-booking")["virtualNetworkSubnetId"] = subnet;
    },
    changed: "unknown",
  },
  {
    scenario: "thumbs-func-storage-refused",
    change: (tenant) => {
      const rules = at(propertiesOf(tenant, "/storageAccounts/stfjordthumbs"), "networkAcls");
      rules["virtualNetworkRules"] = [];
    },
    changed: "storage.network-rule-deny",
  },
  {
    scenario: "release-job-kube-timeout",
    change: (tenant) => {
      const access = at(propertiesOf(tenant, "/aks-vondel-prod"), "apiServerAccessProfile");
      access["authorizedIPRanges"] = ["203.0.113.77/32", "20.171.8.0/22"];
    },
    changed: "unknown",
  },
  {
    scenario: "partner-portal-bad-gateway",
    change: (tenant) => {
      at(propertiesOf(tenant, "/agw-maple"), "backendHttpSettingsCollection", 0, "properties")["protocol"] =
        "Http";
    },
    changed: "unknown",
  },
  {
    scenario: "dispatch-pods-image-401",
    change: (tenant) => {
      const identity = at(propertiesOf(tenant, "/aks-redgate"), "identityProfile", "kubeletidentity");
      grantPull(tenant, "acrredgate", String(identity["objectId"] as unknown));
    },
    changed: "unknown",
  },
  {
    scenario: "billing-workers-pull-denied",
    change: (tenant) => {
      const assignment = tenant.resources.find(
        ({ id }) => id.includes("/registries/acraoba/") && id.includes("/roleAssignments/"),
      )!;
      at(assignment, "properties")["principalId"] = "11111111-2222-4333-a444-555555555555";
      at(assignment, "properties")["createdOn"] = "2025-03-01T00:00:00Z";
    },
    changed: "acr.rbac-missing-acrpull",
  },
  {
    scenario: "preview-app-first-revision",
    change: (tenant) => {
      const app = tenant.resources.find(({ id }) => id.endsWith("/containerApps/enzian-api"))!;
      grantPull(tenant, "acrenzian", String(at(app, "identity")["principalId"] as unknown));
    },
    changed: "unknown",
  },
  {
    scenario: "render-app-registry-401",
    change: (tenant) => {
      const policies = at(propertiesOf(tenant, "/registries/acrhalcyon"), "policies");
      at(policies, "azureADAuthenticationAsArmPolicy")["status"] = "enabled";
    },
    changed: "unknown",
  },
  {
    scenario: "image-push-runner-denied",
    change: (tenant) => {
      const registry = propertiesOf(tenant, "/registries/acripanema");
      registry["publicNetworkAccess"] = "Enabled";
      registry["networkRuleSet"] = { defaultAction: "Allow", ipRules: [] };
    },
    changed: "unknown",
  },
  {
    scenario: "storefront-build-npm-stalls",
    change: (tenant) => allow(tenant, "/nsg-cierzo-apps", 1),
    changed: "unknown",
  },
];

describe.each(cases)("$scenario", ({ scenario, change, changed }) => {
  test("is proven, names the culprit and takes few reads", () => {
    const { expected } = ownScenario(scenario);
    const found = diagnose(scenario);
    expect([found.root, found.confidence]).toEqual([expected.rootCause, "proven"]);
    expect(found.reads).toBeLessThanOrEqual(18);
    const [cause] = causesOf(found.assessment.hypotheses);
    const culprits = culpritsOf(cause!.hypothesis).map((id) => id.toLowerCase());
    expect(expected.resources.some((id) => culprits.includes(id.toLowerCase()))).toBe(true);
  });

  test("every citation of its causes holds on the stored bytes", () => {
    const { assessment, evidence } = diagnose(scenario);
    const failing = causesOf(assessment.hypotheses)
      .flatMap(({ hypothesis }) => hypothesis.citations)
      .filter((citation) => {
        const cited = evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
        return cited === undefined || !holds(citation, cited);
      });
    expect(failing).toEqual([]);
  });

  test("turning the decisive fact round takes the verdict away", () => {
    expect(diagnose(scenario, change).root).toBe(changed);
  });
});

test("a manifest that the registry does not know is a missing tag, whatever roles there are", () => {
  const found = diagnose("kiosk-image-unknown-manifest");
  expect([found.root, found.confidence]).toEqual(["acr.tag-not-found", "proven"]);
});

test("a private host that is not found from a network with its own DNS server is not a missing record", () => {
  const found = diagnose("claims-batch-unknown-host", (tenant) => {
    at(propertiesOf(tenant, "/virtualNetworks/vnet-claims"), "dhcpOptions")["dnsServers"] = ["10.31.1.200"];
  });
  expect(found.root).toBe("unknown");
});

test("a rule against the Internet does not explain a service that is reached over a private endpoint", () => {
  const found = diagnose("ledger-sync-sql-timeout", (tenant) => {
    propertiesOf(tenant, "/servers/sql-corvane-ledger")["privateEndpointConnections"] = [{ id: "/pe/1" }];
  });
  expect(found.root).toBe("unknown");
});

test("a default route that drops does not explain a service with a service endpoint on the subnet", () => {
  const found = diagnose("catalog-edge-cosmos-stall", (tenant) => {
    propertiesOf(tenant, "/vnet-catalog/subnets/snet-web")["serviceEndpoints"] = [
      { service: "Microsoft.AzureCosmosDB", locations: ["*"] },
    ];
  });
  expect(found.root).toBe("unknown");
});

test("a denied read of the security group leaves the verdict unknown", () => {
  const found = diagnose("ledger-sync-sql-timeout", (tenant) => {
    const group = tenant.resources.find(({ id }) => id.endsWith("/nsg-ledger-aca"))!;
    tenant.denied = [{ prefix: group.id }];
  });
  expect(found.root).toBe("unknown");
});
