import type { Signature } from "./signature.ts";

export const signatures: Signature[] = [
  {
    code: "network.snat-exhaustion",
    from: "Java",
    error:
      "java.net.SocketException: No buffer space available (maximum connections reached?): connect app-orders",
    resources: ["Microsoft.Web/sites app-orders"],
  },
  {
    code: "network.nsg-egress-deny",
    from: "Microsoft.Data.SqlClient on Linux",
    error:
      "Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server. The server was not found or was not accessible. (provider: TCP Provider, error: 40 - Could not open a connection to SQL Server: Could not open a connection to SQL Server)",
  },
  {
    code: "network.nsg-egress-deny",
    from: "StackExchange.Redis",
    error:
      "StackExchange.Redis.RedisConnectionException: It was not possible to connect to the redis server(s). Error connecting right now. To allow this multiplexer to continue retrying until it's able to connect, use abortConnect=false in your connection string or AbortOnConnectFail=false; in your code.",
  },
  {
    code: "network.nsg-egress-deny",
    from: "Spring Boot, HikariCP",
    error:
      "com.zaxxer.hikari.pool.HikariPool$PoolInitializationException: Failed to initialize pool: The connection attempt failed.\nCaused by: java.net.SocketTimeoutException: Connect timed out",
  },
  {
    code: "network.nsg-egress-deny",
    from: "psycopg2",
    error:
      'psycopg2.OperationalError: connection to server at "pg-orders.postgres.database.azure.com" (10.20.4.4), port 5432 failed: Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?',
  },
  {
    code: "network.nsg-egress-deny",
    from: "Go net",
    error: "dial tcp 10.20.4.4:5432: i/o timeout",
  },
  {
    code: "network.nsg-egress-deny",
    from: "Azure.Core for .NET",
    error:
      "System.AggregateException: Retry failed after 4 tries. (The operation was canceled because it exceeded the configured timeout of 0:01:40. Network timeout can be adjusted in ClientOptions.Retry.NetworkTimeout.)",
  },
  {
    code: "network.nsg-egress-deny",
    from: "requests for Python",
    error:
      "requests.exceptions.ConnectTimeout: HTTPSConnectionPool(host='kv-orders.vault.azure.net', port=443): Max retries exceeded with url: / (Caused by ConnectTimeoutError(<urllib3.connection.HTTPSConnection object at 0x7f>, 'Connection to kv-orders.vault.azure.net timed out. (connect timeout=300)'))",
  },
  {
    code: "network.nsg-egress-deny",
    from: "undici of Node",
    error:
      "TypeError: fetch failed\n  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: api.partner.example:443, timeout: 10000ms)\n    code: 'UND_ERR_CONNECT_TIMEOUT'",
  },
  {
    code: "network.nsg-egress-deny",
    from: "a Korean developer",
    error: "VM에서 서비스 버스로 메시지를 보내면 계속 멈춰 있다가 실패합니다. 방화벽은 다 열려 있습니다.",
  },
  {
    code: "network.nsg-egress-deny",
    from: "a paraphrase",
    error:
      "our worker VM hangs when it talks to the database, no answer at all, then gives up after 30 seconds",
  },
  {
    code: "network.nsg-egress-deny",
    from: "PHP, PDO",
    error: "PDOException: SQLSTATE[HY000] [2002] Connection timed out in /var/www/src/Db.php:18",
  },
  {
    code: "network.nsg-egress-deny",
    from: "ODBC Driver 18",
    error:
      "pyodbc.OperationalError: ('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)')",
  },
  {
    code: "network.nsg-egress-deny",
    from: "Azure.Messaging.ServiceBus",
    error:
      "Azure.Messaging.ServiceBus.ServiceBusException: A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond. ErrorCode: ConnectionTimedOut (ServiceCommunicationProblem)",
  },
  {
    code: "network.udr-blackhole",
    from: "curl",
    error:
      "curl: (28) Failed to connect to api.partner.example port 443 after 130203 ms: Couldn't connect to server",
  },
  {
    code: "network.udr-blackhole",
    from: "OpenSSH",
    error: "ssh: connect to host 10.40.1.4 port 22: No route to host",
  },
  {
    code: "network.udr-blackhole",
    from: "apt-get",
    error:
      "Err:1 http://azure.archive.ubuntu.com/ubuntu jammy InRelease\n  Could not connect to azure.archive.ubuntu.com:80 (20.189.96.10), connection timed out",
  },
  {
    code: "network.udr-blackhole",
    from: "MongoDB driver for Node",
    error: "MongoServerSelectionError: Server selection timed out after 30000 ms",
  },
  {
    code: "network.udr-blackhole",
    from: "a paraphrase",
    error: "since the network team put the firewall in, our VM cannot reach the on-prem API any more",
  },
  {
    code: "network.udr-blackhole",
    from: "AKS, the outbound check of a node",
    error:
      "(VMExtensionError_OutboundConnFail) CSE failed with 50: nc: connect to mcr.microsoft.com port 443 (tcp) failed: Connection timed out. Message: VM has reported a failure when processing extension 'vmssCSE'. See https://aka.ms/aks/vmextensionerror_outboundconnfail",
  },
  {
    code: "network.udr-blackhole",
    from: "a Korean developer",
    error: "라우팅 테이블을 붙인 뒤로 온프레미스 10.50.0.10 서버와 통신이 안 됩니다.",
  },
  {
    code: "network.snat-exhaustion",
    from: ".NET on Windows",
    error:
      "System.Net.Sockets.SocketException (10048): Only one usage of each socket address (protocol/network address/port) is normally permitted.",
  },
  {
    code: "network.snat-exhaustion",
    from: "Node",
    error: "Error: connect EADDRNOTAVAIL 20.60.1.4:443 - Local (0.0.0.0:0)",
  },
  {
    code: "network.snat-exhaustion",
    from: "Python",
    error: "OSError: [Errno 99] Cannot assign requested address",
  },
  {
    code: "network.snat-exhaustion",
    from: "Go",
    error: "dial tcp 20.60.1.4:443: connect: cannot assign requested address",
  },
  {
    code: "network.snat-exhaustion",
    from: "a paraphrase",
    error:
      "under load every few minutes our outgoing HTTP calls to the payment provider fail intermittently, new connections hang while old ones work",
  },
  {
    code: "network.snat-exhaustion",
    from: "a Korean developer",
    error: "부하가 몰리면 외부 API 호출이 간헐적으로 끊깁니다. 새 연결만 실패하는 것 같습니다.",
  },
  {
    code: "network.snat-exhaustion",
    from: "ASP.NET Core HttpClient",
    error:
      "System.Net.Http.HttpRequestException: An attempt was made to access a socket in a way forbidden by its access permissions. (api.partner.example:443)\n ---> System.Net.Sockets.SocketException (10013)",
  },
];
