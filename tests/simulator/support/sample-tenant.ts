/** A small tenant that has one of everything; ids are short and made up. */
export const ids = {
  tenant: "11111111-1111-4111-8111-111111111111",
  subscription: "22222222-2222-4222-8222-222222222222",
  otherSubscription: "33333333-3333-4333-8333-333333333333",
  ann: "aaaaaaaa-0000-4000-8000-000000000001",
  bob: "aaaaaaaa-0000-4000-8000-000000000002",
  app: "bbbbbbbb-0000-4000-8000-000000000001",
  developers: "cccccccc-0000-4000-8000-000000000001",
  everyone: "cccccccc-0000-4000-8000-000000000002",
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  customer: "dddddddd-0000-4000-8000-000000000001",
  appId: "eeeeeeee-0000-4000-8000-000000000001",
} as const;

export const subscription = `/subscriptions/${ids.subscription}`;
export const group = `${subscription}/resourceGroups/rg-shop`;
export const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-shop`;
export const otherVault = `${subscription}/resourceGroups/rg-ops/providers/Microsoft.KeyVault/vaults/kv-ops`;
export const site = `${group}/providers/Microsoft.Web/sites/shop`;
export const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
export const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/log`;
export const component = `${group}/providers/Microsoft.Insights/components/appi`;
export const managementGroup = "/providers/Microsoft.Management/managementGroups/root";

const definition = (name: string, roleName: string, actions: string[]) => ({
  id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
  name,
  type: "Microsoft.Authorization/roleDefinitions",
  properties: { roleName, type: "BuiltInRole", permissions: [{ actions, notActions: [] }] },
});

export const assignment = (scope: string, name: string, principalId: string, roleId: string) => ({
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
  name,
  type: "Microsoft.Authorization/roleAssignments",
  properties: {
    scope,
    principalId,
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
  },
});

const resource = (id: string, type: string, properties: object, extra: object = {}) => ({
  id,
  name: id.slice(id.lastIndexOf("/") + 1),
  type,
  location: "westeurope",
  properties,
  ...extra,
});

export const resources = [
  resource(group, "Microsoft.Resources/resourceGroups", {}, { tags: { env: "prod" } }),
  resource(
    `${subscription}/resourceGroups/rg-ops`,
    "Microsoft.Resources/resourceGroups",
    {},
    { tags: { env: "dev" } },
  ),
  resource(
    vault,
    "Microsoft.KeyVault/vaults",
    { networkAcls: { defaultAction: "Deny", ipRules: [{ value: "203.0.113.0/24" }] } },
    { tags: { env: "prod" } },
  ),
  resource(otherVault, "Microsoft.KeyVault/vaults", { networkAcls: { defaultAction: "Allow", ipRules: [] } }),
  resource(
    site,
    "Microsoft.Web/sites",
    { state: "Running" },
    { kind: "app,linux", identity: { type: "SystemAssigned", principalId: ids.app } },
  ),
  {
    id: `${site}/config/web`,
    name: "web",
    type: "Microsoft.Web/sites/config",
    properties: { linuxFxVersion: "NODE|22" },
  },
  resource(network, "Microsoft.Network/virtualNetworks", {
    subnets: [{ id: `${network}/subnets/apps`, name: "apps", properties: { addressPrefix: "10.0.1.0/24" } }],
  }),
  resource(workspace, "Microsoft.OperationalInsights/workspaces", { customerId: ids.customer }),
  resource(component, "Microsoft.Insights/components", { AppId: ids.appId, WorkspaceResourceId: workspace }),
  {
    id: `${vault}/providers/Microsoft.Insights/diagnosticSettings/to-log`,
    name: "to-log",
    type: "Microsoft.Insights/diagnosticSettings",
    properties: { workspaceId: workspace },
  },
  {
    id: `${vault}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`,
    name: "current",
    type: "Microsoft.ResourceHealth/AvailabilityStatuses",
    properties: { availabilityState: "Available" },
  },
  {
    id: `${group}/providers/Microsoft.Authorization/locks/keep`,
    name: "keep",
    type: "Microsoft.Authorization/locks",
    properties: { level: "CanNotDelete" },
  },
  {
    id: `${managementGroup}/providers/Microsoft.Authorization/policyAssignments/deny-public`,
    name: "deny-public",
    type: "Microsoft.Authorization/policyAssignments",
    properties: {
      policyDefinitionId: `${managementGroup}/providers/Microsoft.Authorization/policyDefinitions/no-public`,
    },
  },
  {
    id: `${managementGroup}/providers/Microsoft.Authorization/policyDefinitions/no-public`,
    name: "no-public",
    type: "Microsoft.Authorization/policyDefinitions",
    properties: { policyType: "Custom" },
  },
  {
    id: `${vault}/providers/Microsoft.PolicyInsights/policyStates/state`,
    name: "state",
    type: "Microsoft.PolicyInsights/policyStates",
    properties: { resourceId: vault, complianceState: "NonCompliant" },
  },
  {
    id: `${subscription}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/kv-gone`,
    name: "kv-gone",
    type: "Microsoft.KeyVault/deletedVaults",
    properties: { deletionDate: "2026-05-01T00:00:00Z" },
  },
  {
    id: `${group}/providers/Microsoft.Resources/deployments/main`,
    name: "main",
    type: "Microsoft.Resources/deployments",
    properties: { provisioningState: "Failed" },
  },
  {
    id: `${group}/providers/Microsoft.Resources/deployments/main/operations/01`,
    name: "01",
    type: "Microsoft.Resources/deployments/operations",
    properties: { statusCode: "Conflict" },
  },
  definition(ids.reader, "Reader", ["*/read"]),
  definition(ids.owner, "Owner", ["*"]),
  assignment(subscription, "at-subscription", ids.developers, ids.reader),
  assignment(group, "at-group", ids.ann, ids.reader),
  assignment(vault, "at-vault", ids.app, ids.owner),
];

export const sampleTenant = {
  tenantId: ids.tenant,
  now: "2026-06-01T12:00:00Z",
  users: [
    { upn: "ann@example.com", objectId: ids.ann, displayName: "Ann", groups: [ids.developers] },
    { upn: "bob@example.com", objectId: ids.bob },
  ],
  subscriptions: [
    {
      id: subscription,
      subscriptionId: ids.subscription,
      tenantId: ids.tenant,
      displayName: "Shop",
      state: "Enabled",
    },
    {
      id: `/subscriptions/${ids.otherSubscription}`,
      subscriptionId: ids.otherSubscription,
      displayName: "Spare",
      state: "Disabled",
    },
  ],
  resources,
};
