import type { Playbook, PlaybookRead } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { metricRead, targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import {
  aboutMessaging,
  eventHubsType,
  messagingFacts,
  messagingReads,
  serviceBusType,
} from "./messaging-evidence.ts";

const saysBusQuota = `(${hasCode("amqp:resource-limit-exceeded", "QuotaExceeded", "MessagingEntityQuotaExceeded")} || ${errorMatches("quotaexceeded", "maximum (entity )?size", "has reached its (maximum|quota)", "maximum number of .{0,60}(connections|subscriptions|entities)", "quota limit exceeded", "connections? ?quota", "cannot allocate more handles", "SubCode=40300|quota.{0,20}exceed|exceed.{0,30}quota|(?:queue|topic|큐|토픽).{0,30}(?:is full|가득)")})`;
const saysHubQuota = `(${hasCode("amqp:resource-limit-exceeded", "com.microsoft:server-busy", "50002", "QuotaExceeded")} || ${errorMatches("maximum number of allowed receivers", "quotaexceeded", "is being throttled", "error code ?: ?50002", "throughput units", "receivers? per partition", "server(?: is)? busy|ServiceBusy|throttl|QuotaExceeded|50009|quota.{0,20}exceed|스로틀|제한")})`;

/** A throttled producer of Kafka is told nothing: its answers are held back until it gives up waiting. AMQP's clients retry as long. */
const saysSlowSend = errorMatches(
  "Expiring [0-9]{1,9} record|has passed since (?:batch creation|last append)|REQUEST_TIMED_OUT|(?:Local: )?Message timed out|_MSG_TIMED_OUT|Request Produce.{0,40}timed out|delivery[. ]timeout|RequestTimedOutError|Kafka::DeliveryFailed|Request exceeded the user-specified time limit",
  "(?:send|publish|produc|EventHub).{0,60}(?:time[ds]? ?-?out|OperationTimeout|too slow)|consumer lag|falls behind|lagging",
  "(?:time[ds]? ?-?out|OperationTimeout).{0,60}(?:send|publish|produc|event ?hub)|(?:전송|발행|수집).{0,20}(?:시간 ?초과|지연|느)",
);

/** Connections are counted by the service alone; its word is the proof. */
const saysConnections = errorMatches(
  "connectionsquotaexceeded",
  "maximum number of (handles|connections|concurrent)",
  "cannot allocate more handles",
  "(concurrent|allowed|active) connections.{0,60}(exceed|reach|limit|quota)",
);

const heldConnections: PlaybookRead = {
  ...metricRead(["ActiveConnections"], ["Maximum", "Average"]),
  when: saysConnections,
  optional: true,
};
const mostHeld =
  "(readable(connections) && max_by(not_null(connections.ActiveConnections, `[]`)[?maximum], &maximum).maximum)";

export const serviceBusQuota: Playbook = {
  code: "servicebus.quota-exceeded",
  title: text(
    "The entity or namespace has reached its size or connection limit",
    "엔터티나 네임스페이스가 크기 또는 연결 한도에 도달했습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas"],
  raisedBy: `${aboutMessaging} && ${saysBusQuota}`,
  target: targetOr(serviceBusType, saysBusQuota),
  needsTarget: true,
  competitors: ["servicebus.firewall-deny"],
  reads: {
    ...messagingReads,
    connections: heldConnections,
    keepers: {
      title: text("Subscriptions of the topic {{suspect.name}}", "토픽 {{suspect.name}}의 구독"),
      request: { kind: "arm", path: "{{suspect.id}}/subscriptions" },
      when: "suspect.id && mentions(suspect.id, '/topics/')",
      permission: "Microsoft.ServiceBus/namespaces/topics/subscriptions/read",
      optional: true,
    },
  },
  let: {
    ...messagingFacts,
    entities: "[not_null(queues.value, `[]`), not_null(topics.value, `[]`)][]",
    full: "entities[?properties.sizeInBytes >= properties.maxSizeInMegabytes × `943718`]",
    /** The sizes that Standard offers. */
    largerSize: "[`2048`, `3072`, `4096`, `5120`][?@ > $.suspect.properties.maxSizeInMegabytes] | [0]",
    /** A topic keeps a message until the slowest of its subscriptions has taken it. */
    keeper:
      "said(readable(keepers)) && max_by(not_null(keepers.value, `[]`)[?properties.messageCount], &properties.messageCount) || `null`",
    /** The entity that the refusal says is full. */
    statedEntity: "find(request.error, '(?:queue|topic): ?.?([A-Za-z0-9][A-Za-z0-9._/-]{0,250})')",
    stated:
      "statedEntity && matches(request.error, 'maximum entity size has been reached') && (entities[?same_text(name, $.statedEntity) && !(properties.sizeInBytes)] | [0]) || `null`",
    suspect: "(full[?same_text(name, not_null($.entity, name))] | [0]) || full[0] || stated",
  },
  holds: `${saysBusQuota} && (suspect.properties.sizeInBytes || stated.properties.maxSizeInMegabytes || ${saysConnections} && namespace.sku.name && (readable(connections) || !readable(connections))) && ${alsoShown(
    "suspect.properties.countDetails.activeMessageCount",
    "suspect.properties.countDetails.deadLetterMessageCount",
    "keeper.properties.countDetails.activeMessageCount",
    "keeper.properties.countDetails.deadLetterMessageCount",
    mostHeld,
  )}`,
  layer: 7,
  explanation: text(
    "{{suspect.name || target.name}} is at its limit. A full entity refuses senders until messages are received, expire or are removed (dead-lettered ones count too); a namespace out of connections refuses new ones.",
    "{{suspect.name || target.name}}이(가) 한도에 도달했습니다. 가득 찬 엔터티는 메시지를 수신하거나 만료되거나 제거될 때까지 전송을 거부하고(배달 못 한 메시지 포함), 연결을 모두 사용한 네임스페이스는 새 연결을 거부합니다.",
  ),
  ruledOut: text(
    "No entity of {{target.name}} is near its size limit.",
    "{{target.name}}에 크기 한도에 가까운 엔터티가 없습니다.",
  ),
  culprits: ["suspect.id", "keeper.id"],
  actions: [
    {
      title: text("Drain it, and find out why nobody receives", "메시지를 비우고 수신되지 않는 원인 확인"),
      why: text(
        "Look at the dead-letter queue and at the receivers first; then set a time to live or a larger size. Of a topic, the subscription that nobody reads keeps the messages (most here: {{not_null(keeper.name, '-')}}): drain it, or delete it where it is not used.",
        "먼저 배달 못 한 편지 큐와 수신자를 확인하고 TTL이나 더 큰 크기를 설정하세요. 토픽에서는 아무도 읽지 않는 구독에 메시지가 쌓이므로(가장 많은 구독: {{not_null(keeper.name, '-')}}) 비우거나 사용하지 않으면 삭제하세요.",
      ),
      commands: [
        "az servicebus queue list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output table",
        "az servicebus topic subscription show --ids {{keeper.id}} --query countDetails",
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

/** The service's own word; without a measure beside it it is all there is. */
const statesThrottled = errorMatches("is being throttled. error code ?: ?5000[0-9]");

export const eventHubsQuota: Playbook = {
  code: "eventhubs.quota-exceeded",
  title: text("A limit of the namespace's tier is reached", "네임스페이스 계층의 한도에 도달했습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas",
    "https://learn.microsoft.com/azure/event-hubs/event-hubs-scalability",
  ],
  raisedBy: `${aboutMessaging} && (${saysHubQuota} || ${saysSlowSend})`,
  target: targetOr(eventHubsType, saysHubQuota),
  needsTarget: true,
  competitors: ["eventhubs.firewall-deny"],
  reads: {
    ...messagingReads,
    refusals: { ...metricRead(["ThrottledRequests", "QuotaExceededErrors"], ["Total"]), optional: true },
    connections: heldConnections,
  },
  let: {
    ...messagingFacts,
    throttled: "readable(refusals) && not_null(refusals.ThrottledRequests, `[]`)[?total > `0`] || `[]`",
    exceeded: "readable(refusals) && not_null(refusals.QuotaExceededErrors, `[]`)[?total > `0`] || `[]`",
    peak: "max_by(throttled, &total) || max_by(exceeded, &total)",
    largerCapacity: "namespace.sku.capacity * `2`",
    /** One throttled minute is retried away; of many the client notices. */
    staysThrottled: "length(throttled) > `2` && peak.total > `20`",
    saysReceivers: errorMentions("allowed receivers", "receivers per partition"),
  },
  holds: `(${saysHubQuota} || ${saysSlowSend} && staysThrottled) && namespace.sku.name && (peak.total > \`0\` || saysReceivers || !readable(refusals) && ${statesThrottled} || readable(refusals) && !exists(refusals.ThrottledRequests) && !exists(refusals.QuotaExceededErrors) && ${statesThrottled}) && (readable(connections) || !readable(connections)) && ${alsoShown("namespace.sku.capacity", "namespace.properties.isAutoInflateEnabled", "(readable(connections) && max_by(not_null(connections.ActiveConnections, `[]`), &not_null(maximum, average)).maximum)")}`,
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
