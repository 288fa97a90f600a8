import type { Playbook } from "../../playbook.ts";
import { alsoShown, someRanges } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { nameUnknown, timedOut } from "../network/network-symptoms.ts";
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

const saysTimeout = `(${hasCode("ETIMEDOUT", "ECONNREFUSED", "110", "111", "10060", "10061")} || ${errorMatches("connection timed out", "timeout expired", "i/o timeout", "could not connect", "can.t connect to", "connection refused", "connection attempt failed", "connection error", "communications link failure", "can.t reach", "gone away|lost connection", "접속이? ?(?:안|되지)|연결이? ?(?:안|되지)")} || ${timedOut})`;
/** The server goes down, is down, or takes no orders while it is. */
const saysGoing = `(${hasCode("57P01", "57P03", "ServerIsNotReady", "ServerStoppedError")} || ${errorMatches("shutting down|starting up|terminating connection due to administrator|not in the ready state|server is (?:stopped|disabled)|server closed the connection|서버가 (?:중지|꺼져)")})`;
const saysNoEntry = errorMatches("no pg_hba.conf entry for host");
/** Only a server that was reached inside the network sees the caller under a private address. */
const isInside =
  "is_private_address(find(request.error, 'no pg_hba.conf entry for host .{0,2}?([0-9]{1,3}(?:[.][0-9]{1,3}){3})'))";
const saysNoName = `(${hasCode("ENOTFOUND", "-2", "11001")} || ${nameUnknown})`;

function firewall(server: FlexibleServer, says: string): Playbook {
  return {
    code: server.engine === "postgres" ? "postgres.firewall-ip-not-allowed" : "mysql.firewall-ip-not-allowed",
    title: text(
      `The ${server.name} server's firewall has no rule for the caller`,
      `${server.name} 서버 방화벽에 호출자를 허용하는 규칙이 없습니다`,
    ),
    verdict: "azure",
    sources: [
      server.engine === "postgres"
        ? "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-firewall-rules"
        : "https://learn.microsoft.com/azure/mysql/flexible-server/security-how-to-manage-firewall-portal",
    ],
    raisedBy: `${says} || ${aboutServer(server)} && ${saysTimeout}`,
    target: `targets('${server.type}')`,
    needsTarget: true,
    competitors: [
      ...(server.engine === "postgres" ? ["postgres.server-stopped", "postgres.public-access-disabled"] : []),
      `${server.engine}.tls-required`,
    ],
    reads: serverReads(server),
    let: serverFacts,
    holds: `(${says} || ${saysTimeout}) && isRunning && net.public == 'selected' && !isInNetwork && (net.caller == 'denied' || net.caller == 'unstated' && (said(isOutOfPool) || readable(rules) && length(not_null(rules.value, \`[]\`)) == \`0\`)) && !said(${saysNoTls} && requiresTls && !trustsCaller) && ${alsoShown(...someRanges)}`,
    layer: 3,
    explanation: text(
      "No firewall rule of {{target.name}} covers the caller's address {{refusedAddress || '-'}}.",
      "{{target.name}}의 방화벽 규칙 중 호출자 주소 {{refusedAddress || '-'}}을(를) 포함하는 규칙이 없습니다.",
    ),
    ruledOut: text(
      "A firewall rule of {{target.name}} covers the caller, or the address is not what was refused.",
      "{{target.name}}의 방화벽 규칙이 호출자를 포함하거나 주소 때문에 거부된 것이 아닙니다.",
    ),
    actions: [
      {
        title: text("Add a firewall rule for the address", "주소의 방화벽 규칙 추가"),
        why: text(
          "It takes effect within a few minutes. For apps in Azure a private endpoint or the server's virtual network is better.",
          "몇 분 안에 적용됩니다. Azure의 앱에는 프라이빗 엔드포인트(private endpoint)나 가상 네트워크가 더 좋습니다.",
        ),
        commands: [
          `${server.cli} firewall-rule create --resource-group {{target.resourceGroup}} --name {{target.name}} --rule-name {{join('-', ['caller', replace(item, '.', '-')])}} --start-ip-address {{item}} --end-ip-address {{item}}`,
        ],
        config: `${server.provider}/firewallRules`,
        changes: true,
        needsRole: "Contributor",
        undo: `${server.cli} firewall-rule delete --resource-group {{target.resourceGroup}} --name {{target.name}} --rule-name {{join('-', ['caller', replace(item, '.', '-')])}} --yes`,
        effects: [
          {
            kind: "create",
            id: "{{target.id}}/firewallRules/{{join('-', ['caller', replace(item, '.', '-')])}}",
            body: "{properties: {startIpAddress: item, endIpAddress: item}}",
          },
        ],
        each: "addressesToAllow",
        when: "length(addressesToAllow) > `0`",
      },
      {
        title: text("Look at the rules", "규칙 확인"),
        why: text("The caller's address is not known.", "호출자의 주소를 알 수 없습니다."),
        commands: [
          `${server.cli} firewall-rule list --resource-group {{target.resourceGroup}} --name {{target.name}} --output table`,
        ],
        changes: false,
        when: "length(addressesToAllow) == `0`",
      },
    ],
    verify: {
      text: text(
        "The rule is listed, and the next connection succeeds.",
        "규칙이 표시되고 다음 연결이 성공합니다.",
      ),
      commands: [
        `${server.cli} firewall-rule list --resource-group {{target.resourceGroup}} --name {{target.name}} --output table`,
      ],
    },
  };
}

