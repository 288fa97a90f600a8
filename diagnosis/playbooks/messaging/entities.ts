import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { aboutCosmos } from "../cosmos/cosmos-evidence.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { childRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import {
  aboutMessaging,
  eventHubsType,
  messagingFacts,
  messagingReads,
  serviceBusType,
} from "./messaging-evidence.ts";

/** Of Kafka, whose clients also say so by running out of time for the topic's metadata. */
const saysNoTopic = errorMatches(
  "UnknownTopic|UNKNOWN_TOPIC_OR_PARTITION|unknown topic|does not host this topic|topic .{1,260} not present in metadata|topics? (?:or partition )?(?:that )?(?:does not exist|not available)",
);
const saysNotFound = `(${saysNoTopic} || ${hasCode("MessagingEntityNotFound", "amqp:not-found")} || ${errorMatches("messaging entity .{0,300}could not be found", "entity .{0,200}(not found|does not exist)", "SubCode=40400|(?:queue|topic|event ?hub|subscription|consumer group) .{0,120}(?:not found|could not be found|does not exist)", "(?:큐|토픽|허브).{0,30}(?:없|찾을 수|존재하지)")})`;
/** A document database says so of the container (or of its parent), without naming it. */
const saysNoContainer = `(${hasCode("1003")} || ${errorMatches("owner resource does not exist", "resource not found", "not ?found.{0,3}404|404.{0,3}not ?found|status ?code.{0,12}404")})`;
const cosmosType = "microsoft.documentdb/databaseaccounts";
const aboutCosmosName = `${aboutCosmos} && ${saysNoContainer}`;
/** Client libraries refuse a connection string alone; a log line that merely names an entity path says nothing of the kind. */
const saysNoPath = errorMatches(
  "(does not|doesn.t|do not|did not|must|should|needs? to|has to|without|no|missing|lacks?|either provide|expected|requires?|provide)[^.]{0,100}entity ?path",
  "entity ?path[^=,;]{0,60}(missing|required|not (found|present|set|specified|included|contain)|must|cannot be|can not be|is (null|empty))",
  "entity ?(?:name|path) is missing|(?:set|add|append|give|include)[^.]{0,30}entity ?path|provide an? .{0,3}(?:eventhub|queue|topic|entity)_?name",
  "path to an event hub",
  "hub name can not be None",
  "(event ?hub|hub|queue|topic)[ _]?(name|path)?.{0,3} (must|is required|is missing|cannot be|can not be|can.t be|may not be|not specified)",
  "must specify .{0,120}event hub path",
  "(ensure|make sure|check|verify|set|add|append|include)[^.]{0,80}(contains?|include|has)?[^.]{0,20}entity ?path",
  "connection ?string[^.]{0,200}(does not|doesn.t|must|without|missing|no)[^.]{0,80}(entity|event ?hub|queue|topic)",
);

/** The name as clients of Kafka give it: to them a hub is a topic. */
const kafkaTopic = `(${[
  "([A-Za-z0-9._-]{1,249})=UNKNOWN_TOPIC_OR_PARTITION",
  "topic [^A-Za-z0-9]{0,2}([A-Za-z0-9._-]{1,249})[^A-Za-z0-9]{0,2} not present in metadata",
  "topics? not available: [^A-Za-z0-9]{0,2}([A-Za-z0-9._-]{1,249}[A-Za-z0-9])",
]
  .map((pattern) => `find(request.error, '${pattern}')`)
  .join(" || ")})`;

/** A name without what separates its words. */
const plainName = (name: string) => `lower(replace(replace(replace(${name}, '.', ''), '-', ''), '_', ''))`;

