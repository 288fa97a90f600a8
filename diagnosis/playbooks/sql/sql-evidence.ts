import type { Playbook } from "../../playbook.ts";
import { concerns, speaksOf } from "../error-text.ts";
import { childRead, targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

/** Azure SQL Database is called, as its address, its drivers or the developer say it. */
export const aboutSql = `(${concerns(["sql"], ["microsoft.sql/servers"])} || ${speaksOf("SqlClient|SqlException|SQLServerException|ODBC Driver [0-9]{2} for SQL Server|jdbc:sqlserver|mssql|tedious|azure sql|(?:^|[^a-z])sql ?(?:server|database)|sqlcmd|sqlpackage|dacpac|(?:post|pre)-login (?:phase|handshake)|wait operation timed out")})`;

const calledServer = "(signals.hosts[?service == 'sql'] | [0].name)";

/** The host of a failover group carries no server's name: each server that can be seen may be the one behind it; see `answersTo`. */
export const sqlTarget = `targets('microsoft.sql/servers') || (${calledServer} && candidates('microsoft.sql/servers')) || \`[]\``;

/** For causes that a measured fact proves: where nothing names the server, each that can be seen is measured. */
export const sqlMeasuredTarget = "targets('microsoft.sql/servers') || candidates('microsoft.sql/servers')";

export const sqlReads: Playbook["reads"] = {
  server: targetRead(
    text("public access and sign-in", "공용 액세스와 로그인 방식"),
    "Microsoft.Sql/servers/read",
  ),
  rules: childRead(
    "firewallRules",
    text("firewall rules", "방화벽 규칙"),
    "Microsoft.Sql/servers/firewallRules/read",
  ),
  networkRules: childRead(
    "virtualNetworkRules",
    text("virtual network rules", "가상 네트워크 규칙"),
    "Microsoft.Sql/servers/virtualNetworkRules/read",
    true,
  ),
  onlyAuthentications: childRead(
    "azureADOnlyAuthentications",
    text("is only Microsoft Entra ID accepted?", "Microsoft Entra 전용 인증 여부"),
    "Microsoft.Sql/servers/azureADOnlyAuthentications/read",
    true,
  ),
  failoverGroups: childRead(
    "failoverGroups",
    text("failover groups", "장애 조치(failover) 그룹"),
    "Microsoft.Sql/servers/failoverGroups/read",
    true,
  ),
  databases: childRead(
    "databases",
    text("databases and their state", "데이터베이스와 상태"),
    "Microsoft.Sql/servers/databases/read",
  ),
  ...workloadReads,
};

export const sqlFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  loggedPrincipal: "`null`",
  loggedAddress: "`null`",
  assignments: "`null`",
  net: "reachability(server, caller, rules)",
  calledServer,
  role: "length(signals.hosts[?service == 'sql' && mentions(host, '.secondary.')]) > `0` && 'Secondary' || 'Primary'",
  /** The server that stands beside is the one that the listener of its failover group leads to. */
  answersTo:
    "target.matchedBy != 'neighbour' || !calledServer || length(failoverGroups.value[?same_text(name, $.calledServer) && same_text(not_null(properties.replicationRole, $.role), $.role)]) > `0`",
  subnetAdmitted:
    "callerSubnet && length(not_null(networkRules.value, `[]`)[?same_id(properties.virtualNetworkSubnetId, $.callerSubnet)]) > `0`",
  /** As the error or the connection string names it. */
  databaseName:
    "find(request.error, 'open database [^A-Za-z0-9]{0,6}([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})') || find(request.error, 'database [^A-Za-z0-9]{0,3}([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})[^A-Za-z0-9_.-]{1,3} on server') || find(request.error, '요청한 [^A-Za-z0-9]{0,3}([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})[^A-Za-z0-9_.-]{1,3} ?데이터베이스') || find(request.error, '데이터베이스 [^A-Za-z0-9]{0,3}([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}).{1,8}열 수 없') || (signals.settings[?matches(name, '^(database|initial catalog|db_name|db_database)$') && matches(value, '^[^{}$%<>()]{1,128}$')].value | [0]) || (signals.settings[?matches(name, '(^|[_. :-])(database|initial ?catalog|catalog|db)([_-]?name)?$') && matches(value, '^[A-Za-z0-9_-]{1,127}$')].value | [0])",
  /** A container's own environment comes before the default in its code. */
  /** Which of several apps called matters only where they name different ones. */
  databasesInEnv:
    "said(readable(workloads)) && distinct(not_null(callers, `[]`)[].properties.template.containers[].env[] | [?matches(name, '^(.{1,40}_)?(database|db)(_?name)?$') && value && !matches(value, '[^a-z0-9_.-]')].value) || `[]`",
  databaseInEnv:
    "length(databasesInEnv) > `1` && (app.properties.template.containers[].env[] | [?matches(name, '^(.{1,40}_)?(database|db)(_?name)?$') && value && !matches(value, '[^a-z0-9_.-]')] | [0].value) || databasesInEnv[0] || `null`",
  databaseSetting: "signals.settings[?same_text(value, $.databaseName)] | [0]",
  database:
    "said(databaseInEnv) && (databases.value[?same_text(name, $.databaseInEnv)] | [0]) || (databases.value[?same_text(name, $.databaseName)] | [0])",
  approved:
    "not_null(server.properties.privateEndpointConnections, `[]`)[?properties.privateLinkServiceConnectionState.status == 'Approved']",
};
