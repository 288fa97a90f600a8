import type { Playbook } from "../../playbook.ts";
import { alsoShown, someRanges } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { aboutSql, sqlFacts, sqlReads, sqlTarget } from "./sql-evidence.ts";

const saysFirewall = `(${hasCode("40615", "40914")} || ${errorMatches("is not allowed to access the server", "클라이언트.{0,20}서버에 액세스")})`;
/** The developer, or a service that passes nothing on, says that the firewall of a SQL server is in the way. Who was asked for a login had passed it. */
const tellsFirewall = `${aboutSql} && ${errorMatches("firewall|방화벽|IP address.{0,60}(?:block|not allowed|denied)")} && !(${hasCode("18456", "4060", "40613")} || ${errorMatches("login failed|로그인하지 못했|timeout expired")})`;
const saysPublicOff = `(${hasCode("47073")} || ${errorMatches("deny public network access is set to yes", "public (?:network interface|data endpoint) (?:on|for|of) (?:this|the) server is (?:not accessible|disabled)", "DenyPublicEndpointEnabled")})`;

/** A log or a portal cut the sentence that says why, or the driver has none. */
const saysNoConnection = `${aboutSql} && ${errorMatches("instance-specific error|network-related|connection was den|could not open a connection|login timeout expired|error establishing|connection could not be (?:made|established)")}`;

export const sqlFirewall: Playbook = {
  code: "sql.firewall-ip-not-allowed",
  title: text(
    "The SQL server's firewall has no rule for the caller",
    "SQL 서버 방화벽에 호출자를 허용하는 규칙이 없습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-sql/database/firewall-configure"],
  raisedBy: `${saysFirewall} || ${tellsFirewall}`,
  target: sqlTarget,
  needsTarget: true,
  competitors: ["sql.public-access-disabled", "network.udr-bypasses-service-endpoint"],
  reads: sqlReads,
  let: { ...sqlFacts, alikeBy: "'address'" },
  holds: `(${saysFirewall} || ${tellsFirewall} && net.caller == 'denied') && answersTo && net.public == 'selected' && net.caller != 'allowed' && !said(subnetAdmitted) && ${alsoShown(...someRanges)}`,
  layer: 3,
  explanation: text(
    "No firewall rule of {{target.name}} covers the address {{refusedAddress || '-'}} from which the call came. Azure SQL refuses it before it looks at the login.",
    "{{target.name}}의 방화벽 규칙 중 호출이 들어온 주소 {{refusedAddress || '-'}}을(를) 포함하는 규칙이 없습니다. Azure SQL은 로그인을 확인하기 전에 거부합니다.",
  ),
  ruledOut: text(
    "A firewall rule of {{target.name}} covers the caller, or the server did not refuse its address.",
    "{{target.name}}의 방화벽 규칙이 호출자를 포함하거나 서버가 주소를 이유로 거부하지 않았습니다.",
  ),
  actions: [
    {
      title: text("Add a firewall rule for the address", "주소의 방화벽 규칙 추가"),
      why: text(
        "Right for an address that stays. For pipelines add it for the run and remove it afterwards; for apps in Azure use a virtual network rule or a private endpoint.",
        "고정된 주소에 적합합니다. 파이프라인은 실행 동안만 추가하고 제거하세요. Azure의 앱은 가상 네트워크 규칙이나 프라이빗 엔드포인트를 사용하세요.",
      ),
      commands: [
        "az sql server firewall-rule create --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{join('-', ['caller', replace(item, '.', '-')])}} --start-ip-address {{item}} --end-ip-address {{item}}",
      ],
      config: "Microsoft.Sql/servers/firewallRules",
      changes: true,
      needsRole: "SQL Security Manager",
      undo: "az sql server firewall-rule delete --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{join('-', ['caller', replace(item, '.', '-')])}}",
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
      why: text("The error does not say the caller's address.", "오류에 호출자의 주소가 없습니다."),
      commands: [
        "az sql server firewall-rule list --resource-group {{target.resourceGroup}} --server {{target.name}} --output table",
      ],
      changes: false,
      when: "length(addressesToAllow) == `0`",
    },
  ],
  verify: {
    text: text(
      "The rule is listed, and the next connection succeeds within five minutes.",
      "규칙이 표시되고 5분 안에 다음 연결이 성공합니다.",
    ),
    commands: [
      "az sql server firewall-rule list --resource-group {{target.resourceGroup}} --server {{target.name}} --output table",
    ],
  },
};

