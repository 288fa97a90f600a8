import type { Signature } from "./signature.ts";

const namespace = "sb-orders.servicebus.windows.net";
const hub = "evhns-clicks.servicebus.windows.net";
const server = "sql-orders.database.windows.net";
const cache = "redis-shop.redis.cache.windows.net";

/** Data services as tools around their SDKs hand their answers on: scalers, frameworks, mounts, migration tools. */
export const signatures: Signature[] = [
  {
    code: "code.library-regression",
    from: "https://github.com/Azure/azure-sdk-for-python/issues",
    error: "ImportError: cannot import name 'from_iso_datetime' from 'marshmallow.utils'",
  },
  {
    code: "code.library-regression",
    from: "cryptography and pyOpenSSL",
    error: "AttributeError: module 'lib' has no attribute 'GEN_EMAIL'",
  },
  {
    code: "code.library-regression",
    from: "setuptools",
    error:
      "ModuleNotFoundError: No module named 'pkg_resources' (setuptools 82 was installed by the nightly build, was 80.9)",
  },
  {
    code: "arm.sku-not-available",
    from: "PostgreSQL flexible server",
    error:
      "The location is restricted for provisioning of flexible servers. Please try using another region.",
  },
  {
    code: "arm.sku-not-available",
    from: "a Korean portal",
    error: "요청한 VM 크기는 koreacentral 위치에서 사용할 수 없습니다",
  },
  {
    code: "arm.invalid-template",
    from: "Azure Resource Manager",
    error:
      "LinkedInvalidPropertyId: Property id 'vnet/subnet' at path 'properties.subnet.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}'",
  },
  {
    code: "subscription.disabled",
    from: "a resource provider",
    error: "(SubscriptionNotEnabled) subscription is not in enabled state",
  },
  {
    code: "mysql.max-connections-reached",
    from: "HikariCP",
    error:
      "HikariPool-1 - Connection is not available, request timed out after 30001ms (total=17, active=17, idle=0, waiting=61) jdbc:mysql://my-orders.mysql.database.azure.com:3306/orders",
  },
  {
    code: "postgres.max-connections-reached",
    from: "Prisma",
    error:
      "Timed out fetching a new connection from the connection pool. pg-orders.postgres.database.azure.com:5432",
  },
  {
    code: "postgres.max-connections-reached",
    from: "SQLAlchemy",
    error:
      "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out (pg-orders.postgres.database.azure.com)",
  },
  {
    code: "eventhubs.firewall-deny",
    from: "librdkafka",
    error: `%3|1|FAIL|rdkafka#producer-1| [thrd:sasl_ssl://${hub}:9093/boot]: SASL authentication error: The request was rejected by firewall checks. (after 212ms in state AUTH_REQ)`,
  },
  {
    code: "eventhubs.firewall-deny",
    from: "kafka-clients of Java",
    error: `[Producer clientId=p1] Connection to node -1 (${hub}/20.1.2.3:9093) failed authentication due to: The request was rejected by firewall checks.`,
  },
  {
    code: "eventhubs.firewall-deny",
    from: "kafka-clients of Java",
    error: `org.apache.kafka.common.errors.SaslAuthenticationException: authentication failed with ${hub}`,
  },
  {
    code: "servicebus.sas-policy-missing-claim",
    from: "KEDA's azure-servicebus scaler",
    error: `GET https://${namespace}/parcels\nRESPONSE 401: 401 Unauthorized\n<Error><Code>401</Code><Detail>Manage,EntityRead claims required for this operation. SystemTracker:${namespace}:parcels</Detail></Error>`,
  },
  {
    code: "servicebus.sas-policy-missing-claim",
    from: "MassTransit",
    error: `System.UnauthorizedAccessException: SubCode=40100: Unauthorized : Unauthorized access for 'CreateOrUpdateQueue' operation on endpoint 'sb://${namespace}/parcels'.`,
  },
  {
    code: "servicebus.rbac-missing-data-role",
    from: "Dapr's pubsub",
    error: `level=error msg="error subscribing to returns: *Error{Condition: amqp:unauthorized-access, Description: Unauthorized access. 'Listen' claim(s) are required. Resource: 'sb://${namespace}/returns'"`,
  },
  {
    code: "servicebus.rbac-wrong-scope",
    from: "the Service Bus connector of Logic Apps",
    error: `{"status":401,"source":"servicebus-we.azconn-we-002.p.azurewebsites.net","message":"Unauthorized access. 'Send' claim(s) are required to perform this operation. Resource: 'sb://${namespace}/returns'."}`,
  },
  {
    code: "cosmos.local-auth-disabled",
    from: "Data Factory's copy activity",
    error:
      "ErrorCode=CosmosDbSqlApiOperationFailed,Message=Response status code does not indicate success: Unauthorized (401); Substatus: 5202; Reason: (Local Authorization is disabled. Use an AAD token to authorize all requests.)",
  },
  {
    code: "storage.shared-key-disabled",
    from: "the CSI driver for Azure Files",
    error:
      "MountVolume.MountDevice failed: mount //stcms.file.core.windows.net/media failed: mount error(13): Permission denied",
  },
  {
    code: "storage.shared-key-disabled",
    from: "Hadoop's ABFS driver",
    error: `Operation failed: "Key based authentication is not permitted on this storage account.", 403, GET, https://stlake.dfs.core.windows.net/raw?resource=filesystem`,
  },
  {
    code: "storage.container-not-found",
    from: "Hadoop's ABFS driver",
    error: `Operation failed: "The specified filesystem does not exist.", 404, HEAD, https://stlake.dfs.core.windows.net/raw?upn=false`,
  },
  {
    code: "sql.database-not-found",
    from: "SQL Server in Korean",
    error: `로그인에서 요청한 데이터베이스 "roster"을(를) 열 수 없습니다. 로그인이 실패했습니다. (${server})`,
  },
  {
    code: "sql.public-access-disabled",
    from: "the azurerm provider of Terraform",
    error: `creating Firewall Rule (Server Name: "sql-orders"): unexpected status 400 with error: DenyPublicEndpointEnabled: Unable to create or modify firewall rules when public network interface for the server is disabled.`,
  },
  {
    code: "redis.firewall-deny",
    from: "Jedis",
    error: `redis.clients.jedis.exceptions.JedisConnectionException: Unexpected end of stream. ${cache}`,
  },
  {
    code: "redis.firewall-deny",
    from: "kombu",
    error: `kombu.exceptions.OperationalError: Error 110 connecting to ${cache}:6380. Connection timed out.`,
  },
  {
    code: "openai.public-access-disabled",
    from: "Document Intelligence's SDK, its endpoint not shown",
    error: "HttpResponseError: (403) Access denied due to Virtual Network/Firewall rules.",
  },
  {
    code: "code.functions-index-failure",
    from: "the Functions host for Node.js",
    error: `Worker was unable to load entry point "dist/src/index.js": Cannot find package 'zod' imported from /home/site/wwwroot/dist/src/schema.js`,
  },
  {
    code: "code.functions-index-failure",
    from: "func azure functionapp publish",
    error:
      "Syncing triggers...\nFunctions in func-thumbs:\n(none)\nModuleNotFoundError: No module named 'PIL'",
  },
  {
    code: "code.kv-reference-in-file",
    from: "a payment provider that prints the start of the key",
    error: "401 Unauthorized: Invalid API Key provided: @Microso********************key)",
  },
  {
    code: "code.kv-reference-in-file",
    from: "the driver of MongoDB in a container of Docker Compose",
    error:
      'MongoParseError: Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"',
    source_code: {
      "docker-compose.yml":
        "services:\n  api:\n    environment:\n      MONGO_URL: '@Microsoft.KeyVault(VaultName=kv-quotes;SecretName=db)'\n",
    },
  },
  {
    code: "appservice.cert-binding-stale",
    from: "Firefox",
    error: "SEC_ERROR_EXPIRED_CERTIFICATE www.contoso.example",
  },
  {
    code: "arm.conflicting-operation",
    from: "Cognitive Services",
    error:
      "RequestConflict: Cannot modify resource with id '/subscriptions/x/providers/Microsoft.CognitiveServices/accounts/oai' because the resource entity provisioning state is not terminal. Please wait for the provisioning state to become terminal and then retry the request.",
  },
];
