import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import {
  aboutServer,
  type FlexibleServer,
  mysql,
  postgres,
  saysNoTls,
  serverFacts,
  serverReads,
} from "./flexible-server-evidence.ts";

/** The server itself counted: where nothing was measured beside it, its word is the proof. A role's own limit is another. */
const statesFull = errorMatches(
  "connection slots are reserved",
  "too many clients already",
  "^[^a-z]{0,20}too many connections[^a-z]{0,4}$|[10]40[^a-z]{1,8}too many connections|message from server: .{1,3}too many connections",
);

/** The application's own pool gave up: it is too small, its queries are slow, or the server lets no more in. The server's count tells. */
const saysPool = errorMatches(
  "connection is not available, request timed out|(?:timed? ?out|timeout|unable|failed|could not).{0,60}(?:from|in) (?:the |a )?(?:connection )?pool|pool .{0,40}(?:exhausted|timed? ?out|is full|limit)|QueuePool limit",
  "(?:acquir|obtain|get|borrow|fetch|check)[a-z]{0,3} .{0,24}connection.{0,60}(?:timed? ?out|timeout|fail)|커넥션 ?풀|연결 ?풀",
);

function maxConnections(server: FlexibleServer, says: string): Playbook {
  return {
    code: server.engine === "postgres" ? "postgres.max-connections-reached" : "mysql.max-connections-reached",
    title: text("The server's connection limit is used up", "서버의 연결 한도가 소진되었습니다"),
    verdict: "azure",
    sources: [
      server.engine === "postgres"
        ? "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits#maximum-connections"
        : "https://learn.microsoft.com/azure/mysql/flexible-server/concepts-server-parameters#max_connections",
    ],
    raisedBy: says,
    target: `targets('${server.type}') || candidates('${server.type}')`,
    needsTarget: true,
    competitors: [`${server.engine}.firewall-ip-not-allowed`],
    reads: serverReads(server),
    let: serverFacts,
    holds: `${says} && connectionLimit && (isFull || (!peak && ${statesFull}))`,
    layer: 7,
    explanation: text(
      "{{target.name}} ({{server.sku.name}}) allows {{connectionLimit}} connections, and the clients hold nearly all of them; the last ones are reserved. Each replica and worker of the application opens connections of its own.",
      "{{target.name}}({{server.sku.name}})의 연결 한도는 {{connectionLimit}}개인데 클라이언트가 거의 모두 사용 중이며 마지막 몇 개는 예약되어 있습니다. 애플리케이션의 복제본과 작업자가 각각 연결을 엽니다.",
    ),
    ruledOut: text("{{target.name}} had connections left.", "{{target.name}}에 여유 연결이 있었습니다."),
    actions: [
      {
        title: text("Pool the connections", "연결 풀링 사용"),
        why:
          server.engine === "postgres"
            ? text(
                "Turn on the built-in PgBouncer (port 6432, not on Burstable servers), and lower the pool size of each worker.",
                "기본 제공 PgBouncer(포트 6432, 버스트 가능 서버 제외)를 켜고 작업자별 풀 크기를 줄이세요.",
              )
            : text(
                "Lower the pool size of each instance, close idle connections, or put ProxySQL in front.",
                "인스턴스별 풀 크기를 줄이고 유휴 연결을 닫거나 ProxySQL을 앞에 두세요.",
              ),
        commands: [
          `${server.cli} parameter show --resource-group {{target.resourceGroup}} --server-name {{target.name}} --name max_connections`,
        ],
        config: server.engine === "postgres" ? "pgbouncer.enabled = true" : "max_connections",
        changes: false,
      },
      {
        title: text("Or raise the limit", "또는 한도 높이기"),
        why: text(
          "Each connection takes memory, which grows with the SKU: scale the server up first where it is small. PostgreSQL takes the new value at its next restart.",
          "연결마다 메모리가 필요하므로 서버가 작으면 먼저 상위 SKU로 확장하세요. PostgreSQL은 다시 시작해야 새 값이 적용됩니다.",
        ),
        commands: [
          `${server.cli} list-skus --location {{server.location}} --output table`,
          `${server.cli} parameter set --resource-group {{target.resourceGroup}} --server-name {{target.name}} --name max_connections --value {{raisedLimit}}`,
        ],
        config: `${server.provider}/configurations: max_connections; ${server.provider}: sku`,
        changes: true,
        needsRole: "Contributor",
        undo: `${server.cli} parameter set --resource-group {{target.resourceGroup}} --server-name {{target.name}} --name max_connections --value {{connectionLimit}}`,
        effects: [
          {
            kind: "set",
            id: "{{maxConnections.id}}",
            values: { "/properties/value": "to_string(raisedLimit)" },
          },
        ],
      },
    ],
    verify: {
      text: text(
        "active_connections stays below the limit.",
        "active_connections가 한도 미만으로 유지됩니다.",
      ),
      commands: [
        "az monitor metrics list --resource {{target.id}} --metric active_connections --aggregation Maximum --output table",
      ],
    },
  };
}

