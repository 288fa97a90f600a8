import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

const firewall: Message[] = [
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      "Microsoft.Azure.Cosmos.CosmosException : Response status code does not indicate success: Forbidden (403); Substatus: 0; Reason: (Request originated from IP 20.1.2.3 through public internet. This is blocked by your Cosmos DB account firewall settings. More info: https://aka.ms/cosmosdb-tsg-forbidden).",
  },
  {
    from: "azure-cosmos for Python",
    error:
      "azure.cosmos.exceptions.CosmosHttpResponseError: (Forbidden) Request originated from client VNET through service endpoint. This is blocked by your Cosmos DB account firewall settings.",
  },
  {
    from: "MongoDB driver",
    error:
      "MongoServerError: Error=13, Details='Response status code does not indicate success: Forbidden (403); Request originated from IP 52.1.1.1 through public internet. This is blocked by your Cosmos DB account firewall settings.'",
  },
  {
    from: "Data Explorer of the portal",
    error:
      "Your account is blocked by firewall: Request originated from IP 121.1.2.3 through public internet. This is blocked by your Cosmos DB account firewall settings.",
  },
  {
    from: "azcosmos for Go",
    error:
      "GET https://cosmos-shop.documents.azure.com:443/\n--------\nRESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\n--------\nRequest is not authorized to access this account from this network",
  },
  {
    from: "a developer's own words",
    error: "Cosmos DB answers 403 to the container app since the network change.",
  },
  {
    from: "a Korean developer's own words",
    error: "코스모스 DB에 접근하면 403 Forbidden 이 발생합니다. 방화벽 문제 같습니다.",
  },
];

const noRole: Message[] = [
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      'Response status code does not indicate success: Forbidden (403); Substatus: 5301; ActivityId: 1; Reason: (Message: {"Errors":["Request blocked by Auth cosmos-shop : Request for Read DatabaseAccount is blocked because principal [5c1d2e3f-0000-4000-8000-000000000012] does not have required RBAC permissions to perform action [Microsoft.DocumentDB/databaseAccounts/readMetadata] on resource [/]. Learn more: https://aka.ms/cosmos-native-rbac."]})',
  },
  {
    from: "@azure/cosmos",
    error:
      "ErrorResponse: Request blocked by Auth cosmos-shop : Request is blocked because principal [5c1d2e3f-0000-4000-8000-000000000012] does not have required RBAC permissions to perform action [Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read] on resource [dbs/a/colls/b]\n  code: 403",
  },
  {
    from: "azure-cosmos for Java",
    error:
      'com.azure.cosmos.implementation.ForbiddenException: {"ClassName":"ForbiddenException","statusCode":403,"subStatusCode":5302,"innerErrorMessage":"principal [5c] does not have required RBAC permissions"}',
  },
  {
    from: "az cosmosdb, data plane",
    error: "(Forbidden) Request blocked by Auth cosmos-shop : does not have required RBAC permissions",
  },
  {
    from: "a developer's own words",
    error: "Our identity is Contributor on Cosmos DB but reading items is forbidden",
  },
];

const keysOff: Message[] = [
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      "Response status code does not indicate success: Unauthorized (401); Substatus: 5202; Reason: (Local Authorization is disabled. Use an AAD token to authorize all requests.)",
  },
  {
    from: "azure-cosmos for Python",
    error:
      'azure.cosmos.exceptions.CosmosHttpResponseError: (Unauthorized) Message: {"Errors":["Local Authorization is disabled. Use an AAD token to authorize all requests."]}',
  },
  {
    from: "Azure Functions, Cosmos DB trigger",
    error:
      "The listener for function 'Functions.OnOrder' was unable to start. Microsoft.Azure.DocumentDB.Core: Local Authorization is disabled.",
  },
  {
    from: "Azure Data Factory",
    error:
      "CosmosDbSqlApi operation Failed. ErrorMessage: Local Authorization is disabled. Use an AAD token.",
  },
  {
    from: "a developer's own words",
    error: "CosmosClient with the connection string gets 401 unauthorized from cosmos db, the key is right.",
  },
];

const creates: Message[] = [
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      'Forbidden (403); Substatus: 5300; Reason: (Message: {"Errors":["Request blocked by Auth cosmos-shop : The given request [POST /dbs] cannot be authorized by AAD token in data plane. Learn more: https://aka.ms/cosmos-native-rbac."]})',
  },
  {
    from: "azure-cosmos for Python",
    error:
      "CosmosHttpResponseError: (Forbidden) The given request [POST /dbs/shop/colls] cannot be authorized by AAD token in data plane.",
  },
  {
    from: "Spring Data Azure Cosmos",
    error:
      'CosmosException: {"innerErrorMessage":"Request blocked by Auth : The given request [GET /dbs/shop] cannot be authorized by AAD token in data plane","statusCode":403,"subStatusCode":5300}',
  },
  {
    from: "service, wording of 2025",
    error:
      "Request blocked by Auth cosmos-shop : The given request [PUT /offers/x] cannot be authorized by Microsoft Entra token in data plane. (403)",
  },
  {
    from: "EF Core Cosmos provider",
    error:
      "CosmosException: Response status code does not indicate success: Forbidden (403); Substatus: 5300;",
    source_code: { "Program.cs": "await db.Database.EnsureCreatedAsync();" },
  },
];

const throttled: Message[] = [
  {
    from: "Microsoft.Azure.Cosmos",
    error:
      "Response status code does not indicate success: TooManyRequests (429); Substatus: 3200; Reason: (Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later.)",
  },
  {
    from: "MongoDB driver",
    error:
      "MongoBulkWriteError: Error=16500, RetryAfterMs=34, Details='Response status code does not indicate success: TooManyRequests (429); Substatus: 3200'",
  },
  {
    from: "Cassandra driver",
    error:
      "OverloadedException: Queried host cosmos-c.cassandra.cosmos.azure.com was overloaded: Request rate is large",
  },
  {
    from: "azcosmos for Go",
    error:
      "POST https://cosmos-shop.documents.azure.com:443/dbs/a/colls/b/docs\nRESPONSE 429: 429 Too Many Requests\nERROR CODE: 429",
  },
  {
    from: "Azure Data Factory",
    error: "ErrorCode=UserErrorDocumentDBWriteError: Request rate is large. ActivityId",
  },
  {
    from: "Spark connector",
    error:
      'com.azure.cosmos.implementation.RequestRateTooLargeException: {"ClassName":"RequestRateTooLargeException"}',
  },
  { from: "a Korean developer's own words", error: "Cosmos DB 배치 저장 중 429 가 계속 나옵니다" },
];

const by = (code: string, messages: readonly Message[]): Signature[] =>
  messages.map((message) => ({ code, ...message }));

export const signatures: Signature[] = [
  ...by("cosmos.firewall-deny", firewall),
  ...by("cosmos.data-plane-role-missing", noRole),
  ...by("cosmos.local-auth-disabled", keysOff),
  ...by("code.cosmos-create-with-token", creates),
  ...by("cosmos.ru-throttling", throttled),
  {
    code: "cosmos.ru-throttling",
    from: "pymongo, without a host",
    error: "pymongo.errors.WriteError: Error=16500, RetryAfterMs=12",
  },
];
