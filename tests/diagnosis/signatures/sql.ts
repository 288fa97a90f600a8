import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

const firewall: Message[] = [
  {
    from: "Microsoft.Data.SqlClient",
    error:
      "Microsoft.Data.SqlClient.SqlException (0x80131904): Cannot open server 'sql-orders' requested by the login. Client with IP address '20.41.1.2' is not allowed to access the server.  To enable access, use the Azure Management Portal or run sp_set_firewall_rule on the master database to create a firewall rule for this IP address or address range.  It may take up to five minutes for this change to take effect.\nError Number:40615,State:1,Class:14",
  },
  {
    from: "mssql-jdbc",
    error:
      "com.microsoft.sqlserver.jdbc.SQLServerException: Cannot open server 'sql-orders' requested by the login. Client with IP address '52.1.1.1' is not allowed to access the server. ClientConnectionId:0a",
  },
  {
    from: "ODBC Driver 18 through pyodbc, virtual network rule",
    error:
      "pyodbc.ProgrammingError: ('42000', \"[42000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Cannot open server 'sql-orders' requested by the login. Client is not allowed to access the server. (40914) (SQLDriverConnect)\")",
  },
  {
    from: "tedious",
    error:
      "ConnectionError: Cannot open server 'sql-orders' requested by the login. Client with IP address '4.2.2.2' is not allowed to access the server. { code: 'ELOGIN' }",
  },
  {
    from: "SqlClient with Korean messages",
    error:
      "로그인에서 요청한 'sql-orders' 서버를 열 수 없습니다. IP 주소가 '121.1.2.3'인 클라이언트는 서버에 액세스할 수 없습니다. 오류 번호: 40615",
  },
  {
    from: "Azure Data Factory",
    error:
      "ErrorCode=SqlFailedToConnect,'Message=Cannot connect to SQL Database. Please contact SQL server team for further support. Server: 'sql-dw.database.windows.net', Database: 'dw', User: 'etl'. Check the connection configuration is correct, and make sure the SQL Database firewall allows the Data Factory runtime to access.",
  },
  {
    from: "a developer's own words",
    error: "Our Azure SQL server blocks the build agent: its firewall does not let the IP address in.",
  },
];

const publicOff: Message[] = [
  {
    from: "SqlClient",
    error:
      "Reason: An instance-specific error occurred while establishing a connection to SQL Server. Connection was denied since Deny Public Network Access is set to Yes (https://docs.microsoft.com/azure/azure-sql/database/connectivity-settings#deny-public-network-access). To connect to this server, use the Private Endpoint from inside your virtual network. (Microsoft SQL Server, Error: 47073)",
  },
  {
    from: "go-mssqldb",
    error:
      "mssql: login error: Reason: An instance-specific error occurred while establishing a connection to SQL Server. The public network interface on this server is not accessible. To connect to this server, use the Private Endpoint from inside your virtual network.",
  },
  {
    from: "mssql-jdbc, older wording",
    error:
      "com.microsoft.sqlserver.jdbc.SQLServerException: The public data endpoint on this server is not accessible. To connect to this server, use the Private Endpoint from inside your virtual network.",
  },
  {
    from: "Power BI service",
    error:
      "DM_GWPipeline_Gateway_MashupDataAccessError Microsoft SQL: Reason: An instance-specific error occurred while establishing a connection to SQL Server. Connection was denied since Deny Public Network Access is set to Yes",
  },
  {
    from: "az sql server firewall-rule create",
    error:
      "(DenyPublicEndpointEnabled) Unable to create or modify firewall rules when public network interface for the server is disabled. To manage server or database level firewall rules, please enable the public network interface.",
  },
  {
    from: "ODBC Driver 18",
    error:
      "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Reason: An instance-specific error occurred while establishing a connection to SQL Server. Connection was denied because Deny Public Network Access is set to Yes (47073) (SQLDriverConnect)",
  },
];

const noDatabase: Message[] = [
  {
    from: "EF Core",
    error:
      "Microsoft.Data.SqlClient.SqlException (0x80131904): Cannot open database \"orders\" requested by the login. The login failed.\nLogin failed for user 'app'.\nError Number:4060,State:1,Class:11",
  },
  {
    from: "go-mssqldb",
    error:
      'mssql: login error: Cannot open database "orders" that was requested by the login. Using the user default database "master" instead.',
  },
  {
    from: "ODBC Driver 17",
    error:
      '[42000] [Microsoft][ODBC Driver 17 for SQL Server][SQL Server]Cannot open database "ordrs" requested by the login. The login failed. (4060)',
  },
  {
    from: "mssql for Node.js, JSON log",
    error:
      '{"code":"ELOGIN","message":"Cannot open database \\"orders_db\\" requested by the login. The login failed."}',
  },
  {
    from: "SqlClient with Korean messages",
    error: '로그인에서 요청한 "orders" 데이터베이스를 열 수 없습니다. 로그인하지 못했습니다. (오류 4060)',
  },
];

