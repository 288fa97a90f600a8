import type { JsonObject } from "../../../../domain/json-value.ts";
import { resourceOf, type Tenant } from "../support/tenant.ts";
import { bodyOf, graphOf } from "./scenario-kit.ts";

const properties = (tenant: Tenant, idEnd: string) => resourceOf(tenant, idEnd)["properties"] as JsonObject;
const rows = (tenant: Tenant, pathEnd: string) => bodyOf(tenant, pathEnd)["value"] as JsonObject[];
const without = (tenant: Tenant, pattern: RegExp) => {
  tenant.resources = tenant.resources.filter(({ id }) => !pattern.test(id));
};
const denyRule = (condition: string) =>
  JSON.parse(`{"if": ${condition}, "then": {"effect": "deny"}}`) as JsonObject;
const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
/** Everybody who holds a role becomes Owner. */
const allOwners = (tenant: Tenant) => {
  for (const { type, properties: assignment } of tenant.resources)
    if (type === "Microsoft.Authorization/roleAssignments")
      (assignment as JsonObject)["roleDefinitionId"] =
        `/providers/Microsoft.Authorization/roleDefinitions/${ownerRole}`;
};

/** The initiative has one message for all; the effect of its tag policy is a parameter of this default. */
const tellsNoMember = (tenant: Tenant, tagEffect: string) => {
  properties(tenant, "/policyAssignments/lz")["nonComplianceMessages"] = [
    { message: "Only UK regions are used here." },
  ];
  const tags = properties(tenant, "/policyDefinitions/need-owner");
  tags["parameters"] = { effect: { type: "String", defaultValue: tagEffect } };
  setEffect(tags, "[parameters('effect')]");
};

function setEffect(definition: JsonObject, effect: string): void {
  const rule = Object.entries(definition["policyRule"] as JsonObject).filter(([name]) => name !== "then");
  // oxlint-disable-next-line unicorn/no-thenable -- Azure Policy names it so
  definition["policyRule"] = Object.fromEntries([...rule, ["then", { effect }]]);
}

export interface Case {
  name: string;
  /** The decisive fact turned round, in words. */
  where: string;
  change: (tenant: Tenant) => void;
  /** What the verdict is then. */
  changed: string;
}

