import { type Role, role } from "./role.ts";

const everyService =
  "Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*";

/**
 * Built-in roles of ARM and of the management of single services.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const generalRoles: readonly Role[] = [
  role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", "*"),
  role(
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Contributor",
    "*",
    "",
    "Microsoft.Authorization/*/Delete Microsoft.Authorization/*/Write Microsoft.Authorization/elevateAccess/Action Microsoft.Blueprint/blueprintAssignments/write Microsoft.Blueprint/blueprintAssignments/delete Microsoft.Compute/galleries/share/action Microsoft.Purview/consents/write Microsoft.Purview/consents/delete Microsoft.Resources/deploymentStacks/manageDenySetting/action Microsoft.Subscription/cancel/action Microsoft.Subscription/enable/action",
  ),
  role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "*/read"),
  role(
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "User Access Administrator",
    "*/read Microsoft.Authorization/* Microsoft.Support/*",
  ),
  role(
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "Role Based Access Control Administrator",
    "Microsoft.Authorization/roleAssignments/write Microsoft.Authorization/roleAssignments/delete */read Microsoft.Support/*",
  ),
  role(
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
    "Monitoring Reader",
    "*/read Microsoft.OperationalInsights/workspaces/search/action Microsoft.Support/*",
  ),
  role(
    "73c42c96-874c-492b-b04d-ab87d138a893",
    "Log Analytics Reader",
    "*/read Microsoft.OperationalInsights/workspaces/analytics/query/action Microsoft.OperationalInsights/workspaces/search/action Microsoft.Support/*",
    "",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/read",
  ),
  role("4d97b98b-1d4f-4787-a291-c67834d212e7", "Network Contributor", `${everyService} Microsoft.Network/*`),
  role(
    "de139f84-1756-47ae-9be6-808fbbe84772",
    "Website Contributor",
    `${everyService} Microsoft.Insights/components/* Microsoft.Web/certificates/* Microsoft.Web/listSitesAssignedToHostName/read Microsoft.Web/serverFarms/join/action Microsoft.Web/serverFarms/read Microsoft.Web/sites/*`,
  ),
  role(
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c",
    "Virtual Machine Contributor",
    `${everyService} Microsoft.Compute/availabilitySets/* Microsoft.Compute/locations/* Microsoft.Compute/virtualMachines/* Microsoft.Compute/virtualMachineScaleSets/* Microsoft.Compute/disks/write Microsoft.Compute/disks/read Microsoft.Compute/disks/delete Microsoft.Network/networkInterfaces/* Microsoft.Network/virtualNetworks/read Microsoft.Network/virtualNetworks/subnets/join/action Microsoft.Network/networkSecurityGroups/join/action Microsoft.Network/publicIPAddresses/join/action`,
  ),
  // Attaching an identity asks for the action without a name between, which this role is documented to grant.
  role(
    "f1a07417-d97a-45cb-824c-7a7467783830",
    "Managed Identity Operator",
    "Microsoft.ManagedIdentity/userAssignedIdentities/*/read Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action Microsoft.ManagedIdentity/userAssignedIdentities/assign/action Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Resources/deployments/* Microsoft.Support/*",
  ),
  role(
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
    "Managed Identity Contributor",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read Microsoft.ManagedIdentity/userAssignedIdentities/write Microsoft.ManagedIdentity/userAssignedIdentities/delete Microsoft.Authorization/*/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read",
  ),
  role(
    "673868aa-7521-48a0-acc6-0f60742d39f5",
    "Data Factory Contributor",
    `${everyService} Microsoft.DataFactory/dataFactories/* Microsoft.DataFactory/factories/* Microsoft.EventGrid/eventSubscriptions/write`,
  ),
  role(
    "9b7fa17d-e63e-47b0-bb0a-15c516ac86ec",
    "SQL DB Contributor",
    `${everyService} Microsoft.Sql/locations/*/read Microsoft.Sql/servers/databases/* Microsoft.Sql/servers/read`,
  ),
  role(
    "6d8ee4ec-f05a-4a1d-8b00-a9b17e38b437",
    "SQL Server Contributor",
    `${everyService} Microsoft.Sql/locations/*/read Microsoft.Sql/servers/*`,
  ),
  role(
    "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    "Azure Kubernetes Service Contributor Role",
    `${everyService} Microsoft.ContainerService/managedClusters/*`,
  ),
  role(
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
    "Azure Kubernetes Service Cluster User Role",
    "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action Microsoft.ContainerService/managedClusters/read",
  ),
  role(
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
    "Azure Kubernetes Service Cluster Admin Role",
    "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action Microsoft.ContainerService/managedClusters/read Microsoft.ContainerService/managedClusters/runcommand/action",
  ),
  role(
    "befefa01-2a29-4197-83a8-272ff33ce314",
    "DNS Zone Contributor",
    `${everyService} Microsoft.Network/dnsZones/*`,
  ),
  role(
    "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Private DNS Zone Contributor",
    `${everyService} Microsoft.Network/privateDnsZones/* Microsoft.Network/privateDnsOperationResults/* Microsoft.Network/virtualNetworks/join/action Microsoft.Network/virtualNetworks/read`,
  ),
  role(
    "4a9ae827-6dc8-4573-8ac7-8239d42aa03f",
    "Tag Contributor",
    "Microsoft.Authorization/*/read Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Resources/subscriptions/resources/read Microsoft.Resources/tags/* Microsoft.Resources/deployments/* Microsoft.Support/*",
  ),
];
