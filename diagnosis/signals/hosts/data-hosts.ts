import { type AzureHost, cloudSuffixes } from "./azure-host.ts";

/**
 * Endpoints of data services.
 *
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 * @see https://learn.microsoft.com/azure/china/resources-developer-guide
 * @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 */
export const dataHosts: readonly AzureHost[] = [
  {
    service: "keyvault",
    type: "microsoft.keyvault/vaults",
    suffixes: cloudSuffixes(
      "vault.azure.net vaultcore.azure.net",
      "vault.azure.cn",
      "vault.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "keyvault.hsm",
    type: "microsoft.keyvault/managedhsms",
    suffixes: cloudSuffixes("managedhsm.azure.net", "managedhsm.azure.cn", "managedhsm.usgovcloudapi.net"),
    nameAt: 0,
  },
  ...(["blob", "queue", "table", "file", "dfs", "web"] as const).map(storageHost),
  {
    service: "sql",
    type: "microsoft.sql/servers",
    suffixes: cloudSuffixes(
      "database.windows.net",
      "database.chinacloudapi.cn",
      "database.usgovcloudapi.net",
    ),
    nameAt: 0,
    dropEnd: /-secondary$/,
  },
  {
    service: "synapse.sql",
    type: "microsoft.synapse/workspaces",
    suffixes: cloudSuffixes(
      "sql.azuresynapse.net",
      "sql.azuresynapse.azure.cn",
      "sql.azuresynapse.usgovcloudapi.net",
    ),
    nameAt: 0,
    dropEnd: /-ondemand$/,
  },
  {
    service: "synapse",
    type: "microsoft.synapse/workspaces",
    suffixes: cloudSuffixes(
      "dev.azuresynapse.net",
      "dev.azuresynapse.azure.cn",
      "dev.azuresynapse.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "postgres",
    type: "microsoft.dbforpostgresql/flexibleservers",
    suffixes: cloudSuffixes(
      "postgres.database.azure.com",
      "postgres.database.chinacloudapi.cn",
      "postgres.database.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "cosmos.postgres",
    type: "microsoft.dbforpostgresql/servergroupsv2",
    suffixes: cloudSuffixes("postgres.cosmos.azure.com"),
    nameAt: -1,
    dropStart: /^[cw]\d*-/,
  },
  {
    service: "mysql",
    type: "microsoft.dbformysql/flexibleservers",
    suffixes: cloudSuffixes(
      "mysql.database.azure.com",
      "mysql.database.chinacloudapi.cn",
      "mysql.database.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "mariadb",
    type: "microsoft.dbformariadb/servers",
    suffixes: cloudSuffixes("mariadb.database.azure.com", "mariadb.database.chinacloudapi.cn"),
    nameAt: 0,
  },
  {
    service: "cosmos",
    type: "microsoft.documentdb/databaseaccounts",
    suffixes: cloudSuffixes(
      "documents.azure.com mongo.cosmos.azure.com cassandra.cosmos.azure.com gremlin.cosmos.azure.com table.cosmos.azure.com",
      "documents.azure.cn mongo.cosmos.azure.cn cassandra.cosmos.azure.cn gremlin.cosmos.azure.cn table.cosmos.azure.cn",
      "documents.azure.us mongo.cosmos.azure.us cassandra.cosmos.azure.us gremlin.cosmos.azure.us table.cosmos.azure.us",
    ),
    nameAt: 0,
  },
  {
    service: "cosmos.vcore",
    type: "microsoft.documentdb/mongoclusters",
    suffixes: cloudSuffixes("mongocluster.cosmos.azure.com"),
    nameAt: -1,
    dropStart: /^fc-/,
  },
  {
    // One suffix for Service Bus, Event Hubs and Relay: Resource Graph says which of them the name is.
    service: "servicebus",
    suffixes: cloudSuffixes(
      "servicebus.windows.net",
      "servicebus.chinacloudapi.cn",
      "servicebus.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "appconfig",
    type: "microsoft.appconfiguration/configurationstores",
    suffixes: cloudSuffixes("azconfig.io", "azconfig.azure.cn", "azconfig.azure.us"),
    nameAt: 0,
  },
  {
    service: "redis",
    type: "microsoft.cache/redis",
    suffixes: cloudSuffixes(
      "redis.cache.windows.net",
      "redis.cache.chinacloudapi.cn",
      "redis.cache.usgovcloudapi.net",
    ),
    nameAt: 0,
  },
  {
    service: "redis.enterprise",
    type: "microsoft.cache/redisenterprise",
    suffixes: cloudSuffixes(
      "redis.azure.net redisenterprise.cache.azure.net",
      "redis.azure.cn",
      "redis.azure.us",
    ),
    nameAt: -1,
  },
  {
    service: "search",
    type: "microsoft.search/searchservices",
    suffixes: cloudSuffixes("search.windows.net", "search.azure.cn", "search.azure.us"),
    nameAt: 0,
  },
  {
    // Topics and domains share the suffix.
    service: "eventgrid",
    suffixes: cloudSuffixes("eventgrid.azure.net", "eventgrid.azure.cn", "eventgrid.azure.us"),
    nameAt: -1,
  },
  {
    service: "kusto",
    type: "microsoft.kusto/clusters",
    suffixes: cloudSuffixes("kusto.windows.net", "kusto.chinacloudapi.cn", "kusto.usgovcloudapi.net"),
    nameAt: -1,
    dropStart: /^ingest-/,
  },
  {
    service: "purview",
    type: "microsoft.purview/accounts",
    suffixes: cloudSuffixes("purview.azure.com", "purview.azure.cn", "purview.azure.us"),
    nameAt: 0,
  },
  {
    service: "fhir",
    suffixes: cloudSuffixes(
      "fhir.azurehealthcareapis.com",
      "fhir.azurehealthcareapis.cn",
      "fhir.azurehealthcareapis.us",
    ),
  },
];

function storageHost(service: "blob" | "queue" | "table" | "file" | "dfs" | "web"): AzureHost {
  return {
    service: `storage.${service}`,
    type: "microsoft.storage/storageaccounts",
    suffixes: cloudSuffixes(
      `${service}.core.windows.net ${service}.storage.azure.net`,
      `${service}.core.chinacloudapi.cn`,
      `${service}.core.usgovcloudapi.net`,
    ),
    // `acct.z6.web.core.windows.net` and `acct.z01.blob.storage.azure.net` put a zone between name and suffix.
    nameAt: -1,
    dropEnd: /-(?:secondary|microsoftrouting|internetrouting)$/,
  };
}
