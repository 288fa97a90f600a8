import { type Role, role } from "./role.ts";

const readRoles = "Microsoft.Authorization/roleAssignments/read Microsoft.Authorization/roleDefinitions/read";
const openAi = "Microsoft.CognitiveServices/accounts/OpenAI";

/**
 * Built-in data roles of messaging, registries, AI, search, configuration and clusters.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const serviceRoles: readonly Role[] = [
  role(
    "090c5cfd-751d-490a-894a-3ce6f1109419",
    "Azure Service Bus Data Owner",
    "Microsoft.ServiceBus/*",
    "Microsoft.ServiceBus/*",
  ),
  role(
    "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
    "Azure Service Bus Data Sender",
    "Microsoft.ServiceBus/*/queues/read Microsoft.ServiceBus/*/topics/read Microsoft.ServiceBus/*/topics/subscriptions/read",
    "Microsoft.ServiceBus/*/send/action",
  ),
  role(
    "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
    "Azure Service Bus Data Receiver",
    "Microsoft.ServiceBus/*/queues/read Microsoft.ServiceBus/*/topics/read Microsoft.ServiceBus/*/topics/subscriptions/read",
    "Microsoft.ServiceBus/*/receive/action",
  ),
  role(
    "f526a384-b230-433a-b45c-95f59c4a2dec",
    "Azure Event Hubs Data Owner",
    "Microsoft.EventHub/*",
    "Microsoft.EventHub/*",
  ),
  role(
    "2b629674-e913-4c01-ae53-ef4638d8f975",
    "Azure Event Hubs Data Sender",
    "Microsoft.EventHub/*/eventhubs/read",
    "Microsoft.EventHub/*/send/action",
  ),
  role(
    "a638d3c7-ab3a-418d-83e6-5f17a39d4fde",
    "Azure Event Hubs Data Receiver",
    "Microsoft.EventHub/*/eventhubs/consumergroups/read",
    "Microsoft.EventHub/*/receive/action",
  ),
  role(
    "d5a91429-5739-47e2-a06b-3470a27159e7",
    "EventGrid Data Sender",
    "Microsoft.Authorization/*/read Microsoft.EventGrid/topics/read Microsoft.EventGrid/domains/read Microsoft.EventGrid/partnerNamespaces/read Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.EventGrid/events/send/action",
  ),
  role("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", "Microsoft.ContainerRegistry/registries/pull/read"),
  role(
    "8311e382-0749-4cb8-b61a-304f252e45ec",
    "AcrPush",
    "Microsoft.ContainerRegistry/registries/pull/read Microsoft.ContainerRegistry/registries/push/write",
  ),
  role(
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    "AcrDelete",
    "Microsoft.ContainerRegistry/registries/artifacts/delete",
  ),
  role(
    "6cef56e8-d556-48e5-a04f-b8e64114680f",
    "AcrImageSigner",
    "Microsoft.ContainerRegistry/registries/sign/write",
  ),
  role(
    "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    "Container Registry Repository Reader",
    "",
    "Microsoft.ContainerRegistry/registries/repositories/content/read Microsoft.ContainerRegistry/registries/repositories/metadata/read",
  ),
  role(
    "2a1e307c-b015-4ebd-883e-5b7698a07328",
    "Container Registry Repository Writer",
    "",
    "Microsoft.ContainerRegistry/registries/repositories/content/read Microsoft.ContainerRegistry/registries/repositories/content/write Microsoft.ContainerRegistry/registries/repositories/metadata/read Microsoft.ContainerRegistry/registries/repositories/metadata/write",
  ),
  role(
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services OpenAI User",
    `Microsoft.CognitiveServices/*/read ${readRoles}`,
    `${openAi}/*/read ${openAi}/engines/completions/action ${openAi}/engines/search/action ${openAi}/engines/generate/action ${openAi}/deployments/audio/action ${openAi}/deployments/search/action ${openAi}/deployments/completions/action ${openAi}/deployments/chat/completions/action ${openAi}/deployments/extensions/chat/completions/action ${openAi}/deployments/embeddings/action ${openAi}/images/generations/action ${openAi}/assistants/write ${openAi}/assistants/read ${openAi}/assistants/delete ${openAi}/responses/*`,
  ),
  role(
    "a001fd3d-188f-4b5d-821b-7da978bf7442",
    "Cognitive Services OpenAI Contributor",
    `Microsoft.CognitiveServices/*/read Microsoft.CognitiveServices/accounts/deployments/write Microsoft.CognitiveServices/accounts/deployments/delete Microsoft.CognitiveServices/accounts/raiPolicies/* Microsoft.CognitiveServices/accounts/commitmentplans/* ${readRoles}`,
    `${openAi}/*`,
  ),
  role(
    "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Cognitive Services User",
    "Microsoft.CognitiveServices/*/read Microsoft.CognitiveServices/accounts/listkeys/action Microsoft.Insights/alertRules/read Microsoft.Insights/diagnosticSettings/read Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/read Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*",
    "Microsoft.CognitiveServices/*",
  ),
  role(
    "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68",
    "Cognitive Services Contributor",
    "Microsoft.Authorization/*/read Microsoft.CognitiveServices/* Microsoft.Features/features/read Microsoft.Features/providers/features/read Microsoft.Insights/alertRules/* Microsoft.Insights/diagnosticSettings/* Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*",
  ),
  role(
    "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "Azure AI User",
    `Microsoft.CognitiveServices/*/read Microsoft.CognitiveServices/accounts/listkeys/action ${readRoles}`,
    "Microsoft.CognitiveServices/*",
  ),
  role(
    "1407120a-92aa-4202-b7e9-c0e197c71c8f",
    "Search Index Data Reader",
    "",
    "Microsoft.Search/searchServices/indexes/documents/read",
  ),
  role(
    "8ebe5a00-799e-43f5-93ac-243d3dce84a7",
    "Search Index Data Contributor",
    "",
    "Microsoft.Search/searchServices/indexes/documents/*",
  ),
  role(
    "7ca78c08-252a-4471-8644-bb5ff32d4ba0",
    "Search Service Contributor",
    "Microsoft.Authorization/*/read Microsoft.Search/searchServices/* Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Search/searchServices/indexers/* Microsoft.Search/searchServices/skillsets/*",
  ),
  role(
    "516239f1-63e1-4d78-a4de-a74fb236a071",
    "App Configuration Data Reader",
    "",
    "Microsoft.AppConfiguration/configurationStores/*/read Microsoft.AppConfiguration/configurationStores/*/read/action",
  ),
  role(
    "5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b",
    "App Configuration Data Owner",
    "",
    "Microsoft.AppConfiguration/configurationStores/*/read Microsoft.AppConfiguration/configurationStores/*/write Microsoft.AppConfiguration/configurationStores/*/delete Microsoft.AppConfiguration/configurationStores/*/action",
  ),
  role(
    "fbdf93bf-df7d-467e-a4d2-9458aa1360c8",
    "Cosmos DB Account Reader Role",
    "Microsoft.Authorization/*/read Microsoft.DocumentDB/*/read Microsoft.DocumentDB/databaseAccounts/readonlykeys/action Microsoft.Insights/MetricDefinitions/read Microsoft.Insights/Metrics/read Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*",
  ),
  role(
    "5bd9cd88-fe45-4216-938b-f97437e15450",
    "DocumentDB Account Contributor",
    "Microsoft.Authorization/*/read Microsoft.DocumentDb/databaseAccounts/* Microsoft.Insights/alertRules/* Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/* Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
  ),
  role(
    "230815da-be43-4aae-9cb4-875f7bd000aa",
    "Cosmos DB Operator",
    "Microsoft.DocumentDb/databaseAccounts/* Microsoft.Insights/alertRules/* Microsoft.Authorization/*/read Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/* Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/* Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
    "",
    "Microsoft.DocumentDB/databaseAccounts/dataTransferJobs/* Microsoft.DocumentDB/databaseAccounts/readonlyKeys/* Microsoft.DocumentDB/databaseAccounts/regenerateKey/* Microsoft.DocumentDB/databaseAccounts/listKeys/* Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/* Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/write Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/delete Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/delete",
  ),
  role(
    "3913510d-42f4-4e42-8a64-420c390055eb",
    "Monitoring Metrics Publisher",
    "Microsoft.Insights/Register/Action Microsoft.Support/* Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Insights/Metrics/Write Microsoft.Insights/Telemetry/Write",
  ),
  role(
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    "Azure Kubernetes Service RBAC Cluster Admin",
    "Microsoft.Authorization/*/read Microsoft.Resources/subscriptions/read Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
    "Microsoft.ContainerService/managedClusters/*",
  ),
];