export const wrongEntityName: Playbook = {
  code: "code.wrong-entity-name",
  title: text(
    "The code asks for a wrong queue, topic, hub, container or table name",
    "코드가 잘못된 큐, 토픽, 허브, 컨테이너 또는 테이블 이름을 사용합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-exceptions",
    "https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-not-found",
  ],
  raisedBy: `${aboutMessaging} && (${saysNotFound} || ${hasCode("404")}) || ${aboutCosmosName}`,
  target: `${aboutCosmosName} ? targets('${cosmosType}') : ${saysNoTopic} ? targets('${eventHubsType}') : targets('${serviceBusType}', '${eventHubsType}')`,
  needsTarget: true,
  competitors: ["context.wrong-subscription"],
  reads: {
    ...messagingReads,
    cosmosDatabases: childRead(
      "sqlDatabases",
      text("databases", "데이터베이스"),
      "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/read",
    ),
    cosmosContainers: {
      title: text("Containers of the database {{item}}", "데이터베이스 {{item}}의 컨테이너"),
      request: { kind: "arm", path: "{{target.id}}/sqlDatabases/{{item}}/containers" },
      each: "cosmosDatabases.value[].name",
      permission: "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/read",
    },
    consumerGroups: {
      title: text(
        "Consumer groups of the event hub {{entityName}}",
        "이벤트 허브 {{entityName}}의 소비자 그룹",
      ),
      request: { kind: "arm", path: "{{target.id}}/eventhubs/{{entityName}}/consumergroups" },
      when: "isEventHub && askedReader",
      permission: "Microsoft.EventHub/namespaces/eventhubs/consumergroups/read",
      optional: true,
    },
  },
  let: {
    ...messagingFacts,
    entity: `${kafkaTopic} || ${messagingFacts["entity"]}`,
    entityName: "entity && split(entity, '/')[0]",
    /** Whoever reads from a topic names one of its subscriptions, from a hub one of its consumer groups: `ns:topic:orders~15|app`. */
    askedReader:
      "find(request.error, ':(?:topic|eventhub):[A-Za-z0-9._/-]{1,250}(?:~[0-9]{1,6})?[|]([A-Za-z0-9][A-Za-z0-9._-]{0,100}[A-Za-z0-9_])') || find(request.error, 'entity .{1,200}/subscriptions/([A-Za-z0-9][A-Za-z0-9._-]{0,100}[A-Za-z0-9_])')",
    readers:
      "isEventHub ? (readable(consumerGroups) && not_null(consumerGroups.value, `[]`)) : (readable(topicSubscriptions) && not_null(topicSubscriptions, `[]`)[].value[] | [?same_text(id_name(id_parent(id)), $.entityName)])",
    lacksReader:
      "askedReader && exists(readers) && length(readers[?same_text(name, $.askedReader)]) == `0` && (readers[0].name || `true`) && (readers[1].name || `true`)",
    isCosmos: `same_text(target.type, '${cosmosType}')`,
    /** `get_container_client("orders")`, `GetContainer("db", "orders")`, `.container("orders")`, `Container: orders`. */
    container:
      "find(join(' ', values(not_null(request.source_code, `{}`))), 'container(?:_client|client)?[(](?:[^()]{1,60}[, ])?[^A-Za-z0-9_]([A-Za-z0-9_-]{1,255})[^A-Za-z0-9_-][)]') || (signals.settings[?matches(name, '(container|collection)(_?(name|id))?$') && matches(value, '^[A-Za-z0-9_.-]{1,255}$')].value | [0])",
    containersKnown: "cosmosContainers[].value[].name",
    database:
      "(signals.settings[?matches(name, '(database|db)(_?(name|id))?$') && matches(value, '^[A-Za-z0-9_-]{1,255}$')].value | [0]) || find(join(' ', values(not_null(request.source_code, `{}`))), 'database(?:_client|client)?[(][^A-Za-z0-9_]([A-Za-z0-9_-]{1,255})[^A-Za-z0-9_-][)]')",
    lineOfCode: "container && file_matches(join('', ['container.{0,90}', container]))",
    known:
      "isEventHub && hubs.value[].name || [not_null(queues.value, `[]`)[].name, not_null(topics.value, `[]`)[].name][]",
    rowsKnown:
      "isEventHub && hubs.value[] || [not_null(queues.value, `[]`)[], not_null(topics.value, `[]`)[]][]",
    asked: plainName("not_null(entityName, '')"),
    /** The one that was meant, it seems: of the same letters, or of a few more. */
    meant: `entityName && rowsKnown[?let $own = ${plainName("name")} in starts_with($own, $.asked) || starts_with($.asked, $own)] | [0]`,
    /** A subscription's name where the topic's belongs. */
    misused: "not_null(topicSubscriptions, `[]`)[].value[] | [?same_text(name, $.entity)] | [0]",
    asking:
      "file_matches('create_?(sender|receiver|processor)', 'get_(queue|topic|subscription)_(sender|receiver)', 'EventHub(Producer|Consumer|Processor)', '(ServiceBus|EventHub|Queue)Trigger', 'queue_?name', 'topic_?name')",
  },
  holds: `isCosmos && ${saysNoContainer} && (container && length(containersKnown[?@ == $.container]) == \`0\` || database && length(cosmosDatabases.value) > \`0\` && length(cosmosDatabases.value[?name == $.database]) == \`0\` && cosmosDatabases.value[0].name) && (lineOfCode || \`true\`) && (containersKnown[0] || \`true\`) || !isCosmos && ${saysNotFound} && entity && (length(known[?same_text(@, $.entityName)]) == \`0\` || lacksReader) && (asking || \`true\`) && (readable(topicSubscriptions) ? (misused.name || \`true\`) : \`true\`) && ${alsoShown("namespace.properties.status", "meant.name", "rowsKnown[0].name", "misused.name && file_matches('(sender|send|create|publish).{0,60}subscription', 'subscription')")}`,
  layer: 9,
  explanation: text(
    "{{target.name}} exists and answers, but has no entity {{said(lacksReader) && askedReader || container || entity}}; it has {{join(', ', said(lacksReader) ? readers[].name : isCosmos ? containersKnown : known)}}. The name comes from the code or its configuration.",
    "{{target.name}}은(는) 존재하고 응답하지만 {{said(lacksReader) && askedReader || container || entity}} 엔터티가 없습니다. 있는 것은 {{join(', ', said(lacksReader) ? readers[].name : isCosmos ? containersKnown : known)}}입니다. 이름은 코드나 구성에서 온 것입니다.",
  ),
  ruledOut: text("The entity that the code asks for exists.", "코드가 요청하는 엔터티가 있습니다."),
  culprits: [
    "misused.id",
    "said(entityName && !(misused.id)) && meant.id",
    "said(lacksReader) && readers[].id | [:3]",
  ],
  actions: [
    {
      title: text("Correct the name in the code or its configuration", "코드나 구성에서 이름 수정"),
      why: text(
        "A sender needs the queue or topic, never a subscription's name.",
        "보내는 쪽에는 큐나 토픽 이름이 필요하며 구독 이름을 사용하면 안 됩니다.",
      ),
      commands: ["az resource show --ids {{target.id}} --query '{name:name, type:type}'"],
      changes: false,
    },
  ],
  verify: {
    text: text("The next call finds the entity.", "다음 호출에서 엔터티를 찾습니다."),
    commands: ["az resource show --ids {{target.id}} --query '{name:name, type:type}'"],
  },
};

