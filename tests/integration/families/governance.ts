import {
  type Area,
  arm,
  developers,
  group,
  managementGroup,
  person,
  resource,
  subscription,
  vault,
} from "./family.ts";

const authorization = "providers/Microsoft.Authorization";
const reader = `${subscription}/${authorization}/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const secretsUser = `${subscription}/${authorization}/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`;
const assignment = (
  scope: string,
  name: string,
  principalId: string,
  roleDefinitionId: string,
  type: string,
) =>
  resource(`${scope}/${authorization}/roleAssignments/${name}`, {
    scope,
    principalId,
    principalType: type,
    roleDefinitionId,
  });
const failed = `${group}/providers/Microsoft.Resources/deployments/main`;
const nested = `${group}/providers/Microsoft.Resources/deployments/network`;
const innermost = {
  code: "SubnetsNotInSameVnet",
  message: "Subnet till is not in the same virtual network.",
};
const policy = `${managementGroup}/${authorization}/policyAssignments/deny-public`;
const definition = `${managementGroup}/${authorization}/policyDefinitions/no-public`;

/** A policy rule, as the text that Azure sends: an object with a `then` looks like a promise. */
const denying = JSON.parse(
  '{ "if": { "field": "type", "equals": "Microsoft.KeyVault/vaults" }, "then": { "effect": "deny" } }',
) as object;

/** Who may do what, what policies say, what is locked, what is left of quotas, what was deployed. */
export const governance: Area = {
  resources: [
    resource(reader, {
      roleName: "Reader",
      type: "BuiltInRole",
      permissions: [{ actions: ["*/read"], notActions: [], dataActions: [], notDataActions: [] }],
    }),
    resource(secretsUser, {
      roleName: "Key Vault Secrets User",
      type: "BuiltInRole",
      permissions: [
        {
          actions: [],
          notActions: [],
          dataActions: ["Microsoft.KeyVault/vaults/secrets/getSecret/action"],
          notDataActions: [],
        },
      ],
    }),
    assignment(subscription, "ra-developers", developers, reader, "Group"),
    assignment(vault, "ra-noa", person.objectId, secretsUser, "User"),
    resource(`${group}/${authorization}/denyAssignments/da-stack`, {
      denyAssignmentName: "Created by Deployment Stack",
      permissions: [{ actions: ["*/delete"], notActions: [] }],
      principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
      scope: group,
    }),
    resource(`${subscription}/${authorization}/roleEligibilityScheduleInstances/el-owner`, {
      principalId: person.objectId,
      roleDefinitionId: `${subscription}/${authorization}/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
      scope: subscription,
      status: "Provisioned",
    }),
    resource(`${subscription}/${authorization}/roleAssignmentScheduleRequests/rq-owner`, {
      principalId: person.objectId,
      roleDefinitionId: `${subscription}/${authorization}/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
      requestType: "SelfActivate",
      scope: subscription,
      status: "Provisioned",
    }),
    resource(policy, {
      displayName: "No public access",
      policyDefinitionId: definition,
      enforcementMode: "Default",
    }),
    resource(definition, {
      displayName: "No public access",
      policyRule: denying,
    }),
    resource(`${vault}/providers/Microsoft.PolicyInsights/policyStates/ps-vault`, {
      resourceId: vault,
      policyAssignmentId: policy,
      policyDefinitionId: definition,
      complianceState: "NonCompliant",
    }),
    resource(`${group}/${authorization}/locks/keep`, { level: "CanNotDelete", notes: "Production" }),
    resource(failed, {
      provisioningState: "Failed",
      error: { code: "DeploymentFailed", message: "At least one resource deployment operation failed." },
      parameters: {
        adminPassword: { type: "SecureString" },
        region: { type: "String", value: "westeurope" },
      },
    }),
    resource(`${failed}/operations/op-1`, {
      provisioningState: "Failed",
      statusCode: "Conflict",
      targetResource: {
        id: nested,
        resourceType: "Microsoft.Resources/deployments",
        resourceName: "network",
      },
      statusMessage: { error: { code: "DeploymentFailed", message: "See the nested deployment." } },
    }),
    resource(nested, { provisioningState: "Failed" }),
    resource(`${nested}/operations/op-2`, {
      provisioningState: "Failed",
      statusCode: "BadRequest",
      targetResource: { resourceType: "Microsoft.Network/privateEndpoints", resourceName: "pe-till" },
      statusMessage: { error: innermost },
    }),
  ],
  responses: [
    {
      method: "GET",
      path: `${subscription}/providers/Microsoft.Compute/locations/westeurope/usages`,
      status: 200,
      body: {
        value: [
          {
            name: { value: "cores", localizedValue: "Total Regional vCPUs" },
            currentValue: 10,
            limit: 10,
            unit: "Count",
          },
        ],
      },
    },
    {
      method: "GET",
      path: `${subscription}/providers/Microsoft.Compute/locations/westeurope/providers/Microsoft.Quota/quotas`,
      status: 200,
      body: {
        value: [{ name: "cores", properties: { limit: { limitObjectType: "LimitValue", value: 10 } } }],
      },
    },
  ],
  families: [
    {
      name: "role assignments, also inherited ones and those of groups",
      read: arm(`${vault}/${authorization}/roleAssignments`),
      body: {
        value: [
          { properties: { principalId: developers, principalType: "Group", scope: subscription } },
          { properties: { principalId: person.objectId, principalType: "User", scope: vault } },
        ],
      },
      permission: "Microsoft.Authorization/roleAssignments/read",
      usedBy: ["keyvault.rbac-missing-data-role.assignments", "rbac.missing-at-scope.assignments"],
    },
    {
      name: "a role definition",
      read: arm(secretsUser),
      body: { properties: { roleName: "Key Vault Secrets User" } },
      permission: "Microsoft.Authorization/roleDefinitions/read",
      usedBy: ["keyvault.rbac-missing-data-role.definitions", "rbac.missing-at-scope.definitions"],
    },
    {
      name: "deny assignments",
      read: arm(`${group}/${authorization}/denyAssignments`),
      body: { value: [{ properties: { denyAssignmentName: "Created by Deployment Stack" } }] },
      permission: "Microsoft.Authorization/denyAssignments/read",
      usedBy: ["rbac.deny-assignment.denyAssignments"],
    },
    {
      name: "the caller's own permissions",
      read: arm(`${group}/${authorization}/permissions`),
      body: { value: [{ actions: ["*/read"] }] },
      permission: "Microsoft.Authorization/permissions/read",
      usedBy: [],
    },
    {
      name: "roles that the caller may activate",
      read: arm(`${vault}/${authorization}/roleEligibilityScheduleInstances`, {
        $filter: `assignedTo('${person.objectId}')`,
      }),
      body: { value: [{ properties: { principalId: person.objectId, status: "Provisioned" } }] },
      permission: "Microsoft.Authorization/roleEligibilityScheduleInstances/read",
      usedBy: [
        "rbac.missing-at-scope.eligible",
        "rbac.missing-at-scope.ownEligible",
        "storage.rbac-missing-data-role.eligible",
      ],
    },
    {
      name: "earlier activations of a role",
      read: arm(`${subscription}/${authorization}/roleAssignmentScheduleRequests`, {
        $filter: `principalId eq '${person.objectId}'`,
      }),
      body: { value: [{ properties: { principalId: person.objectId, requestType: "SelfActivate" } }] },
      permission: "Microsoft.Authorization/roleAssignmentScheduleRequests/read",
      usedBy: ["rbac.missing-at-scope.activations"],
    },
    {
      name: "policy assignments, also of the management group",
      read: arm(`${group}/${authorization}/policyAssignments`),
      body: { value: [{ id: policy, properties: { policyDefinitionId: definition } }] },
      permission: "Microsoft.Authorization/policyAssignments/read",
      usedBy: ["policy.deny-other.assignments"],
    },
    {
      name: "a policy definition",
      read: arm(definition),
      body: { properties: { policyRule: denying } },
      permission: "Microsoft.Authorization/policyDefinitions/read",
      usedBy: ["policy.deny-other.definition"],
    },
    {
      name: "policy states",
      read: arm(`${group}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`),
      body: { value: [{ resourceId: vault, complianceState: "NonCompliant" }] },
      permission: "Microsoft.PolicyInsights/policyStates/queryResults/read",
      usedBy: [],
    },
    {
      name: "policy states of all subscriptions",
      read: {
        kind: "resource_graph",
        query:
          "policyresources | where type =~ 'microsoft.policyinsights/policystates' | project id, properties | take 50",
      },
      body: { data: [{ properties: { resourceId: vault, complianceState: "NonCompliant" } }] },
      permission: "Microsoft.PolicyInsights/policyStates/queryResults/read",
      usedBy: ["policy.modify-shared-key.states"],
    },
    {
      name: "locks",
      read: arm(`${subscription}/${authorization}/locks`),
      body: { value: [{ name: "keep", properties: { level: "CanNotDelete" } }] },
      permission: "Microsoft.Authorization/locks/read",
      usedBy: ["lock.cannot-delete.locks", "lock.read-only.locks"],
    },
    {
      name: "usages against their limits",
      read: arm(`${subscription}/providers/Microsoft.Compute/locations/westeurope/usages`),
      body: { value: [{ name: { value: "cores" }, currentValue: 10, limit: 10 }] },
      permission: "Microsoft.Compute/locations/usages/read",
      usedBy: ["quota.compute-vcpu.usages"],
    },
    {
      name: "quotas",
      read: arm(
        `${subscription}/providers/Microsoft.Compute/locations/westeurope/providers/Microsoft.Quota/quotas`,
      ),
      body: { value: [{ name: "cores", properties: { limit: { value: 10 } } }] },
      permission: "Microsoft.Quota/quotas/read",
      usedBy: [],
    },
    {
      name: "the registration of a resource provider",
      read: arm(`${subscription}/providers/Microsoft.KeyVault`),
      body: { namespace: "Microsoft.KeyVault", registrationState: "Registered" },
      permission: "Microsoft.Resources/subscriptions/providers/read",
      usedBy: ["arm.provider-not-registered.provider"],
    },
    {
      name: "a deployment, without what is secret in it",
      read: arm(failed),
      body: {
        properties: { provisioningState: "Failed", parameters: { adminPassword: { type: "SecureString" } } },
      },
      permission: "Microsoft.Resources/deployments/read",
      usedBy: ["arm.invalid-template.deployment"],
    },
    {
      name: "the operations of a deployment",
      read: arm(`${failed}/operations`),
      body: { value: [{ properties: { targetResource: { id: nested } } }] },
      permission: "Microsoft.Resources/deployments/operations/read",
      usedBy: ["arm.missing-dependency.operations"],
    },
    {
      name: "the innermost error of a nested deployment",
      read: arm(`${nested}/operations`),
      body: { value: [{ properties: { statusMessage: { error: innermost } } }] },
      permission: "Microsoft.Resources/deployments/operations/read",
      usedBy: ["arm.missing-dependency.nested"],
    },
  ],
};