export const sqlPublicAccessDisabled: Playbook = {
  code: "sql.public-access-disabled",
  title: text(
    "Public network access is disabled on the SQL server",
    "SQL 서버의 공용 네트워크 액세스가 사용 안 함으로 설정되어 있습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#deny-public-network-access",
  ],
  raisedBy: `${saysPublicOff} || ${saysNoConnection}`,
  target: targetOr("microsoft.sql/servers", saysPublicOff),
  needsTarget: true,
  competitors: [
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
    "sql.firewall-ip-not-allowed",
  ],
  reads: sqlReads,
  let: {
    ...sqlFacts,
    alikeBy: "'address'",
    /** Such a caller may have a private endpoint to take: what stands in its way is another cause. */
    inNetwork:
      "callerSubnet || app.properties.managedEnvironmentId || app.properties.networkProfile || app.properties.agentPoolProfiles",
    /** Services of Microsoft that refresh data come in over the public endpoint, unless a gateway in the network does it for them. */
    byCloudService:
      "sent_matches('DM_GWPipeline', 'power ?bi', 'pbi[.]error', 'analysis[.]windows[.]net', 'power ?(automate|apps)', 'fabric(pipeline|[ -]capacity)', 'tableau (cloud|online)')",
    outside: "byCloudService || isOutside",
  },
  holds: `(${saysPublicOff} || ${saysNoConnection} && said(outside)) && answersTo && net.public == 'denied' && (said(outside) || length(approved) == \`0\` || !said(inNetwork))`,
  layer: 3,
  explanation: text(
    "{{target.name}} serves private endpoints only (publicNetworkAccess is {{server.properties.publicNetworkAccess}}), and the call came in over the public endpoint: from outside the networks that have one.",
    "{{target.name}}은(는) 프라이빗 엔드포인트만 허용하는데(publicNetworkAccess: {{server.properties.publicNetworkAccess}}) 호출은 프라이빗 엔드포인트가 있는 네트워크 밖에서 공용 엔드포인트로 들어왔습니다.",
  ),
  ruledOut: text(
    "Public access of {{target.name}} is on, or it has a private endpoint that the caller should have used.",
    "{{target.name}}의 공용 액세스가 켜져 있거나 호출자가 사용해야 할 프라이빗 엔드포인트가 있습니다.",
  ),
  actions: [
    {
      title: text(
        "Give the caller's network a private endpoint",
        "호출자의 네트워크에 프라이빗 엔드포인트(private endpoint) 추가",
      ),
      why: text(
        "What the setting asks for; the private DNS zone privatelink.database.windows.net goes with it.",
        "이 설정이 요구하는 방법이며 프라이빗 DNS 영역 privatelink.database.windows.net이 함께 필요합니다.",
      ),
      commands: ["az network private-endpoint-connection list --id {{target.id}} --output table"],
      config:
        "run the client inside the virtual network (self-hosted agent, VPN, virtual network integration)",
      changes: false,
    },
    {
      title: text("Or enable public access with firewall rules", "또는 방화벽 규칙과 함께 공용 액세스 사용"),
      why: text("Then only the listed addresses come in.", "이 경우 등록된 주소만 접근할 수 있습니다."),
      commands: [
        "az sql server update --resource-group {{target.resourceGroup}} --name {{target.name}} --enable-public-network true",
      ],
      config: "Microsoft.Sql/servers: properties.publicNetworkAccess",
      changes: true,
      needsRole: "SQL Server Contributor",
      undo: "az sql server update --resource-group {{target.resourceGroup}} --name {{target.name}} --enable-public-network false",
      effects: [
        { kind: "set", id: "{{target.id}}", values: { "/properties/publicNetworkAccess": "'Enabled'" } },
      ],
    },
  ],
  verify: {
    text: text("The next connection succeeds.", "다음 연결이 성공합니다."),
    commands: [
      "az sql server show --resource-group {{target.resourceGroup}} --name {{target.name}} --query publicNetworkAccess",
    ],
  },
};
