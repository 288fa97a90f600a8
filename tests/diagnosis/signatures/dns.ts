import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "dns.private-zone-not-linked",
    from: "Azure.Security.KeyVault",
    error:
      "Azure.RequestFailedException: Public network access is disabled and request is not from a trusted service nor via an approved private link.\nCaller: appid=...\nStatus: 403 (Forbidden)\nErrorCode: Forbidden\nhttps://kv-orders.vault.azure.net/",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "SqlClient",
    error:
      "Microsoft.Data.SqlClient.SqlException: Reason: An instance-specific error occurred while establishing a connection to SQL Server. Connection was denied since Deny Public Network Access is set to Yes (https://docs.microsoft.com/azure/azure-sql/database/connectivity-settings#deny-public-network-access). sql-orders.database.windows.net",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "Java",
    error: "java.net.UnknownHostException: kv-orders.privatelink.vaultcore.azure.net",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "kubectl",
    error:
      "Unable to connect to the server: dial tcp: lookup aks-prod-dns-1a2b.hcp.westeurope.azmk8s.io on 168.63.129.16:53: no such host",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "nslookup",
    error: "** server can't find aks-prod.privatelink.westeurope.azmk8s.io: NXDOMAIN",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "Cosmos",
    error:
      "Response status code does not indicate success: Forbidden (403); Substatus: 0; Request originated from IP 10.1.0.4 through public internet. This is blocked by your Cosmos DB account firewall settings. https://cosmos-orders.documents.azure.com",
  },
  {
    code: "dns.private-zone-not-linked",
    from: "a paraphrase",
    error:
      "our app in the vnet resolves kv-orders to its public address although there is a private endpoint, so it gets 403",
    resources: ["Microsoft.KeyVault/vaults kv-orders"],
  },
  {
    code: "dns.private-zone-not-linked",
    from: "a Korean developer",
    error: "VNet 안의 앱에서 kv-orders를 조회하면 공용 IP가 나오고 403 Forbidden이 발생합니다.",
    resources: ["Microsoft.KeyVault/vaults kv-orders"],
  },
  {
    code: "dns.private-zone-not-linked",
    from: "openai",
    error:
      "openai.PermissionDeniedError: Error code: 403 - {'error': {'code': '403', 'message': 'Public access is disabled. Please configure private endpoint.'}}",
    resources: ["Microsoft.CognitiveServices/accounts oai-orders"],
  },
  {
    code: "dns.private-zone-not-effective",
    from: "azcopy",
    error:
      "failed to perform copy command due to error: RESPONSE 403: 403 This request is not authorized to perform this operation. https://storders.blob.core.windows.net",
  },
  {
    code: "dns.private-zone-not-effective",
    from: "a paraphrase",
    error:
      "nslookup storders.blob.core.windows.net on the VM answers with the public IP although zone, link and record are there, our network uses the domain controllers for DNS; access is forbidden",
  },
  {
    code: "dns.private-zone-not-effective",
    from: "Redis",
    error:
      "redis.exceptions.ConnectionError: Error 110 connecting to redis-orders.redis.cache.windows.net:6380. Connection timed out.",
  },
  {
    code: "dns.private-zone-not-effective",
    from: "a Korean developer",
    error:
      "사용자 지정 DNS 서버를 쓰는 VNet에서 sql-orders.database.windows.net이 공용 IP로 조회되고 연결이 거부됩니다(47073).",
  },
  {
    code: "dns.private-zone-not-effective",
    from: "Service Bus",
    error:
      "UnauthorizedAccessException: Ip has been prevented to connect to the endpoint. 40103: public network access. sb-orders.servicebus.windows.net not allowed",
  },
  {
    code: "dns.private-zone-not-effective",
    from: "postgres",
    error: "FATAL: no pg_hba.conf entry; Connection timed out (pg-orders.postgres.database.azure.com)",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "Node",
    error: "Error: getaddrinfo ENOTFOUND storders.blob.core.windows.net",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "Python",
    error:
      "azure.core.exceptions.ServiceRequestError: <urllib3.connection.HTTPSConnection object at 0x7f>: Failed to resolve 'storders.queue.core.windows.net' ([Errno -2] Name or service not known)",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: ".NET",
    error:
      "System.Net.Sockets.SocketException (11001): No such host is known. (storders.table.core.windows.net:443)",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "Go",
    error: "dial tcp: lookup kv-orders.vault.azure.net on 10.1.0.4:53: no such host",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "dig",
    error:
      "; <<>> DiG 9.18 <<>> storders.blob.core.windows.net\n;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "Resolve-DnsName",
    error: "Resolve-DnsName : storders.dfs.core.windows.net : DNS name does not exist",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "curl",
    error: "curl: (6) Could not resolve host: oai-orders.openai.azure.com",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "PHP",
    error:
      "PDOException: SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for mysql-orders.mysql.database.azure.com failed: Temporary failure in name resolution",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "a paraphrase",
    error:
      "the host name storders.dfs.core.windows.net cannot be found from inside the vnet, from home it is found",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "a Korean developer",
    error: "VNet 안에서만 storders.blob.core.windows.net 이름을 찾을 수 없다고 나옵니다.",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "ODBC",
    error:
      "[08001] [Microsoft][ODBC Driver 18 for SQL Server]TCP Provider: Error code 0x2AF9 (sql-orders.database.windows.net)",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "Windows",
    error: "The remote name could not be resolved: 'storders.file.core.windows.net'",
  },
  {
    code: "dns.linked-zone-missing-record",
    from: "tedious",
    error:
      "ConnectionError: Failed to connect to sql-orders.database.windows.net:1433 - getaddrinfo ENOTFOUND  code: 'ESOCKET'",
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "Spring",
    error:
      "reactor.netty.resolver: java.net.UnknownHostException: Failed to resolve 'evh-orders.servicebus.windows.net' [A(1)]",
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "az",
    error:
      "az keyvault secret show: <urllib3.connection.HTTPSConnection>: Failed to establish a new connection: [Errno -2] Name or service not known kv-orders.vault.azure.net",
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "docker",
    error:
      'Error response from daemon: Get "https://acrorders.azurecr.io/v2/": dial tcp: lookup acrorders.azurecr.io: no such host',
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "rust",
    error:
      "error sending request for url (https://kv-orders.vault.azure.net/): dns error: failed to lookup address information: Name or service not known",
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "a Korean developer",
    error: "프라이빗 엔드포인트를 지운 뒤 VM에서 kv-orders.vault.azure.net DNS 조회가 실패합니다.",
  },
  {
    code: "dns.linked-zone-without-endpoint",
    from: "a paraphrase",
    error:
      "after the network team linked a DNS zone the database sql-orders.database.windows.net does not resolve any more",
  },
];