export const postgresMaxConnections = maxConnections(
  postgres,
  `(${hasCode("53300")} || ${errorMatches("remaining connection slots are reserved", "too many clients already", "too many connections for (?:role|database)", "no more connections allowed")} || ${aboutServer(postgres)} && ${errorMatches("too many (?:database )?connections|out of connections|connection limit|연결 ?(?:수|한도)")} || ${aboutServer(postgres)} && ${saysPool})`,
);
export const mysqlMaxConnections = maxConnections(
  mysql,
  `(${hasCode("1040", "1203", "ER_CON_COUNT_ERROR", "ER_TOO_MANY_USER_CONNECTIONS")} || ${errorMatches("too many connections", "max_user_connections")} || ${aboutServer(mysql)} && ${saysPool})`,
);

/** Said of the transport alone, whatever the firewall lets in. */
const statesTls = errorMatches("insecure transport are prohibited", "ssl connection is required");

function tlsRequired(server: FlexibleServer, says: string): Playbook {
  const fix =
    server.engine === "postgres"
      ? text(
          "sslmode=require (or verify-full with the root certificates) in the connection string.",
          "연결 문자열에 sslmode=require(또는 루트 인증서와 함께 verify-full)를 지정하세요.",
        )
      : text(
          "Enable TLS in the driver and give it the CA bundle (PDO: MYSQL_ATTR_SSL_CA; many images bring ca-certificates).",
          "드라이버에서 TLS를 켜고 CA 번들을 지정하세요(PDO: MYSQL_ATTR_SSL_CA, 많은 이미지에 ca-certificates가 포함됨).",
        );
  return {
    code: server.engine === "postgres" ? "postgres.tls-required" : "mysql.tls-required",
    title: text(
      "The server requires TLS and the client connects without",
      "서버가 TLS를 요구하는데 클라이언트가 TLS 없이 연결합니다",
    ),
    verdict: "azure",
    sources: [
      server.engine === "postgres"
        ? "https://learn.microsoft.com/azure/postgresql/flexible-server/security-tls"
        : "https://learn.microsoft.com/azure/mysql/flexible-server/security-tls",
    ],
    raisedBy: says,
    target: targetOr(server.type, says),
    needsTarget: true,
    competitors: [`${server.engine}.firewall-ip-not-allowed`],
    reads: serverReads(server),
    let: serverFacts,
    holds: `${says} && requiresTls && (secureTransport.id || net.caller == 'allowed' || isInNetwork || ${statesTls}) && (signals.fields.sslmode == 'disable' || \`true\`)`,
    layer: 4,
    explanation: text(
      "{{target.name}} refuses connections without TLS (require_secure_transport is on), and this client offered none. It is not the address that is refused.",
      "{{target.name}}은(는) TLS 없는 연결을 거부하며(require_secure_transport 켜짐) 이 클라이언트는 TLS를 사용하지 않았습니다. 주소 때문에 거부된 것이 아닙니다.",
    ),
    ruledOut: text(
      "The client used TLS, or {{target.name}} does not require it.",
      "클라이언트가 TLS를 사용했거나 {{target.name}}이(가) TLS를 요구하지 않습니다.",
    ),
    culprits: ["secureTransport.id"],
    actions: [
      {
        title: text("Connect with TLS", "TLS로 연결"),
        why: fix,
        commands: [
          `${server.cli} parameter show --resource-group {{target.resourceGroup}} --server-name {{target.name}} --name require_secure_transport`,
        ],
        config: server.engine === "postgres" ? "sslmode=require" : "MYSQL_ATTR_SSL_CA / DB_SSL=true / ssl_ca",
        changes: false,
      },
    ],
    verify: {
      text: text("The connection succeeds with TLS.", "TLS로 연결이 성공합니다."),
      commands: [
        `${server.cli} parameter show --resource-group {{target.resourceGroup}} --server-name {{target.name}} --name require_secure_transport`,
      ],
    },
  };
}

export const postgresTlsRequired = tlsRequired(
  postgres,
  `(${saysNoTls} || ${errorMatches("ssl connection is required", "requires? (ssl|tls|encryption)")})`,
);
export const mysqlTlsRequired = tlsRequired(
  mysql,
  `(${hasCode("3159", "9002", "ER_SECURE_TRANSPORT_REQUIRED")} || ${errorMatches("insecure transport are prohibited", "ssl connection is required")})`,
);
