import type { Signature } from "./signature.ts";

type Message = Omit<Signature, "code">;

/** Nothing answers: dropped by a firewall, switched off, or closed to the public; the client cannot tell. */
const postgresSilence: Message[] = [
  {
    from: "libpq",
    error:
      'connection to server at "pg-orders.postgres.database.azure.com" (20.1.2.3), port 5432 failed: Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?',
  },
  {
    from: "Prisma",
    error:
      "PrismaClientInitializationError: Can't reach database server at `pg-orders.postgres.database.azure.com`:`5432`\nPlease make sure your database server is running. P1001",
  },
  {
    from: "Npgsql",
    error:
      "Npgsql.NpgsqlException (0x80004005): Failed to connect to 20.1.2.3:5432\n ---> System.TimeoutException: Timeout during connection attempt\nHost=pg-orders.postgres.database.azure.com",
  },
  {
    from: "pgjdbc",
    error:
      "org.postgresql.util.PSQLException: The connection attempt failed.\nCaused by: java.net.SocketTimeoutException: Connect timed out\njdbc:postgresql://pg-orders.postgres.database.azure.com:5432/orders",
  },
  {
    from: "pgx",
    error:
      "failed to connect to `host=pg-orders.postgres.database.azure.com user=app database=orders`: dial error (dial tcp 20.1.2.3:5432: i/o timeout)",
  },
  {
    from: "Django, no host in sight",
    error:
      'django.db.utils.OperationalError: could not connect to server: Connection refused\n\tIs the server running on host "20.1.2.3" and accepting TCP/IP connections on port 5432?',
  },
  {
    from: "a Korean developer's own words",
    error: "Azure PostgreSQL 유연한 서버에 접속이 안 됩니다. 계속 연결 시간이 초과됩니다.",
  },
];

const postgresFirewall: Message[] = [
  {
    from: "libpq",
    error:
      'psycopg2.OperationalError: FATAL:  no pg_hba.conf entry for host "121.1.2.3", user "app", database "orders", SSL encryption',
  },
  {
    from: "node-postgres",
    error:
      'error: no pg_hba.conf entry for host "52.1.1.1", user "app", database "orders", no encryption\n  code: \'28000\'',
  },
];

const postgresClosed: Message[] = [
  {
    from: "libpq, name known inside only",
    error:
      'could not translate host name "pg-orders.postgres.database.azure.com" to address: Name or service not known',
  },
  {
    from: "az postgres flexible-server firewall-rule create",
    error:
      "(FirewallRulesNotSupported) Firewall rule operations cannot be requested for a server with public network access disabled. Microsoft.DBforPostgreSQL/flexibleServers/pg-orders",
  },
];

const postgresStopped: Message[] = [
  {
    from: "libpq while the server goes down",
    error:
      "psycopg.OperationalError: FATAL:  the database system is shutting down pg-x.postgres.database.azure.com",
  },
  {
    from: "az postgres flexible-server parameter set",
    error:
      "(ServerIsNotReady) The server is not in the Ready state. Microsoft.DBforPostgreSQL/flexibleServers pg-orders",
  },
  {
    from: "SQLAlchemy",
    error:
      "sqlalchemy.exc.OperationalError: (psycopg2.errors.AdminShutdown) terminating connection due to administrator command\nSSL connection has been closed unexpectedly",
  },
];

const postgresFull: Message[] = [
  {
    from: "libpq",
    error: "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
  },
  {
    from: "PostgreSQL 16",
    error:
      'FATAL: remaining connection slots are reserved for roles with privileges of the "pg_use_reserved_connections" role (SQLSTATE 53300)',
  },
  { from: "node-postgres", error: "error: sorry, too many clients already\n  code: '53300'" },
  {
    from: "Prisma",
    error:
      "Too many database connections opened: FATAL: remaining connection slots are reserved for superuser",
  },
  {
    from: "Npgsql",
    error: 'Npgsql.PostgresException (0x80004005): 53300: too many connections for role "app"',
  },
  {
    from: "PgBouncer",
    error: "psycopg2.OperationalError: FATAL: no more connections allowed (max_client_conn)",
  },
  {
    from: "a developer's own words",
    error: "After scaling out the app PostgreSQL on Azure complains about too many connections.",
  },
];

const postgresPlain: Message[] = [
  {
    from: "libpq",
    error: 'FATAL:  no pg_hba.conf entry for host "10.0.1.4", user "app", database "orders", no encryption',
  },
  {
    from: "PostgreSQL 11 and before",
    error: 'FATAL: no pg_hba.conf entry for host "10.0.1.4", user "app", database "orders", SSL off',
  },
  {
    from: "Azure gateway",
    error: "FATAL: SSL connection is required. Please specify SSL options and retry.",
  },
  {
    from: "pgjdbc",
    error:
      'org.postgresql.util.PSQLException: FATAL: no pg_hba.conf entry for host "10.0.1.4", user "app", database "orders", no encryption',
  },
  {
    from: "Go lib/pq",
    error: 'pq: no pg_hba.conf entry for host "10.0.1.4", user "app", database "o", no encryption',
  },
];

