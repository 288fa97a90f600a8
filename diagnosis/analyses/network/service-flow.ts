import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";

interface ServiceFlow {
  tags: readonly string[];
  port: number;
  /** Where the service sends a caller from inside Azure on to, after it has answered on its port: the first of that range. */
  redirectPort?: number;
  /** The name of its service endpoint, where it has one. */
  endpoint?: string;
}

/**
 * The service tags under which the public endpoints of a service are known, and the port that its clients use.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/service-tags-overview
 * @see https://learn.microsoft.com/azure/azure-sql/database/connectivity-architecture
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview
 */
const flowByType: Readonly<Record<string, ServiceFlow>> = {
  "microsoft.storage/storageaccounts": { tags: ["Storage"], port: 443, endpoint: "Microsoft.Storage" },
  "microsoft.keyvault/vaults": { tags: ["AzureKeyVault"], port: 443, endpoint: "Microsoft.KeyVault" },
  "microsoft.sql/servers": { tags: ["Sql"], port: 1433, redirectPort: 11000, endpoint: "Microsoft.Sql" },
  "microsoft.documentdb/databaseaccounts": {
    tags: ["AzureCosmosDB"],
    port: 443,
    endpoint: "Microsoft.AzureCosmosDB",
  },
  "microsoft.servicebus/namespaces": { tags: ["ServiceBus"], port: 5671, endpoint: "Microsoft.ServiceBus" },
  "microsoft.eventhub/namespaces": { tags: ["EventHub"], port: 5671, endpoint: "Microsoft.EventHub" },
  "microsoft.containerregistry/registries": {
    tags: ["AzureContainerRegistry"],
    port: 443,
    endpoint: "Microsoft.ContainerRegistry",
  },
  "microsoft.cognitiveservices/accounts": {
    tags: ["CognitiveServicesManagement"],
    port: 443,
    endpoint: "Microsoft.CognitiveServices",
  },
  "microsoft.appconfiguration/configurationstores": { tags: ["AppConfiguration"], port: 443 },
  "microsoft.cache/redis": { tags: ["AzureCloud"], port: 6380 },
  "microsoft.cache/redisenterprise": { tags: ["AzureCloud"], port: 10000 },
  "microsoft.sql/managedinstances": { tags: ["SqlManagement"], port: 1433 },
  "microsoft.documentdb/mongoclusters": { tags: ["AzureCosmosDB"], port: 10260 },
  "microsoft.dbforpostgresql/flexibleservers": { tags: ["AzureCloud"], port: 5432 },
  "microsoft.dbformysql/flexibleservers": { tags: ["AzureCloud"], port: 3306 },
  "microsoft.search/searchservices": { tags: ["AzureCognitiveSearch"], port: 443 },
  "microsoft.web/sites": { tags: ["AppService"], port: 443, endpoint: "Microsoft.Web" },
};

/** `service_flow(type)`: `{ tags, port, redirectPort, endpoint }` of a service by the ARM type of its resource; port 443 and no tag for others. */
export const serviceFlow: AnalysisFunction = ([type]) => {
  if (type?.kind === "unknown") return type;
  const name = typeof type?.value === "string" ? type.value.toLowerCase() : "";
  const { tags, port, redirectPort, endpoint } = flowByType[name] ?? { tags: [], port: 443 };
  return known({ tags: [...tags], port, redirectPort: redirectPort ?? null, endpoint: endpoint ?? null });
};