/** Callers in Azure are let in by the rule 0.0.0.0, which shows no address. */
const trusting = "net.trusted && length(signals.clientAddresses) == `0`";

export const postgresFirewall: Playbook = {
  ...firewall(postgres, saysNoEntry),
  let: { ...serverFacts, trustsCaller: trusting },
};
export const mysqlFirewall: Playbook = {
  ...firewall(
    mysql,
    `(${hasCode("9000", "9009")} || ${errorMatches("is not allowed to connect to this mysql server")})`,
  ),
  let: { ...serverFacts, trustsCaller: trusting },
};

export const postgresPublicAccessDisabled: Playbook = {
  code: "postgres.public-access-disabled",
  title: text(
    "Public network access is disabled on the PostgreSQL server",
    "PostgreSQL 서버의 공용 네트워크 액세스가 사용 안 함으로 설정되어 있습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private-link"],
  raisedBy: `${aboutServer(postgres)} && (${saysTimeout} || ${saysNoName} || ${saysNoEntry} || ${errorMatches("public (network )?access")})`,
  target: `targets('${postgres.type}')`,
  needsTarget: true,
  competitors: [
    "postgres.server-stopped",
    "postgres.firewall-ip-not-allowed",
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
  ],
  reads: serverReads(postgres),
  let: serverFacts,
  holds: `isRunning && net.public == 'denied' && !said(${isInside}) && (${saysTimeout} || ${saysNoName}) && (said(isOutside) || needed(app.id, 'what made the call: a resource in Azure, or something outside', '호출한 쪽: Azure 리소스인지 외부인지') && !callerSubnet)`,
  layer: 3,
  explanation: text(
    "{{target.name}} has no public endpoint; it is reached only from its virtual network or over a private endpoint. The caller is in neither.",
    "{{target.name}}에는 공용 엔드포인트가 없으며 가상 네트워크(VNet) 안이나 프라이빗 엔드포인트(private endpoint)로만 접근할 수 있습니다. 호출자는 둘 다 아닙니다.",
  ),
  ruledOut: text(
    "Public access of {{target.name}} is on, or the server did answer the caller.",
    "{{target.name}}의 공용 액세스가 켜져 있거나 서버가 호출자에게 응답했습니다.",
  ),
  actions: [
    {
      title: text("Connect from inside the network", "네트워크 내부에서 연결"),
      why: text(
        "Integrate the app with the server's virtual network, use a VPN or Bastion for people, or enable public access with firewall rules.",
        "앱을 서버의 가상 네트워크에 통합하고, 사람은 VPN이나 Bastion을 사용하거나, 방화벽 규칙과 함께 공용 액세스를 켜세요.",
      ),
      commands: [
        "az postgres flexible-server show --resource-group {{target.resourceGroup}} --name {{target.name}} --query network",
      ],
      config: "Microsoft.DBforPostgreSQL/flexibleServers: properties.network.publicNetworkAccess",
      changes: false,
    },
    {
      title: text("Or enable public access with a firewall rule", "또는 방화벽 규칙과 함께 공용 액세스 사용"),
      why: text(
        "Only the listed addresses come in then. A server inside a virtual network cannot be switched: it would have to be made anew.",
        "이 경우 등록된 주소만 접근할 수 있습니다. 가상 네트워크 안에 만든 서버는 전환할 수 없어 새로 만들어야 합니다.",
      ),
      commands: [
        "az postgres flexible-server update --resource-group {{target.resourceGroup}} --name {{target.name}} --public-access Enabled",
        "az postgres flexible-server firewall-rule create --resource-group {{target.resourceGroup}} --name {{target.name}} --rule-name {{join('-', ['caller', replace(item, '.', '-')])}} --start-ip-address {{item}} --end-ip-address {{item}}",
      ],
      config: "Microsoft.DBforPostgreSQL/flexibleServers: properties.network.publicNetworkAccess",
      changes: true,
      needsRole: "Contributor",
      undo: "az postgres flexible-server update --resource-group {{target.resourceGroup}} --name {{target.name}} --public-access Disabled",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/network/publicNetworkAccess": "'Enabled'" },
        },
        {
          kind: "create",
          id: "{{target.id}}/firewallRules/{{join('-', ['caller', replace(item, '.', '-')])}}",
          body: "{properties: {startIpAddress: item, endIpAddress: item}}",
          when: "item",
        },
      ],
      each: "addressesToAllow",
      when: "!isInNetwork",
    },
  ],
  verify: {
    text: text("The next connection succeeds.", "다음 연결이 성공합니다."),
    commands: [
      "az postgres flexible-server show --resource-group {{target.resourceGroup}} --name {{target.name}} --query network",
    ],
  },
};