/** Scenarios whose verdict hangs on one fact of the tenant. */
export const cases: readonly Case[] = [
  {
    name: "roster-sync-graph-403",
    where: "the application permission is granted",
    change: (tenant) => {
      const path = Object.keys(tenant.graph ?? {}).find((each) => each.endsWith("/appRoleAssignments"))!;
      tenant.graph![path] = { value: [{ appRoleId: "df021288-bdef-4463-88db-98f22de89214" }] };
    },
    changed: "unknown",
  },
  {
    name: "forecast-notebook-token",
    where: "the scope is one that only an administrator may grant",
    change: (tenant) => {
      const api = tenant.graph!["/v1.0/servicePrincipals(appId='e406a681-f3d4-42a8-90b6-c2b029497af1')"];
      ((api as JsonObject)["oauth2PermissionScopes"] as JsonObject[])[0]!["type"] = "Admin";
    },
    changed: "entra.admin-consent-required",
  },
  {
    name: "visitor-portal-reply-url",
    where: "the redirect URI is registered",
    change: (tenant) => {
      (graphOf(tenant, "/v1.0/applications(")["web"] as JsonObject)["redirectUris"] = [
        "https://app-visitor-portal.azurewebsites.net/signin-oidc",
      ];
    },
    changed: "unknown",
  },
  {
    name: "ingest-worker-assertion",
    where: "the subjects differ in case only",
    change: (tenant) => {
      properties(tenant, "/federatedIdentityCredentials/aks-ingest")["subject"] =
        "system:serviceaccount:Ingest:ingest-sa";
    },
    changed: "entra.federated-subject-case",
  },
  {
    name: "deploy-workflow-login-stopped",
    where: "the identity's subject is the token's",
    change: (tenant) => {
      properties(tenant, "/federatedIdentityCredentials/gh-environment")["subject"] =
        "repo:Trey-Research/Dash23:environment:Production";
    },
    changed: "unknown",
  },
  {
    name: "ingress-pending-ip",
    where: "the cluster's secret is valid",
    change: (tenant) => {
      const path = "/v1.0/applications(appId='440c82a7-b097-4c1f-8b05-4d8297dbd155')";
      const [secret] = (tenant.graph![path] as JsonObject)["passwordCredentials"] as JsonObject[];
      secret!["endDateTime"] = "2027-02-14T09:12:44Z";
    },
    changed: "unknown",
  },
  {
    name: "azd-up-stops-late",
    where: "the developer is Owner",
    change: allOwners,
    changed: "unknown",
  },
  {
    name: "container-env-subnet-join",
    where: "the principal is Owner above the subnet",
    change: allOwners,
    changed: "unknown",
  },
  {
    name: "pulumi-app-config-region",
    where: "the definition asks for a tag",
    change: (tenant) => {
      properties(tenant, "/e56962a6-4747-49cd-b67b-bf8b01975c4c")["policyRule"] = denyRule(
        `{"field": "[concat('tags[', parameters('tagName'), ']')]", "exists": "false"}`,
      );
    },
    changed: "policy.deny-missing-tag",
  },
  {
    name: "storage-module-public-denied",
    where: "no assignment carries the message",
    change: (tenant) => {
      properties(tenant, "/policyAssignments/no-public-storage")["nonComplianceMessages"] = [];
      properties(tenant, "/policyAssignments/no-public-storage")["displayName"] = "Another";
    },
    changed: "unknown",
  },
  {
    name: "platform-stack-rejected",
    where: "the definition looks at the location",
    change: (tenant) => {
      properties(tenant, "/coho-require-env-tag-rg")["policyRule"] = denyRule(
        '{"field": "location", "notIn": ["westus"]}',
      );
    },
    changed: "policy.deny-location",
  },
  {
    name: "landing-zone-initiative-member",
    where: "its message names no member, and one member alone denies",
    change: (tenant) => tellsNoMember(tenant, "Audit"),
    changed: "policy.deny-location",
  },
  {
    name: "landing-zone-initiative-member",
    where: "its message names no member, and several deny",
    change: (tenant) => tellsNoMember(tenant, "Deny"),
    changed: "unknown",
  },
  {
    name: "landing-zone-initiative-member",
    where: "its message names no member, and the assignment lets the tag policy deny alone",
    change: (tenant) => {
      tellsNoMember(tenant, "Audit");
      const set = properties(tenant, "/policySetDefinitions/landing-zone");
      const [first] = set["policyDefinitions"] as JsonObject[];
      first!["parameters"] = { effect: { value: "[parameters('tags')]" } };
      (properties(tenant, "/policyAssignments/lz")["parameters"] as JsonObject)["tags"] = { value: "Deny" };
      setEffect(properties(tenant, "/policyDefinitions/allowed-regions"), "audit");
    },
    changed: "policy.deny-missing-tag",
  },
  {
    name: "first-deploy-nested-404",
    where: "the vault was there first",
    change: (tenant) => {
      properties(tenant, "/keyvault/operations/D94BE918F575347A")["timestamp"] = "2026-03-11T14:50:00Z";
    },
    changed: "unknown",
  },
  {
    name: "bicep-registry-api-version",
    where: "the provider is not registered",
    change: (tenant) => {
      bodyOf(tenant, "/providers/Microsoft.EventGrid")["registrationState"] = "NotRegistered";
    },
    changed: "arm.provider-not-registered",
  },
  {
    name: "flux-bootstrap-arc-namespace",
    where: "the provider is registered",
    change: (tenant) => {
      bodyOf(tenant, "/Microsoft.KubernetesConfiguration")["registrationState"] = "Registered";
    },
    changed: "unknown",
  },
  {
    name: "gpu-pool-size-restricted",
    where: "the size has no restriction",
    change: (tenant) => {
      rows(tenant, "/Microsoft.Compute/skus")[0]!["restrictions"] = [];
    },
    changed: "unknown",
  },
  {
    name: "monthly-report-storage-write",
    where: "the subscription is enabled",
    change: (tenant) => {
      for (const subscription of tenant.subscriptions) subscription["state"] = "Enabled";
    },
    changed: "unknown",
  },
  {
    name: "render-vm-deploy",
    where: "the quota has room",
    change: (tenant) => {
      const cores = rows(tenant, "/locations/eastus/usages").find(
        ({ name }) => (name as JsonObject)["value"] === "cores",
      );
      cores!["limit"] = 100;
    },
    changed: "unknown",
  },
  {
    name: "preview-env-create-fails",
    where: "another environment may be made",
    change: (tenant) => {
      rows(tenant, "/locations/eastus/usages")[0]!["limit"] = 5;
    },
    changed: "unknown",
  },
  {
    name: "chat-demo-provision",
    where: "the model's quota has room",
    change: (tenant) => {
      for (const row of rows(tenant, "/eastus2/usages")) row["limit"] = 1_000;
    },
    changed: "unknown",
  },
  {
    name: "azd-up-second-environment-run",
    where: "no deleted account is kept",
    change: (tenant) => {
      bodyOf(tenant, "/deletedAccounts")["value"] = [];
    },
    changed: "unknown",
  },
  {
    name: "summariser-java-404",
    where: "the deployment exists",
    change: (tenant) => {
      const deployment = resourceOf(tenant, "/deployments/gpt41-prod");
      deployment.id = deployment.id.replace("gpt41-prod", "gpt-4.1");
      deployment["name"] = "gpt-4.1";
    },
    changed: "unknown",
  },
  {
    name: "docs-assistant-laptop-403",
    where: "the account lets everyone in",
    change: (tenant) => {
      const account = properties(tenant, "/accounts/aoai-cobaltfish");
      account["publicNetworkAccess"] = "Enabled";
      account["networkAcls"] = { defaultAction: "Allow" };
    },
    changed: "unknown",
  },
  {
    name: "ai-gateway-ip-not-listed",
    where: "the caller's address is admitted",
    change: (tenant) => {
      (properties(tenant, "/accounts/aoai-saltmarsh")["networkAcls"] as JsonObject)["ipRules"] = [
        { value: "198.51.100.0/24" },
      ];
    },
    changed: "unknown",
  },
  {
    name: "speech-minutes-regional-host",
    where: "the account has no network rules",
    change: (tenant) => {
      properties(tenant, "/accounts/cog-dovetail")["networkAcls"] = { defaultAction: "Allow" };
    },
    changed: "unknown",
  },
  {
    name: "support-agent-lacks-action",
    where: "the identity holds the role for inference",
    change: (tenant) => {
      for (const { type, properties: assignment } of tenant.resources)
        if (type === "Microsoft.Authorization/roleAssignments")
          (assignment as JsonObject)["roleDefinitionId"] =
            "/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    },
    changed: "unknown",
  },
  {
    name: "assistant-first-calls-429",
    where: "the account has no deployment",
    change: (tenant) => without(tenant, /\/deployments\//),
    changed: "unknown",
  },
];