const mysqlFirewall: Message[] = [
  {
    from: "mysql client",
    error:
      "ERROR 9000 (HY000): Client with IP address '121.1.2.3' is not allowed to connect to this MySQL server.",
  },
  {
    from: "mysql client",
    error:
      "ERROR 2003 (HY000): Can't connect to MySQL server on 'my-shop.mysql.database.azure.com:3306' (110)",
  },
  {
    from: "PDO",
    error:
      "SQLSTATE[HY000] [2002] Connection timed out (Connection: mysql, host my-shop.mysql.database.azure.com)",
  },
  {
    from: "MySQL Connector/J",
    error:
      "com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. jdbc:mysql://my-shop.mysql.database.azure.com:3306/shop",
  },
  {
    from: "MySqlConnector",
    error:
      "MySqlConnector.MySqlException (0x80004005): Unable to connect to any of the specified MySQL hosts. Server=my-shop.mysql.database.azure.com",
  },
  {
    from: "mysqld",
    error: "ERROR 1130 (HY000): Host '121.1.2.3' is not allowed to connect to this MySQL server",
  },
  {
    from: "mysql2",
    error: "Error: connect ETIMEDOUT\n  code: 'ETIMEDOUT', host my-shop.mysql.database.azure.com",
  },
  {
    from: "a Korean developer's own words",
    error: "Azure MySQL 서버에 로컬 PC에서 연결할 수 없습니다 (Can't connect to MySQL server).",
  },
];

const mysqlFull: Message[] = [
  { from: "mysql client", error: "ERROR 1040 (HY000): Too many connections" },
  { from: "mysql2", error: "Error: Too many connections\n  code: 'ER_CON_COUNT_ERROR',\n  errno: 1040" },
  { from: "PDO", error: "PDOException: SQLSTATE[08004] [1040] Too many connections" },
  {
    from: "MySQL Connector/J",
    error:
      'java.sql.SQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
  },
  {
    from: "mysqld, limit of an account",
    error: "ERROR 1203 (42000): User app already has more than 'max_user_connections' active connections",
  },
];

const mysqlPlain: Message[] = [
  {
    from: "mysql client",
    error:
      "ERROR 3159 (HY000): Connections using insecure transport are prohibited while --require_secure_transport=ON.",
  },
  {
    from: "mysql2",
    error:
      "Error: Connections using insecure transport are prohibited while --require_secure_transport=ON.\n  code: 'ER_SECURE_TRANSPORT_REQUIRED'",
  },
  {
    from: "go-sql-driver",
    error:
      "Error 3159 (HY000): Connections using insecure transport are prohibited while --require_secure_transport=ON.",
  },
  {
    from: "Azure gateway",
    error: "ERROR 9002 (28000): SSL connection is required. Please specify SSL options and retry.",
  },
  {
    from: "Laravel",
    error:
      "SQLSTATE[HY000] [3159] Connections using insecure transport are prohibited while --require_secure_transport=ON. (Connection: mysql)",
  },
];

const wrongClient: Message[] = [
  {
    from: "azure/sql-action",
    error:
      "Error: Invalid connection string. A valid connection string must specify Server, pg-a.postgres.database.azure.com",
    source_code: {
      ".github/workflows/db.yml":
        "- uses: azure/sql-action@v2.3\n  with:\n    connection-string: ${{ secrets.PG }}",
    },
  },
  {
    from: "SqlClient against PostgreSQL",
    error:
      "SqlException: A network-related or instance-specific error occurred (pg-a.postgres.database.azure.com)",
    source_code: { "Program.cs": "options.UseSqlServer(connectionString)" },
  },
  {
    from: "PDO",
    error:
      "SQLSTATE[HY000] [2006] MySQL server has gone away mysql:host=pg-a.postgres.database.azure.com;port=5432",
  },
  {
    from: "psycopg against Azure SQL",
    error:
      "psycopg.OperationalError: received invalid response to SSL negotiation (sql-a.database.windows.net:1433)",
    source_code: { "db.py": "import psycopg\npsycopg.connect(DSN)" },
  },
  {
    from: "SQLAlchemy, the server named in code only",
    error:
      "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2013, 'Lost connection to MySQL server during query')",
    source_code: {
      "settings.py": 'URL = "mysql+pymysql://app@pg-a.postgres.database.azure.com:5432/orders"',
    },
  },
];

const by = (codes: readonly string[], messages: readonly Message[]): Signature[] =>
  codes.flatMap((code) => messages.map((message) => ({ code, ...message })));

export const signatures: Signature[] = [
  ...by(
    ["postgres.firewall-ip-not-allowed", "postgres.server-stopped", "postgres.public-access-disabled"],
    postgresSilence,
  ),
  ...by(["postgres.firewall-ip-not-allowed"], postgresFirewall),
  ...by(["postgres.public-access-disabled"], postgresClosed),
  ...by(["postgres.server-stopped"], postgresStopped),
  ...by(["postgres.max-connections-reached"], postgresFull),
  ...by(["postgres.tls-required"], postgresPlain),
  ...by(["mysql.firewall-ip-not-allowed"], mysqlFirewall),
  ...by(["mysql.max-connections-reached"], mysqlFull),
  ...by(["mysql.tls-required"], mysqlPlain),
  ...by(["code.wrong-client-for-engine"], wrongClient),
];

export const lookAlikes: readonly Signature[] = [
  {
    code: "postgres.tls-required",
    from: "libpq with sslmode=prefer, which tries again without encryption",
    error:
      'connection to server at "pg-a.postgres.database.azure.com" (20.1.2.3), port 5432 failed: FATAL:  password authentication failed for user "app"\nconnection to server at "pg-a.postgres.database.azure.com" (20.1.2.3), port 5432 failed: FATAL:  no pg_hba.conf entry for host "203.0.113.7", user "app", database "app", no encryption',
  },
  {
    code: "postgres.tls-required",
    from: "libpq with sslmode=prefer on a server without free connections",
    error:
      'FATAL:  sorry, too many clients already\nFATAL:  no pg_hba.conf entry for host "203.0.113.7", user "app", database "app", no encryption',
  },
];
