import type { Playbook } from "../../playbook.ts";
import { anyTextMatches } from "../error-text.ts";
import { targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";

const sqlServerClients =
  "azure/sql-action|SqlAzureDacpac|Microsoft.Data.SqlClient|System.Data.SqlClient|UseSqlServer|mssql://|jdbc:sqlserver|ODBC Driver [0-9]{2} for SQL Server|sqlcmd";
const postgresClients = "psycopg|Npgsql|UseNpgsql|postgres(ql)?://|jdbc:postgresql|pg_dump";
const mysqlClients = "mysql.connector|pymysql|MySqlConnector|UseMySql|mysql://|jdbc:mysql|mysqldump";

/** A connection URL or DSN whose scheme is one engine's and whose host another's: `mysql:host=x.postgres.database.azure.com`. */
const foreignUrls = [
  "(?:mysql|mysqli|mariadb|sqlserver|sqlsrv|mssql)(?:[+][a-z]{2,12})?:(?://|host=|server=)[^ ]{0,200}[.]postgres[.]database[.]",
  "(?:postgres|postgresql|pgsql|sqlserver|sqlsrv|mssql)(?:[+][a-z0-9]{2,12})?:(?://|host=|server=)[^ ]{0,200}[.]mysql[.]database[.]",
  "(?:postgres|postgresql|pgsql|mysql|mysqli|mariadb)(?:[+][a-z0-9]{2,12})?:(?://|host=|server=)[^ ]{0,200}[.]database[.]windows[.]net",
] as const;

/** One engine's host, and only another engine's client. */
export const wrongClientForEngine: Playbook = {
  code: "code.wrong-client-for-engine",
  title: text(
    "The client library is for another database engine than the server",
    "클라이언트 라이브러리가 서버와 다른 데이터베이스 엔진용입니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://github.com/Azure/sql-action#readme",
    "https://learn.microsoft.com/azure/postgresql/flexible-server/connect-python",
  ],
  raisedBy: "length(signals.hosts[?service == 'postgres' || service == 'mysql' || service == 'sql']) > `0`",
  target:
    "targets('microsoft.dbforpostgresql/flexibleservers', 'microsoft.dbformysql/flexibleservers', 'microsoft.sql/servers')",
  needsTarget: false,
  competitors: [
    "postgres.firewall-ip-not-allowed",
    "mysql.firewall-ip-not-allowed",
    "sql.firewall-ip-not-allowed",
  ],
  reads: { server: targetRead(text("engine", "엔진"), "*/read") },
  let: {
    engines: "distinct(signals.hosts[?contains(['postgres', 'mysql', 'sql'], service)].service)",
    engine: "length(engines) == `1` && engines[0]",
    foreign: `${anyTextMatches(...foreignUrls)} || engine == 'postgres' && file_matches('(server|data source|host|connection).{0,40}postgres.database', '${sqlServerClients}') && file_matches('${sqlServerClients}') || engine == 'mysql' && file_matches('${sqlServerClients}') || engine == 'sql' && !file_matches('${sqlServerClients}') && file_matches('${postgresClients}', '${mysqlClients}')`,
    isOwnToo: `engine == 'mysql' && file_matches('${mysqlClients}')`,
  },
  holds: "foreign && !said(isOwnToo) && (server.type || `true`)",
  layer: 9,
  explanation: text(
    "The server is a {{engine}} server, and the failing step speaks to it with the client of another engine: the protocols differ, so it fails whatever firewall or login say.",
    "서버는 {{engine}} 서버인데 실패한 단계는 다른 엔진의 클라이언트로 연결합니다. 프로토콜이 다르므로 방화벽이나 로그인과 관계없이 실패합니다.",
  ),
  ruledOut: text(
    "The client library fits the server's engine.",
    "클라이언트 라이브러리가 서버 엔진과 맞습니다.",
  ),
  actions: [
    {
      title: text("Use the client of the server's engine", "서버 엔진에 맞는 클라이언트 사용"),
      why: text(
        "For PostgreSQL (port 5432): psql, the GitHub action azure/postgresql, Npgsql, psycopg, pdo_pgsql (Laravel: DB_CONNECTION=pgsql); for MySQL (port 3306): azure/mysql, mysql, MySqlConnector; for Azure SQL: azure/sql-action, sqlcmd, SqlClient.",
        "PostgreSQL(포트 5432)은 psql, GitHub 작업 azure/postgresql, Npgsql, psycopg, pdo_pgsql(Laravel: DB_CONNECTION=pgsql)을, MySQL(포트 3306)은 azure/mysql, mysql, MySqlConnector를, Azure SQL은 azure/sql-action, sqlcmd, SqlClient를 사용하세요.",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: { text: text("The step connects.", "단계가 연결됩니다."), commands: [] },
};
