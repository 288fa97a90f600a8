import { expect, it } from "vitest";
import { redactJson } from "../../../../domain/redaction/redact-json.ts";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { origins } from "../support/table-paths.ts";
import { answerProperties } from "./answer-properties.ts";
import { azurePackages } from "./azure-packages.ts";
import { concretePaths } from "./concrete-paths.ts";

/** Put together here, so that no text of this file looks like a key. */
const secret = ["q7ZtR4mXw9Kd2Lp", "V8sNf3YbC6hJx1G", "vE5aTuQoWi0MzSk", "DrP7nBcHyLe4Fg2X"].join("");

const speaksOfSecrets =
  /\b(?:password|passwords|pwd|secret|secrets|token|tokens|key|keys|credential|credentials|sas|connection strings?|signature|pfx|blob|content|custom data|user data|cert data|certificate value|unattend)\b/u;

/** A name that ends so tells of a secret (where it is, how it is called), and does not hold it. */
const tellsOf =
  /\b(?:names?|ids?|ur[il]s?|uri with version|identifier|href|types?|kind|status|state|enabled|version|size|source|timestamp|time|days|policy|properties|parameters|issuer|thumbprint|hours|endpoint|bypass|reference|ref|location|hash|vault)$/u;

/** What is neither hidden by its name nor secret, each looked up in the reference of its resource. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  "it says whether something is on": [
    "allowBlobPublicAccess",
    "allowCredentials",
    "allowSharedKeyAccess",
    "allowSharedKeyAccessForServices",
    "disableAccessKeyAuthentication",
    "disableKeyBasedMetadataWriteAccess",
    "disablePasswordAuthentication",
    "includeBlobVersions",
    "inheritAppSettingsAndConnectionStrings",
    "isStorageSecondaryKeyInUse",
    "passwordAuth",
    "sasExpirationPeriod",
    "contentShareTraffic",
    "contentTypesToCompress",
    "supportCredentials",
    "tokenStore",
  ],
  "it is public: certificates without a private key, SSH public keys, an instrumentation key": [
    "blob",
    "cerBlob",
    "certBlob",
    "daprAIInstrumentationKey",
    "publicCertData",
    "publicKeys",
    "validatedCertData",
  ],
  "it names a field, an index, a way of signing in or a place": [
    "CacheKeyQueryString",
    "SubscriptionKeyParameterNamesContract",
    "apiKeyOnly",
    "baseBlob",
    "bearerTokenSendingMethods",
    "blobContainer",
    "blobIndexMatch",
    "blobRanges",
    "contentFilters",
    "githubActionSecretNameOverride",
    "keyOps",
    "keyVaultNetworkAccess",
    "keyVaultReferenceIdentity",
    "partitionKey",
    "registryKey",
    "secretStoreComponent",
    "shardKey",
    "signatureOverrides",
    "uniqueKeys",
    "vectorIndexShardKey",
  ],
  "it is an object or a list, whose parts are judged by their own names": [
    "accessKeys",
    "autoKeyRotationError",
    "azureBlobStorage",
    "azureKeyVaultKms",
    "blobCSIDriver",
    "clientCredential",
    "connectionStrings",
    "keys",
    "keysMetadata",
    "previousKeys",
    "registryCredentials",
    "secrets",
    "urlSigningKeys",
  ],
  "it is a text for people": ["articleContent", "content"],
  "it is a connection string, whose secret parts are hidden": [
    "aof-storage-connection-string-0",
    "aof-storage-connection-string-1",
    "connectionString",
    "daprAIConnectionString",
    "entityConnectionString",
    "eventHubConnectionString",
    "rdb-storage-connection-string",
    "resourceConnectionString",
    "storageAccountConnectionString",
  ],
};

const names = [
  ...new Set(
    azurePackages().flatMap((one) => {
      const readable = one.operations.filter(
        ({ method, template }) => method === "GET" && isAdmitted(template),
      );
      return [...answerProperties(one, readable)];
    }),
  ),
];

function isAdmitted(template: string): boolean {
  return concretePaths(template).some((path) => admitRead({ kind: "arm", path }, origins).ok);
}

/** `storageAccountConnectionString` as `storage account connection string`. */
function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-_.]/gu, " ").toLowerCase();
}

function keeps(value: unknown): boolean {
  return JSON.stringify(redactJson(value)).includes(secret);
}

it("looks at the answers of every read that the gate lets through", () => {
  expect(names.length).toBeGreaterThan(4_000);
  expect(names).toEqual(expect.arrayContaining(["networkAcls", "siteConfig", "adminPassword", "sharedKey"]));
});

it("a property of an answer that is called like a secret is hidden, but for those that were reviewed", () => {
  const kept = names.filter(
    (name) =>
      speaksOfSecrets.test(wordsOf(name)) && !tellsOf.test(wordsOf(name)) && keeps({ [name]: secret }),
  );
  expect(kept.toSorted()).toEqual(Object.values(reviewed).flat().toSorted());
});

it.each([
  `DefaultEndpointsProtocol=https;AccountName=stor;AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
  `Endpoint=sb://sb-orders.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${secret}=`,
  `Server=tcp:sql-orders.database.windows.net,1433;User ID=app;Password=${secret};Encrypt=True`,
  `AccountEndpoint=https://cosmos-orders.documents.azure.com:443/;AccountKey=${secret}==;`,
  `redis-orders.redis.cache.windows.net:6380,password=${secret}=,ssl=True`,
  `amqps://app:${secret}@mq-orders.example.net`,
  `BlobEndpoint=https://stor.blob.core.windows.net/;SharedAccessSignature=sv=2024-11-04&sig=${secret}%3D`,
  `https://stor.blob.core.windows.net/logs?sv=2024-11-04&sp=rwl&sig=${secret}%3D`,
])("a connection string keeps its host and loses its secret under every such name: %s", (text) => {
  const connectionStrings = Object.values(reviewed)
    .flat()
    .filter((name) => /connection.?string/iu.test(name));
  for (const name of [...connectionStrings, "sasUrl", "value"]) {
    const stored = JSON.stringify(redactJson({ [name]: text }));
    expect(stored).not.toContain(secret);
    expect(stored).toMatch(/sb-orders|stor|sql-orders|cosmos-orders|redis-orders|mq-orders/u);
  }
});