export const postgresServerStopped: Playbook = {
  code: "postgres.server-stopped",
  title: text("The PostgreSQL server is stopped", "PostgreSQL 서버가 중지되어 있습니다"),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/postgresql/flexible-server/how-to-stop-server"],
  raisedBy: `${aboutServer(postgres)} && (${saysTimeout} || ${saysNoName} || ${saysGoing})`,
  target: `targets('${postgres.type}')`,
  needsTarget: true,
  competitors: ["platform.service-incident"],
  reads: serverReads(postgres),
  let: serverFacts,
  holds: `contains(['stopped', 'stopping', 'disabled', 'dropping'], lower(not_null(server.properties.state, '')))`,
  layer: 2,
  explanation: text(
    "{{target.name}} is {{server.properties.state}}. A stopped server answers nobody, which from outside looks like a firewall that drops the connection.",
    "{{target.name}}이(가) {{server.properties.state}} 상태입니다. 중지된 서버는 응답하지 않으므로 밖에서는 방화벽이 연결을 막는 것처럼 보입니다.",
  ),
  ruledOut: text("{{target.name}} is running.", "{{target.name}}은(는) 실행 중입니다."),
  actions: [
    {
      title: text("Start the server", "서버 시작"),
      why: text(
        "It takes a few minutes. A stopped server starts by itself after seven days; look in the Activity Log for who or what stops it (often a schedule).",
        "몇 분이 걸립니다. 중지된 서버는 7일 후 자동으로 시작됩니다. 활동 로그에서 누가 중지하는지(대개 일정) 확인하세요.",
      ),
      commands: [
        "az postgres flexible-server start --resource-group {{target.resourceGroup}} --name {{target.name}}",
      ],
      changes: true,
      needsRole: "Contributor",
      undo: "az postgres flexible-server stop --resource-group {{target.resourceGroup}} --name {{target.name}}",
      effects: [{ kind: "set", id: "{{target.id}}", values: { "/properties/state": "'Ready'" } }],
    },
  ],
  verify: {
    text: text("The state is Ready, and the connection succeeds.", "상태가 Ready이고 연결이 성공합니다."),
    commands: [
      "az postgres flexible-server show --resource-group {{target.resourceGroup}} --name {{target.name}} --query state",
    ],
  },
};
