import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, speaksOf } from "../error-text.ts";
import { childRead, targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

/**
 * The client offered no encryption: that alone explains the refusal. With `sslmode=prefer`, drivers try both ways, and say
 * both; then what the encrypted attempt was refused for is the cause, and the plain one only the second refusal.
 */
export const saysNoTls = `(${errorMatches("no encryption", "ssl off")} && !${errorMatches(
  "ssl encryption",
  "ssl on\\b",
  "FATAL:? {1,4}(?:remaining|sorry|too many|password|SASL|database|role|user|permission|the database|Microsoft|Azure|AAD|Entra|out of|terminating)",
)})`;

/** Flexible servers of PostgreSQL and MySQL are built alike; only messages and names of metrics differ. */
export interface FlexibleServer {
  engine: "postgres" | "mysql";
  name: string;
  type: string;
  provider: string;
  cli: string;
}
export const postgres: FlexibleServer = {
  engine: "postgres",
  name: "PostgreSQL",
  type: "microsoft.dbforpostgresql/flexibleservers",
  provider: "Microsoft.DBforPostgreSQL/flexibleServers",
  cli: "az postgres flexible-server",
};
export const mysql: FlexibleServer = {
  engine: "mysql",
  name: "MySQL",
  type: "microsoft.dbformysql/flexibleservers",
  provider: "Microsoft.DBforMySQL/flexibleServers",
  cli: "az mysql flexible-server",
};

/** The service is called, as its address, its drivers or the developer say it. */
export function aboutServer({ engine, type }: FlexibleServer): string {
  const words =
    engine === "postgres"
      ? "postgres|psycopg|npgsql|pgx|asyncpg|:5432|port 5432"
      : "mysql|mariadb|:3306|port 3306";
  return `(${concerns([engine], [type])} || ${speaksOf(words)})`;
}

export function serverReads({ provider }: FlexibleServer): Playbook["reads"] {
  return {
    server: targetRead(text("state and network", "상태와 네트워크"), `${provider}/read`),
    rules: childRead(
      "firewallRules",
      text("firewall rules", "방화벽 규칙"),
      `${provider}/firewallRules/read`,
    ),
    secureTransport: childRead(
      "configurations/require_secure_transport",
      text("is TLS required?", "TLS 필수 여부"),
      `${provider}/configurations/read`,
    ),
    maxConnections: childRead(
      "configurations/max_connections",
      text("connection limit", "연결 한도"),
      `${provider}/configurations/read`,
    ),
    load: {
      title: text(
        "Connections to {{target.name}} around the failure",
        "실패 시점 전후 {{target.name}}의 연결 수",
      ),
      request: {
        kind: "metrics",
        resourceId: "{{target.id}}",
        metricNames: ["active_connections"],
        aggregation: ["Average", "Maximum"],
        interval: "PT1M",
        from: "hours_before(signals.observedAt, `1`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      permission: "Microsoft.Insights/metrics/read",
    },
    ...workloadReads,
  };
}

export const serverFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  loggedPrincipal: "`null`",
  loggedAddress: "`null`",
  assignments: "`null`",
  alikeBy: "'address'",
  net: "reachability(server, caller, rules)",
  /** An agent that a service hosts has an address of a large and changing pool, which no rule of a few addresses admits. */
  isOutOfPool:
    "signals.runsOn[?contains(['github_hosted', 'azure_devops_hosted', 'cloud_shell'], place)] && readable(rules) && !(net.trusted) && length(not_null(rules.value, `[]`)[?split(properties.startIpAddress, '.')[0] != split(properties.endIpAddress, '.')[0]]) == `0`",
  isRunning: "same_text(server.properties.state, 'Ready')",
  isInNetwork: "server.properties.network.delegatedSubnetResourceId",
  requiresTls:
    "lower(not_null(secureTransport.properties.value, secureTransport.properties.currentValue, secureTransport.properties.defaultValue, 'on')) == 'on'",
  connectionLimit:
    "to_number(not_null(maxConnections.properties.value, maxConnections.properties.currentValue, maxConnections.properties.defaultValue))",
  raisedLimit: "connectionLimit * `2`",
  peak: "max_by(not_null(load.active_connections, `[]`), &not_null(maximum, average))",
  /** The last few connections are kept for the platform and for superusers. */
  isFull:
    "not_null(peak.maximum, peak.average) >= connectionLimit - `20` || not_null(peak.maximum, peak.average) >= connectionLimit × `0.9`",
};