const paused: Message[] = [
  {
    from: "SqlClient",
    error:
      "Database 'orders' on server 'sql-dev.database.windows.net' is not currently available.  Please retry the connection later.  If the problem persists, contact customer support, and provide them the session tracing ID of '{9A}'. Error Number:40613",
  },
  {
    from: "SqlClient whose connection timeout is shorter than the resume",
    error:
      "Microsoft.Data.SqlClient.SqlException: Connection Timeout Expired.  The timeout period elapsed during the post-login phase.  The connection could have timed out while waiting for server to complete the login process and respond; Server: sql-dev.database.windows.net",
  },
  {
    from: "ODBC Driver 18 through pyodbc",
    error:
      "pyodbc.OperationalError: ('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)')",
  },
  {
    from: "tedious",
    error:
      "ConnectionError: Failed to connect to sql-dev.database.windows.net:1433 in 15000ms { code: 'ETIMEOUT' }",
  },
  {
    from: "a developer's own words",
    error:
      "First request every morning fails: database is not currently available on Azure SQL, later it works.",
  },
  {
    from: "mssql-jdbc",
    error:
      "com.microsoft.sqlserver.jdbc.SQLServerException: Database 'orders' on server 'sql-dev' is not currently available. Please retry the connection later. ClientConnectionId:3c",
  },
];

const workers: Message[] = [
  {
    from: "SqlClient",
    error:
      "Resource ID : 1. The request limit for the database is 60 and has been reached. See 'http://go.microsoft.com/fwlink/?LinkId=267637' for assistance. Error Number:10928",
  },
  {
    from: "SqlClient, elastic pool",
    error: "Resource ID : 1. The request limit for the elastic pool is 200 and has been reached. (10936)",
  },
  {
    from: "pyodbc",
    error:
      "pyodbc.Error: ('42000', \"[42000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Resource ID : 1. The request limit for the database is 30 and has been reached. (10928)\")",
  },
  {
    from: "mssql-jdbc, minimum guarantee",
    error:
      "SQLServerException: Resource ID : 1. The request minimum guarantee is 0, maximum limit is 90 and the current usage for the database is 78. However, the server is currently too busy to support requests greater than 90 for this database. 10929",
  },
  {
    from: "a developer's own words",
    error: "Azure SQL says the request limit for the database is 200 and has been reached",
  },
];

const compute: Message[] = [
  {
    from: "SqlClient",
    error:
      "Microsoft.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.",
  },
  {
    from: "ODBC Driver 18",
    error: "[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Query timeout expired (0) (SQLExecDirectW)",
  },
  { from: "mssql-jdbc", error: "com.microsoft.sqlserver.jdbc.SQLServerException: The query has timed out." },
  {
    from: "tedious",
    error:
      "RequestError: Timeout: Request failed to complete in 15000ms { code: 'ETIMEOUT' } server sql-a.database.windows.net",
  },
  {
    from: "SqlClient",
    error:
      "The service is currently busy. Retry the request after 10 seconds. Incident ID: 7. Code: 1. Error Number: 40501 SQL Server",
  },
  {
    from: "HikariCP over mssql-jdbc",
    error:
      "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms\n\tat jdbc:sqlserver://sql-a.database.windows.net:1433;database=orders",
  },
  {
    from: "a Korean developer's own words",
    error: "Azure SQL 쿼리가 점심시간만 되면 시간 초과됩니다. DTU 사용률이 높아 보입니다.",
  },
];

const token: Message[] = [
  {
    from: "SqlClient",
    error: "SqlException: Login failed for user '<token-identified principal>'. Error Number:18456,State:1",
  },
  {
    from: "mssql-jdbc",
    error: "SQLServerException: Login failed for user '<token-identified principal>'. ClientConnectionId:7e",
  },
  {
    from: "a log that escapes HTML",
    error: "Login failed for user &#39;&lt;token-identified principal&gt;&#39;.",
  },
  {
    from: "System.Text.Json",
    error: '{"message":"Login failed for user \\u0027\\u003Ctoken-identified principal\\u003E\\u0027."}',
  },
  {
    from: "SqlClient with Korean messages",
    error:
      "사용자 '<token-identified principal>'이(가) 로그인하지 못했습니다. (Microsoft SQL Server, 오류: 18456)",
  },
];

const passwords: Message[] = [
  {
    from: "SqlClient",
    error:
      "Login failed for user 'sqladmin'. Reason: Azure Active Directory only authentication is enabled. Please contact your system administrator. Error Number:18456",
  },
  { from: "tedious", error: "ConnectionError: Login failed for user 'app'. { code: 'ELOGIN' }" },
  {
    from: "sqlcmd",
    error:
      "Sqlcmd: Error: Microsoft ODBC Driver 17 for SQL Server : Login failed for user 'deploy'. Reason: Azure Active Directory only authentication is enabled. Please contact your system administrator..",
  },
  {
    from: "ARM, changing the administrator's password",
    error:
      '{"code":"AadOnlyAuthenticationIsEnabled","message":"Azure Active Directory Only Authentication is enabled for the server."}',
  },
  {
    from: "SqlClient with Korean messages",
    error: "SqlException: 사용자 'sqladmin'이(가) 로그인하지 못했습니다. 오류 번호 18456",
  },
];

const by = (codes: readonly string[], messages: readonly Message[]): Signature[] =>
  codes.flatMap((code) => messages.map((message) => ({ code, ...message })));

export const signatures: Signature[] = [
  ...by(["sql.firewall-ip-not-allowed"], firewall),
  ...by(["sql.public-access-disabled"], publicOff),
  ...by(["sql.database-not-found"], noDatabase),
  ...by(["sql.serverless-auto-paused"], paused),
  ...by(["sql.worker-limit-reached"], workers),
  ...by(["sql.dtu-limit-reached"], compute),
  ...by(["sql.external-user-missing", "sql.external-user-sid-mismatch"], token),
  ...by(["sql.entra-only-authentication"], passwords),
  {
    code: "sql.serverless-auto-paused",
    from: "SQL Server in Korean",
    error: "서버 'sql-x'의 데이터베이스 'x'은(는) 현재 사용할 수 없습니다. 나중에 다시 연결해 보세요.",
  },
];
