import { expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { splitHost } from "../../../diagnosis/signals/hosts/split-host.ts";

test.each([
  ["kv-orders.vault.azure.net", "keyvault", "kv-orders", "microsoft.keyvault/vaults", "public"],
  [
    "kv-orders.privatelink.vaultcore.azure.net",
    "keyvault",
    "kv-orders",
    "microsoft.keyvault/vaults",
    "public",
  ],
  ["kv-cn.vault.azure.cn", "keyvault", "kv-cn", "microsoft.keyvault/vaults", "china"],
  ["kv-gov.vault.usgovcloudapi.net", "keyvault", "kv-gov", "microsoft.keyvault/vaults", "usgov"],
  [
    "stdata-secondary.blob.core.windows.net",
    "storage.blob",
    "stdata",
    "microsoft.storage/storageaccounts",
    "public",
  ],
  ["stdata.z6.web.core.windows.net", "storage.web", "stdata", "microsoft.storage/storageaccounts", "public"],
  [
    "stdata.z21.blob.storage.azure.net",
    "storage.blob",
    "stdata",
    "microsoft.storage/storageaccounts",
    "public",
  ],
  ["stdata.dfs.core.chinacloudapi.cn", "storage.dfs", "stdata", "microsoft.storage/storageaccounts", "china"],
  ["sql-a.database.windows.net", "sql", "sql-a", "microsoft.sql/servers", "public"],
  ["mi-a.0a1b2c3d.database.windows.net", "sql", "mi-a", "microsoft.sql/managedinstances", "public"],
  ["mi-a.public.0a1b2c3d.database.windows.net", "sql", "mi-a", "microsoft.sql/managedinstances", "public"],
  ["ws-ondemand.sql.azuresynapse.net", "synapse.sql", "ws", "microsoft.synapse/workspaces", "public"],
  [
    "pg-a.postgres.database.azure.com",
    "postgres",
    "pg-a",
    "microsoft.dbforpostgresql/flexibleservers",
    "public",
  ],
  ["my-a.mysql.database.usgovcloudapi.net", "mysql", "my-a", "microsoft.dbformysql/flexibleservers", "usgov"],
  ["cos-a.documents.azure.com", "cosmos", "cos-a", "microsoft.documentdb/databaseaccounts", "public"],
  ["cos-a.mongo.cosmos.azure.com", "cosmos", "cos-a", "microsoft.documentdb/databaseaccounts", "public"],
  ["app-a.scm.azurewebsites.net", "appservice.scm", "app-a", "microsoft.web/sites", "public"],
  [
    "app-a-c2h6fqeyd5gqgrdz.westeurope-01.azurewebsites.net",
    "appservice",
    "app-a",
    "microsoft.web/sites",
    "public",
  ],
  [
    "web--r4k9d2m.wittybay-0c9e7d13.uksouth.azurecontainerapps.io",
    "containerapps",
    "web",
    "microsoft.app/containerapps",
    "public",
  ],
  [
    "api.internal.wittybay-0c9e7d13.uksouth.azurecontainerapps.io",
    "containerapps",
    "api",
    "microsoft.app/containerapps",
    "public",
  ],
  ["crops.westeurope.data.azurecr.io", "acr", "crops", "microsoft.containerregistry/registries", "public"],
  [
    "lab-dns-12ab34cd.hcp.westeurope.azmk8s.io",
    "aks",
    "lab-dns",
    "microsoft.containerservice/managedclusters",
    "public",
  ],
  ["red-a.redis.cache.windows.net", "redis", "red-a", "microsoft.cache/redis", "public"],
  [
    "red-a.westeurope.redis.azure.net",
    "redis.enterprise",
    "red-a",
    "microsoft.cache/redisenterprise",
    "public",
  ],
  ["oai-a.openai.azure.com", "openai", "oai-a", "microsoft.cognitiveservices/accounts", "public"],
  ["ingest-adx.westeurope.kusto.windows.net", "kusto", "adx", "microsoft.kusto/clusters", "public"],
  [
    "edge-a1b2c3d4e5f6g7h8.z01.azurefd.net",
    "frontdoor",
    "edge",
    "microsoft.cdn/profiles/afdendpoints",
    "public",
  ],
  ["hub-a.azure-devices.net", "iothub", "hub-a", "microsoft.devices/iothubs", "public"],
])("%s is the %s %s", (host, service, name, type, cloud) => {
  expect(splitHost(host)).toEqual({ host, service, name, type, cloud });
});

test.each([
  [
    "ns-a.servicebus.windows.net",
    { host: "ns-a.servicebus.windows.net", service: "servicebus", cloud: "public", name: "ns-a" },
  ],
  [
    "westeurope.api.cognitive.microsoft.com",
    { host: "westeurope.api.cognitive.microsoft.com", service: "cognitive.regional", cloud: "public" },
  ],
  ["login.microsoftonline.us", { host: "login.microsoftonline.us", service: "entra", cloud: "usgov" }],
])("%s names no resource type of its own", (host, split) => {
  expect(splitHost(host)).toEqual(split);
});

test.each(["example.com", "azure.example", "vault.azure.net.example.com", "localhost", "10.0.0.4", "a.b"])(
  "%s is no host of Azure",
  (host) => {
    expect(splitHost(host)).toBeUndefined();
  },
);

test("hosts are found in URLs, connection strings, encoded URLs and code, each once and where it first stands", () => {
  const { hosts } = extractSignals({
    error:
      "GET https://KV-Orders.vault.azure.net/secrets/x -> 403\nredirect_uri=https%3A%2F%2Fshop.contoso.example%2Fcb",
    source_code: {
      "src/a.cs":
        'var cs = "Server=tcp:sql-a.database.windows.net,1433";\n// sb://ns-a.servicebus.windows.net/ kv-orders.vault.azure.net',
    },
  });
  expect(hosts).toEqual([
    {
      host: "kv-orders.vault.azure.net",
      service: "keyvault",
      name: "kv-orders",
      type: "microsoft.keyvault/vaults",
      cloud: "public",
      pointer: "/error",
      line: 1,
    },
    {
      host: "sql-a.database.windows.net",
      service: "sql",
      name: "sql-a",
      type: "microsoft.sql/servers",
      cloud: "public",
      pointer: "/source_code/src~1a.cs",
      line: 1,
    },
    {
      host: "ns-a.servicebus.windows.net",
      service: "servicebus",
      name: "ns-a",
      cloud: "public",
      pointer: "/source_code/src~1a.cs",
      line: 2,
    },
    { host: "shop.contoso.example", service: "custom", cloud: "public", pointer: "/error", line: 2 },
  ]);
});

test("a URL of the notes names a custom domain; one of the code does not", () => {
  const { hosts } = extractSignals({
    error: "x",
    context: { notes: "the site is https://shop.contoso.example" },
    source_code: { "a.ts": "fetch('https://api.other.example')" },
  });
  expect(hosts).toEqual([
    { host: "shop.contoso.example", service: "custom", cloud: "public", pointer: "/context/notes", line: 1 },
  ]);
});

test("documentation links and package feeds are nobody's custom domain", () => {
  const { hosts } = extractSignals({
    error:
      "See https://aka.ms/x and https://learn.microsoft.com/y or https://www.npmjs.com/z, https://github.com/a/b",
  });
  expect(hosts).toEqual([]);
});

test.each([
  ["PUT https://<account>.blob.core.windows.net/invoices", "storage.blob", "*.blob.core.windows.net"],
  ["Key Vault ****.vault.azure.net refused", "keyvault", "*.vault.azure.net"],
  ["connect to [redacted].database.windows.net:1433", "sql", "*.database.windows.net"],
  ["sb://xxxxx.servicebus.windows.net/orders", "servicebus", "xxxxx.servicebus.windows.net"],
])("of a hidden name the service is known: %s", (error, service, host) => {
  const { hosts } = extractSignals({ error, source_code: {} });
  expect(hosts.map((found) => [found.service, found.host, found.name])).toEqual([[service, host, undefined]]);
});

test.each([
  ["Failed to resolve 'none.blob.core.windows.net'", "storage.blob"],
  ["getaddrinfo ENOTFOUND undefined.vault.azure.net", "keyvault"],
  ["java.net.UnknownHostException: null.servicebus.windows.net", "servicebus"],
])("what a program writes without a value is nobody's name: %s", (error, service) => {
  expect(extractSignals({ error }).hosts).toMatchObject([{ service }]);
  expect(extractSignals({ error }).hosts[0]!.name).toBeUndefined();
});

test.each([
  ["does not have secrets get permission on key vault 'kv-lab;location=westus2'", "keyvault", "kv-lab"],
  ["Assignment: (not found)\r\nVault: kv-lab;location=westus2", "keyvault", "kv-lab"],
  ["Cannot open server 'sql-lab' requested by the login.", "sql", "sql-lab"],
  ["로그인에서 요청한 서버 'sql-lab'을(를) 열 수 없습니다.", "sql", "sql-lab"],
  ["TrackingId:1_G4, SystemTracker:sb-lab-core:Queue:orders", "servicebus", "sb-lab-core"],
])("the name by which a service calls itself is that of its host: %s", (error, service, name) => {
  expect(extractSignals({ error }).hosts).toMatchObject([{ service, name }]);
});

test("a gateway of Cosmos DB itself, which its diagnostics name, is no account", () => {
  const error = "rntbd://cdb-ms-prod-eastus1-fd22.documents.azure.com:14364/apps/x: 429";
  expect(extractSignals({ error }).hosts).toEqual([]);
});

test.each([
  ["an error without a host leaves those of the code", "403 (Ip Forbidden)", ["orders.contoso.kr"]],
  ["an error with a host needs none of the code", "403 from https://shop.contoso.kr/", ["shop.contoso.kr"]],
])("%s", (_, error, expected) => {
  const source_code = { "client.go": 'const base = "https://orders.contoso.kr/api"' };
  const { hosts } = extractSignals({ error, source_code });
  expect(hosts.filter(({ service }) => service === "custom").map(({ host }) => host)).toEqual(expected);
});
