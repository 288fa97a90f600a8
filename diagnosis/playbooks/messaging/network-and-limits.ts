import type { Playbook, PlaybookEffect } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { metricRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import {
  aboutMessaging,
  eventHubsType,
  messagingFacts,
  messagingReads,
  refusesMessaging,
  saysClaim,
  saysIpPrevented,
  saysLocalAuthOff,
  serviceBusType,
} from "./messaging-evidence.ts";

/** Over the Kafka protocol (and at times over AMQP) a refused connection is dropped without a word: clients only see it end. */
const dropsConnection = errorMatches(
  "terminated during authentication",
  "timed out waiting for a node assignment",
  "no ?brokers ?available|bootstrap broker.{0,80}disconnected|broker transport failure",
  "topic .{0,120}not present in metadata|failed to update metadata",
  "disconnected while requesting apiversion|connection setup timed out",
  "connection to node .{0,160}(could not be established|terminated)",
  "kafka.{0,120}(timed? ?out|timeout|disconnect|eof)",
  "(amqp|servicebus|eventhub).{0,200}(timed out|timeout|connection (was )?(closed|reset|refused|inactive))",
);

/** Rules are looked at only while public access is on. */
const openToRules: readonly PlaybookEffect[] = ["", "/networkRuleSets/default"].map((child) => ({
  kind: "set",
  id: `{{target.id}}${child}`,
  values: { "/properties/publicNetworkAccess": "'Enabled'" },
  when: "net.public == 'denied'",
}));

function firewall(
  code: "servicebus.firewall-deny" | "eventhubs.firewall-deny",
  type: string,
  cli: string,
): Playbook {
  const isBus = code === "servicebus.firewall-deny";
  return {
    code,
    title: text(
      "The namespace's network rules refuse the caller",
      "네임스페이스의 네트워크 규칙이 호출자를 차단합니다",
    ),
    verdict: "azure",
    sources: [
      isBus
        ? "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-ip-filtering"
        : "https://learn.microsoft.com/azure/event-hubs/event-hubs-ip-filtering",
    ],
    raisedBy: `${aboutMessaging} && (${refusesMessaging} || ${hasCode("ETIMEDOUT", "ECONNREFUSED", "ECONNRESET")} || ${dropsConnection})`,
    target: `targets('${type}')`,
    needsTarget: true,
    competitors: isBus
      ? [
          "servicebus.rbac-missing-data-role",
          "servicebus.local-auth-disabled",
          "servicebus.sas-policy-missing-claim",
        ]
      : ["eventhubs.quota-exceeded"],
    reads: messagingReads,
    let: messagingFacts,
    holds: `net.public != 'open' && (net.caller == 'denied' || said(${saysIpPrevented}) && (callerUntold || net.caller != 'allowed')) && !said(${saysLocalAuthOff}) && !said(${saysClaim})`,
    layer: 3,
    explanation: text(
      "{{target.name}} serves only the networks that its rules list, and the caller's is not among them. The refusal reads like a missing permission (unauthorized-access), but comes before any.",
      "{{target.name}}은(는) 규칙에 등록된 네트워크만 허용하는데 호출자의 네트워크는 포함되지 않습니다. 권한 부족(unauthorized-access)처럼 보이지만 권한을 확인하기 전에 거부된 것입니다.",
    ),
    ruledOut: text(
      "The network rules of {{target.name}} let the caller in, or another refusal was given.",
      "{{target.name}}의 네트워크 규칙이 호출자를 허용하거나 다른 이유로 거부되었습니다.",
    ),
    culprits: ["networkRules.id"],
    actions: [
      {
        title: text("Allow the caller's subnet", "호출자의 서브넷 허용"),
        why: text(
          "The subnet needs the service endpoint of the service.",
          "서브넷에 해당 서비스의 서비스 엔드포인트가 필요합니다.",
        ),
        commands: [
          `${cli} namespace network-rule-set virtual-network-rule add --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --subnet id={{callerSubnet}}`,
        ],
        config: "networkRuleSets/default: properties.virtualNetworkRules",
        changes: true,
        needsRole: "Contributor, Network Contributor",
        effects: [
          ...openToRules,
          {
            kind: "append",
            id: "{{target.id}}/networkRuleSets/default",
            values: {
              "/properties/virtualNetworkRules":
                "{subnet: {id: callerSubnet}, ignoreMissingVnetServiceEndpoint: `false`}",
            },
          },
        ],
        when: "callerSubnet",
      },
      {
        title: text("Allow the caller's address", "호출자의 IP 주소 허용"),
        why: text(
          "Right where the outbound address stays the same; otherwise use a private endpoint or a subnet rule.",
          "아웃바운드 주소가 고정된 경우에 적합하며, 그렇지 않으면 프라이빗 엔드포인트나 서브넷 규칙을 사용하세요.",
        ),
        commands: [
          `${cli} namespace network-rule-set ip-rule add --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --ip-rule ip-address={{callerAddress}} action=Allow`,
        ],
        config: "networkRuleSets/default: properties.ipRules",
        changes: true,
        needsRole: "Contributor",
        undo: `${cli} namespace network-rule-set ip-rule remove --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --ip-rule ip-address={{callerAddress}} action=Allow`,
        effects: [
          ...openToRules,
          {
            kind: "append",
            id: "{{target.id}}/networkRuleSets/default",
            values: { "/properties/ipRules": "{ipMask: callerAddress, action: 'Allow'}" },
          },
        ],
        when: "callerAddress && !callerSubnet",
      },
      {
        title: text("Enable public access for selected networks", "선택한 네트워크에 공용 액세스 허용"),
        why: text(
          "It is off altogether; rules count only once it is on. A private endpoint in the caller's network needs no such change.",
          "공용 액세스가 완전히 꺼져 있으며 켜야 규칙이 적용됩니다. 호출자의 네트워크에 프라이빗 엔드포인트를 두면 변경할 필요가 없습니다.",
        ),
        commands: [
          `${cli} namespace network-rule-set update --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --public-network-access Enabled`,
        ],
        config: "networkRuleSets/default: properties.publicNetworkAccess",
        changes: true,
        needsRole: "Contributor",
        undo: `${cli} namespace network-rule-set update --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --public-network-access Disabled`,
        effects: [...openToRules],
        when: "net.public == 'denied'",
      },
      {
        title: text("Look at the network rules", "네트워크 규칙 확인"),
        why: text(
          "Find which rule the caller's network needs (IP rule, subnet, private endpoint).",
          "호출자의 네트워크에 필요한 규칙(IP 규칙, 서브넷, 프라이빗 엔드포인트)을 확인하세요.",
        ),
        commands: [
          `${cli} namespace network-rule-set list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output json`,
        ],
        changes: false,
        when: "!callerAddress && !callerSubnet",
      },
    ],
    verify: {
      text: text(
        "The rule is listed, and the next call is answered.",
        "규칙이 표시되고 다음 호출이 응답됩니다.",
      ),
      commands: [
        `${cli} namespace network-rule-set list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output json`,
      ],
    },
  };
}

export const serviceBusFirewall = firewall("servicebus.firewall-deny", serviceBusType, "az servicebus");
export const eventHubsFirewall = firewall("eventhubs.firewall-deny", eventHubsType, "az eventhubs");

const saysBusQuota = `(${hasCode("amqp:resource-limit-exceeded", "QuotaExceeded", "MessagingEntityQuotaExceeded")} || ${errorMatches("quotaexceeded", "maximum (entity )?size", "has reached its (maximum|quota)", "maximum number of .{0,60}(connections|subscriptions|entities)", "quota limit exceeded", "connections? ?quota", "cannot allocate more handles")})`;
const saysHubQuota = `(${hasCode("amqp:resource-limit-exceeded", "com.microsoft:server-busy", "50002", "QuotaExceeded")} || ${errorMatches("maximum number of allowed receivers", "quotaexceeded", "is being throttled", "error code ?: ?50002", "throughput units", "receivers? per partition")})`;

/** Connections are counted by the service alone; its word is the proof. */
const saysConnections = errorMatches(
  "connectionsquotaexceeded",
  "maximum number of (handles|connections|concurrent)",
  "cannot allocate more handles",
  "(concurrent|allowed|active) connections.{0,60}(exceed|reach|limit|quota)",
);

export const serviceBusQuota: Playbook = {
  code: "servicebus.quota-exceeded",
  title: text(
    "The entity or namespace has reached its size or connection limit",
    "엔터티나 네임스페이스가 크기 또는 연결 한도에 도달했습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas"],
  raisedBy: `${aboutMessaging} && ${saysBusQuota}`,
  target: `targets('${serviceBusType}')`,
  needsTarget: true,
  competitors: ["servicebus.firewall-deny"],
  reads: messagingReads,
  let: {
    ...messagingFacts,
    entities: "[not_null(queues.value, `[]`), not_null(topics.value, `[]`)][]",
    full: "entities[?properties.sizeInBytes >= properties.maxSizeInMegabytes × `943718`]",
    /** The sizes that Standard offers. */
    largerSize: "[`2048`, `3072`, `4096`, `5120`][?@ > $.suspect.properties.maxSizeInMegabytes] | [0]",
    suspect: "(full[?same_text(name, not_null($.entity, name))] | [0]) || full[0]",
  },
  holds: `${saysBusQuota} && (suspect.properties.sizeInBytes || ${saysConnections} && namespace.sku.name)`,
  layer: 7,
  explanation: text(
    "{{suspect.name || target.name}} is at its limit. A full entity refuses senders until messages are received, expire or are removed (dead-lettered ones count too); a namespace out of connections refuses new ones.",
    "{{suspect.name || target.name}}이(가) 한도에 도달했습니다. 가득 찬 엔터티는 메시지를 수신하거나 만료되거나 제거될 때까지 전송을 거부하고(배달 못 한 메시지 포함), 연결을 모두 사용한 네임스페이스는 새 연결을 거부합니다.",
  ),
  ruledOut: text(
    "No entity of {{target.name}} is near its size limit.",
    "{{target.name}}에 크기 한도에 가까운 엔터티가 없습니다.",
  ),
  culprits: ["suspect.id"],
  actions: [
    {
      title: text("Drain it, and find out why nobody receives", "메시지를 비우고 수신되지 않는 원인 확인"),
      why: text(
        "Look at the dead-letter queue and at the receivers first; then set a time to live or a larger size.",
        "먼저 배달 못 한 편지 큐와 수신자를 확인하고 TTL이나 더 큰 크기를 설정하세요.",
      ),
      commands: [
        "az servicebus queue list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output table",
      ],
      config:
        "Microsoft.ServiceBus/namespaces/queues: properties.maxSizeInMegabytes, properties.defaultMessageTimeToLive",
      changes: false,
      when: `!said(${saysConnections})`,
    },
    {
      title: text("Or raise the entity's size", "또는 엔터티 크기 늘리기"),
      why: text(
        "It only buys time where nobody receives. Up to 5 GB in Standard (80 GB in Premium).",
        "수신하는 쪽이 없으면 시간을 벌 뿐입니다. 표준은 5GB, 프리미엄은 80GB까지 가능합니다.",
      ),
      commands: [
        "az resource update --ids {{suspect.id}} --set properties.maxSizeInMegabytes={{largerSize}}",
      ],
      config: "Microsoft.ServiceBus/namespaces/queues: properties.maxSizeInMegabytes",
      changes: true,
      needsRole: "Contributor",
      undo: "az resource update --ids {{suspect.id}} --set properties.maxSizeInMegabytes={{suspect.properties.maxSizeInMegabytes}}",
      effects: [
        { kind: "set", id: "{{suspect.id}}", values: { "/properties/maxSizeInMegabytes": "largerSize" } },
      ],
      when: "suspect.id && largerSize",
    },
    {
      title: text(
        "Share one client, and close what is not used",
        "클라이언트 하나를 공유하고 미사용 연결 닫기",
      ),
      why: text(
        "A client holds its connection open: register it as a singleton instead of one for each message or tenant. Standard allows 1,000 AMQP connections a namespace, Premium 1,000 a messaging unit.",
        "클라이언트는 연결을 계속 유지하므로 메시지나 테넌트마다 만들지 말고 싱글턴으로 등록하세요. AMQP 연결은 표준에서 네임스페이스당 1,000개, 프리미엄에서 메시징 단위당 1,000개까지 허용됩니다.",
      ),
      commands: [
        "az monitor metrics list --resource {{target.id}} --metric ActiveConnections --aggregation Maximum --output table",
      ],
      config: "services.AddSingleton<ServiceBusClient>(…)",
      changes: false,
      when: saysConnections,
    },
  ],
  verify: {
    text: text(
      "sizeInBytes falls, and senders are accepted again.",
      "sizeInBytes가 줄고 전송이 다시 허용됩니다.",
    ),
    commands: [
      "az servicebus queue list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output table",
    ],
  },
};

export const eventHubsQuota: Playbook = {
  code: "eventhubs.quota-exceeded",
  title: text("A limit of the namespace's tier is reached", "네임스페이스 계층의 한도에 도달했습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas",
    "https://learn.microsoft.com/azure/event-hubs/event-hubs-scalability",
  ],
  raisedBy: `${aboutMessaging} && ${saysHubQuota}`,
  target: `targets('${eventHubsType}')`,
  needsTarget: true,
  competitors: ["eventhubs.firewall-deny"],
  reads: {
    ...messagingReads,
    refusals: { ...metricRead(["ThrottledRequests", "QuotaExceededErrors"], ["Total"]), optional: true },
  },
  let: {
    ...messagingFacts,
    throttled: "readable(refusals) && not_null(refusals.ThrottledRequests, `[]`)[?total > `0`] || `[]`",
    exceeded: "readable(refusals) && not_null(refusals.QuotaExceededErrors, `[]`)[?total > `0`] || `[]`",
    peak: "max_by(throttled, &total) || max_by(exceeded, &total)",
    largerCapacity: "namespace.sku.capacity * `2`",
    saysReceivers: errorMentions("allowed receivers", "receivers per partition"),
  },
  holds: `${saysHubQuota} && namespace.sku.name && (peak.total > \`0\` || saysReceivers) && ${alsoShown("namespace.sku.capacity", "namespace.properties.isAutoInflateEnabled")}`,
  layer: 7,
  explanation: text(
    "{{target.name}} ({{namespace.sku.name}}, {{namespace.sku.capacity}} units) is at a limit: of throughput units, of connections, or of five readers per partition and consumer group.",
    "{{target.name}}({{namespace.sku.name}}, {{namespace.sku.capacity}}단위)이(가) 처리량 단위, 연결 수, 또는 파티션·소비자 그룹당 수신자 5개의 한도에 도달했습니다.",
  ),
  ruledOut: text(
    "{{target.name}} throttled nothing at that time.",
    "해당 시점에 {{target.name}}에서 제한된 요청이 없습니다.",
  ),
  actions: [
    {
      title: text(
        "Raise the capacity, or give each reader its own consumer group",
        "용량을 늘리거나 수신자마다 소비자 그룹 분리",
      ),
      why: text(
        "Auto-inflate raises throughput units by itself; one processor per consumer group keeps below five readers.",
        "자동 확장은 처리량 단위를 자동으로 늘리며, 소비자 그룹당 프로세서 하나를 사용하면 수신자 5개를 넘지 않습니다.",
      ),
      commands: [
        "az eventhubs namespace show --resource-group {{target.resourceGroup}} --name {{target.name}} --query sku",
      ],
      config:
        "Microsoft.EventHub/namespaces/eventhubs/consumergroups (a consumer group for each reader); Microsoft.EventHub/namespaces: sku.capacity, properties.isAutoInflateEnabled",
      changes: false,
    },
    {
      title: text("Raise the throughput units", "처리량 단위 늘리기"),
      why: text(
        "Each unit takes in 1 MB or 1,000 events a second and gives out 2 MB.",
        "처리량 단위 하나는 초당 1MB 또는 이벤트 1,000개를 받고 2MB를 내보냅니다.",
      ),
      commands: [
        "az eventhubs namespace update --resource-group {{target.resourceGroup}} --name {{target.name}} --capacity {{largerCapacity}}",
      ],
      config: "Microsoft.EventHub/namespaces: sku.capacity",
      changes: true,
      needsRole: "Contributor",
      undo: "az eventhubs namespace update --resource-group {{target.resourceGroup}} --name {{target.name}} --capacity {{namespace.sku.capacity}}",
      effects: [
        { kind: "set", id: "{{target.id}}", values: { "/sku/capacity": "largerCapacity" } },
        { kind: "measure", id: "{{target.id}}", metric: "ThrottledRequests", value: "`0`" },
        { kind: "measure", id: "{{target.id}}", metric: "QuotaExceededErrors", value: "`0`" },
      ],
      when: "peak.total && !said(saysReceivers) && namespace.sku.capacity",
    },
  ],
  verify: {
    text: text("ThrottledRequests stays at zero.", "ThrottledRequests가 0으로 유지됩니다."),
    commands: [
      "az monitor metrics list --resource {{target.id}} --metric ThrottledRequests --aggregation Total --output table",
    ],
  },
};