export const entityPathMissing: Playbook = {
  code: "code.connection-string-entitypath-missing",
  title: text(
    "The connection string names no entity and the code relies on it",
    "연결 문자열에 엔터티가 없는데 코드가 이에 의존합니다",
  ),
  verdict: "not_azure",
  sources: ["https://learn.microsoft.com/azure/event-hubs/event-hubs-get-connection-string"],
  raisedBy: `(${aboutMessaging} || ${errorMatches("event ?hub")}) && ${saysNoPath} || ${errorMentions("EntityPath")}`,
  target: `targets('${eventHubsType}') || targets('${serviceBusType}')`,
  needsTarget: false,
  competitors: ["code.wrong-entity-name"],
  reads: {},
  let: {
    /** A placeholder of the message itself (`EntityPath=<name>`) names nothing. */
    named:
      "signals.settings[?name == 'EntityPath' && !starts_with(pointer, '/error')] || find(request.error, 'EntityPath[=:] ?([A-Za-z0-9][A-Za-z0-9._/-]{0,250})')",
    madeFromItAlone:
      "file_matches('new (EventHub(Producer|Consumer|BufferedProducer)?Client|EventProcessorClient|ServiceBus[A-Za-z]{0,20})[^;]{0,200}', 'from_connection_string', 'connectionString[(]', 'FromConnectionString')",
    namespaceString: "file_matches('Endpoint=sb://') || sent_matches('Endpoint=sb://')",
  },
  holds: `${saysNoPath} && length(named) == \`0\` && ${alsoShown("namespaceString", "madeFromItAlone")}`,
  layer: 9,
  explanation: text(
    "A namespace's connection string has no EntityPath; the client was made from it alone, so it does not know which queue or hub is meant.",
    "네임스페이스 연결 문자열에는 EntityPath가 없는데 클라이언트가 이것만으로 만들어져 어떤 큐나 허브인지 알 수 없습니다.",
  ),
  ruledOut: text("The connection string names the entity.", "연결 문자열에 엔터티가 있습니다."),
  actions: [
    {
      title: text("Name the entity", "엔터티 지정"),
      why: text(
        "Give the client the queue or hub name beside the connection string, or append ;EntityPath=<name> to it.",
        "연결 문자열과 함께 큐나 허브 이름을 지정하거나 끝에 ;EntityPath=<이름>을 추가하세요.",
      ),
      commands: [],
      config: ";EntityPath=<name>",
      changes: false,
    },
  ],
  verify: { text: text("The client starts.", "클라이언트가 시작됩니다."), commands: [] },
};
