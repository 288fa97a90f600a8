import type { Playbook } from "../../playbook.ts";
import { eligibilityFacts, eligibilityReads } from "../eligibility-evidence.ts";
import { concerns, errorMatches, errorMentions, hasCode, refusedCall, speaksOf } from "../error-text.ts";
import { childRead, logRead, targetRead } from "../resource-evidence.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

export const serviceBusType = "microsoft.servicebus/namespaces";
export const eventHubsType = "microsoft.eventhub/namespaces";

export const aboutMessaging = `(${concerns(["servicebus"], [serviceBusType, eventHubsType])} || ${errorMentions("ServiceBus", "servicebus", "EventHub", "eventhub", "messaging entity", "AmqpGatewayProvider", "SystemTracker:")} || ${speaksOf("service ?bus|event ?hubs?|서비스 ?버스|이벤트 ?허브|messaging entity|(?:^|[^a-z])(?:jms|amqp|kafka|kafkajs|librdkafka|sarama)(?:[^a-z]|$)|:9093|UNKNOWN_TOPIC_OR_PARTITION")})`;
export const refusesMessaging = `(${hasCode("amqp:unauthorized-access", "401", "403", "LocalAuthDisabled", "UnauthorizedAccess")} || ${errorMatches("unauthorized", "not authorized", "claim.s. are required", "ip has been prevented", "access denied")} || ${refusedCall})`;
export const saysIpPrevented = `(${errorMentions("Ip has been prevented to connect", "IP address is not allowed", "not allowed to connect to the endpoint", "rejected by firewall")} || ${errorMatches("IP.{0,30}(?:not allowed|blocked|차단)")} || ${errorMatches("public network access")})`;
export const saysLocalAuthOff = `(${hasCode("LocalAuthDisabled")} || ${errorMatches("sas authentication has been disabled", "local ?auth(entication)? .{0,20}disabled", "LocalAuthDisabled")})`;
export const saysClaim = `(${errorMatches("claim.s. are required", "claims? .{0,30}required", "SubCode=40100|unauthorized access for .{1,40} operation")})`;

export const messagingReads: Playbook["reads"] = {
  namespace: targetRead(
    text("authentication and public access", "인증과 공용 액세스"),
    "Microsoft.ServiceBus/namespaces/read",
  ),
  networkRules: childRead(
    "networkRuleSets/default",
    text("network rules", "네트워크 규칙"),
    "Microsoft.ServiceBus/namespaces/networkRuleSets/read",
  ),
  policies: childRead(
    "AuthorizationRules",
    text("shared access policies", "공유 액세스 정책"),
    "Microsoft.ServiceBus/namespaces/authorizationRules/read",
  ),
  /** A queue, a topic or a hub has policies of its own beside those of its namespace. */
  entityPolicies: {
    title: text("{{id_name(item)}}: shared access policies", "{{id_name(item)}}: 공유 액세스 정책"),
    request: { kind: "arm", path: "{{item}}/authorizationRules" },
    each: "entityRoots",
    permission: "Microsoft.ServiceBus/namespaces/queues/authorizationRules/read",
    optional: true,
  },
  queues: childRead("queues", text("queues", "큐"), "Microsoft.ServiceBus/namespaces/queues/read"),
  topics: childRead("topics", text("topics", "토픽"), "Microsoft.ServiceBus/namespaces/topics/read"),
  topicSubscriptions: {
    title: text("Subscriptions of the topic {{item}}", "토픽 {{item}}의 구독"),
    request: { kind: "arm", path: "{{target.id}}/topics/{{item}}/subscriptions" },
    each: "topics.value[].name",
    permission: "Microsoft.ServiceBus/namespaces/topics/subscriptions/read",
    optional: true,
  },
  hubs: childRead(
    "eventhubs",
    text("event hubs", "이벤트 허브"),
    "Microsoft.EventHub/namespaces/eventhubs/read",
  ),
  logs: logRead("union isfuzzy=true AzureDiagnostics, AZMSRuntimeAuditLogs, AZMSVnetConnectionEvents"),
  /** Who else holds the role that the call needs, where it needs it. */
  holders: {
    title: text(
      "Managed identities that hold the role at {{target.name}}",
      "{{target.name}}에 역할이 있는 관리 ID",
    ),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.managedidentity/userassignedidentities' | where properties.principalId in~ ({{holderIds}}) | project id, name, type, resourceGroup, properties",
    },
    when: "length(holderIds) > `0`",
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    optional: true,
  },
  holderUsers: {
    title: text("What uses the identity {{namesake.name}}", "ID {{namesake.name}}을(를) 사용하는 리소스"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where tostring(identity.userAssignedIdentities) contains '{{namesake.id}}' | project id, name, type",
    },
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    optional: true,
  },
  elsewhere: {
    title: text("Every role assignment of the calling identity", "호출한 ID의 모든 역할 할당"),
    request: {
      kind: "resource_graph",
      query:
        "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | where properties.principalId =~ '{{principal}}' | project id, name, type, properties",
    },
    permission: "Microsoft.Authorization/roleAssignments/read",
  },
  ...roleReads,
  ...workloadReads,
  ...eligibilityReads,
};

export const messagingFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...roleFacts,
  refusal:
    "readable(logs) && min_by(not_null(logs.rows, `[]`)[?matches(not_null(Action_s, Action, ''), 'deny') || matches(not_null(EventName_s, ''), 'unauthorized') || AuthId && Status != 'Success'], &abs(seconds_between(TimeGenerated, $.signals.observedAt))) || `null`",
  /** The runtime audit log knows the identity; of a key it has the policy's name. */
  loggedPrincipal: "refusal.AuthType == 'AAD' && refusal.AuthId || `null`",
  loggedAddress:
    "refusal.IPAddress_s || refusal.IPAddress || refusal.AddressIp || refusal.ClientIp || refusal.ClientIp_s || `null`",
  statedPolicy:
    "(signals.settings[?name == 'SharedAccessKeyName'].value | [0]) || find(request.error, 'SharedAccessKeyName=([A-Za-z0-9_-]{1,256})') || knownPolicy",
  /** "we use the policy labels-app": taken for one only where the namespace or the entity has it. */
  spokenPolicy:
    "said(find(join('\\n', [request.error, not_null(request.context.notes, '')]), '(?:policy|policies|access key|SAS rule|authorization rule|정책)(?: named| called| name|:)? [^A-Za-z0-9]{0,2}([A-Za-z0-9][A-Za-z0-9_-]{2,100})')) || said(find(join('\\n', [request.error, not_null(request.context.notes, '')]), '([A-Za-z0-9][A-Za-z0-9_-]{2,100})[^A-Za-z0-9]{0,2} ?(?:policy|SAS (?:rule|key)|access key|authorization rule|정책|액세스 키)')) || `null`",
  knownPolicy:
    "spokenPolicy && ([policies.value[].name, said(readable(entityPolicies)) && entityPolicies[].value[].name][] | [?same_text(@, $.spokenPolicy)] | [0])",
  /** A connection string without a word of an identity: a role would change nothing. */
  byKeyOnly:
    "sent_matches('(?:use|uses|using|with|via|by|same|from) (?:a |the |our |its )?(?:connection ?string|shared access|sas (?:key|token|polic))', 'from_connection_string|fromConnectionString', '연결 문자열') && !said(sent_matches('AzureCredential', 'ManagedIdentityCredential', 'ClientSecretCredential', 'TokenCredential', 'fullyQualifiedNamespace'))",
  usesIdentity:
    "sent_matches('DefaultAzureCredential', 'managed.?identity', 'fullyQualifiedNamespace', 'TokenCredential', 'AzureCliCredential', 'ClientSecretCredential', 'WorkloadIdentity', 'passwordless', '(?:service ?bus|event ?hubs?) data (?:sender|receiver|owner)', '\\bdata (?:sender|receiver|owner)\\b', '관리 ID', '데이터 (?:보낸 사람|받는 사람|수신자|송신자|소유자)')",
  /** The service refuses a key that lacks a claim in the words in which it refuses an identity that lacks a role. */
  byIdentity:
    "said(usesIdentity) || said(namespace.properties.disableLocalAuth == `true`) || said(principalSeen) || !exists(needed(statedPolicy, 'how the client signs in: with which shared access policy, or with which identity', '클라이언트의 인증 방식: 어떤 공유 액세스 정책 또는 어떤 ID'))",
  net: "reachability(namespace, caller, networkRules)",
  isEventHub: "same_text(target.type, 'microsoft.eventhub/namespaces')",
  /** What the code sends to or receives from: `ns:topic:orders~15|app`, `sb://ns…/orders`, `entity: orders`. */
  entity:
    "find(request.error, ':(?:queue|topic|eventhub):([A-Za-z0-9](?:[A-Za-z0-9._/-]{0,250}[A-Za-z0-9_])?)') || find(request.error, 'sb://[a-z0-9.-]{1,200}/([A-Za-z0-9._/-]{1,250}[A-Za-z0-9_-])') || find(request.error, 'entity .{0,3}([A-Za-z0-9][A-Za-z0-9._/-]{0,250}).? (could|was|does|not)') || (signals.settings[?matches(name, '(queue|topic|entity|hub)(_?(name|path))?$') && !contains(value, '.') && !contains(value, '/')].value | [0]) || entityInCode",
  /** `CreateSender("orders")`, `get_queue_sender(queue_name="orders")`. */
  entityInCode:
    "map(&find(@, '(?:sender|receiver|processor|producer|consumer|queueclient|topicclient)[( ]{1,2}(?:(?:queue_?name|topic_?name|topic|queue) ?[=:] ?)?[^a-z0-9$]{1,2}([a-z0-9][a-z0-9._/-]{0,250})'), values(not_null(request.source_code, `{}`)))[?@ != `null`] | [0]",
  entityRoots:
    "entity && !mentions(entity, '{') && (isEventHub && [join('/', [target.id, 'eventhubs', split(entity, '/')[0]])] || [join('/', [target.id, 'queues', split(entity, '/')[0]]), join('/', [target.id, 'topics', split(entity, '/')[0]])]) || `[]`",
  claimAsked: "find(request.error, '(Send|Listen|Manage)(?:,Entity[A-Za-z]{4,5})?.{0,4} claim')",
  /** Queues, topics and rules are made and listed over the same endpoint, by who owns its data alone. */
  manages: `same_text(not_null(claimAsked, ''), 'Manage') || ${errorMatches("SubCode=40100|unauthorized access for .{1,40} operation")}`,
  sends: `claimAsked ? same_text(claimAsked, 'Send') : ${errorMatches("sender", "send", "publish", "producer")}`,
  dataAction:
    "manages && (isEventHub && 'Microsoft.EventHub/namespaces/manage/action' || 'Microsoft.ServiceBus/namespaces/manage/action') || isEventHub && (sends && 'Microsoft.EventHub/namespaces/messages/send/action' || 'Microsoft.EventHub/namespaces/messages/receive/action') || (sends && 'Microsoft.ServiceBus/namespaces/messages/send/action' || 'Microsoft.ServiceBus/namespaces/messages/receive/action')",
  roleName:
    "manages && (isEventHub && 'Azure Event Hubs Data Owner' || 'Azure Service Bus Data Owner') || isEventHub && (sends && 'Azure Event Hubs Data Sender' || 'Azure Event Hubs Data Receiver') || (sends && 'Azure Service Bus Data Sender' || 'Azure Service Bus Data Receiver')",
  /** A queue and a topic of one name cannot both be; an assignment at either covers the entity. */
  entityIds:
    "entity && (isEventHub && [join('/', [target.id, 'eventhubs', entity])] || mentions(entity, '/subscriptions/') && [join('/', [target.id, 'topics', entity])] || [join('/', [target.id, 'queues', entity]), join('/', [target.id, 'topics', entity])]) || [target.id]",
  grants:
    "[access(assignments, definitions, principal, dataAction, entityIds[0], 'data').granted, entityIds[1] ? access(assignments, definitions, principal, dataAction, entityIds[1], 'data').granted : `false`]",
  isGranted: "grants[0] || grants[1]",
  ...eligibilityFacts({
    at: "target.id",
    scope: "entityIds[0]",
    action: "dataAction",
    kind: "data",
    granted: "isGranted",
  }),
  /** Roles that would do, wherever they were granted. */
  roleIds:
    "[isEventHub && 'f526a384-b230-433a-b45c-95f59c4a2dec' || '090c5cfd-751d-490a-894a-3ce6f1109419', roleId]",
  roleId:
    "manages && (isEventHub && 'f526a384-b230-433a-b45c-95f59c4a2dec' || '090c5cfd-751d-490a-894a-3ce6f1109419') || isEventHub && (sends && '2b629674-e913-4c01-ae53-ef4638d8f975' || 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde') || (sends && '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' || '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0')",
  /** Assignments inside the namespace stand in its own list; what lies beside it is known to Resource Graph alone. */
  grantedInside:
    "principal && assignments.value[?same_text(properties.principalId, $.principal) && contains($.roleIds, lower(last_segment(properties.roleDefinitionId))) && !contains($.entityIds, properties.scope) && !same_id(properties.scope, $.target.id) && id_covers($.target.id, properties.scope)] || `[]`",
  grantedBeside:
    "principal && not_null(elsewhere.data, `[]`)[?same_text(properties.principalId, $.principal) && contains($.roleIds, lower(last_segment(properties.roleDefinitionId))) && !id_covers(properties.scope, $.entityIds[0])] || `[]`",
  /** Somebody gave the identity a role here, of the wrong kind: one that it holds at another namespace is for that one. */
  grantedElsewhere:
    "grantedInside || (length(ownAssignments[?id_covers($.target.id, properties.scope)]) == `0` && grantedBeside) || `[]`",
  otherIdentities:
    "[app.identity.principalId, appIdentities[].principalId][] | [?@ && !same_text(@, not_null($.principal, ''))]",
  grantedToOther:
    "length(otherIdentities) > `0` && access(assignments, definitions, otherIdentities, dataAction, entityIds[0], 'data').granted || `false`",
  /** The developer names an identity that does hold the role here, and another one connects. */
  namedHolder:
    "principal && readable(holders) && not_null(holders.data, `[]`)[?mentions(join('\\n', [$.request.error, not_null($.request.context.notes, '')]), name) && !same_text(properties.principalId, $.principal)] | [0] || `null`",
  heldHere:
    "principal && assignments.value[?!same_text(properties.principalId, $.principal) && contains($.roleIds, lower(last_segment(properties.roleDefinitionId))) && (id_covers(properties.scope, $.entityIds[0]) || contains($.entityIds, properties.scope))] || `[]`",
  holderIds: "distinct(heldHere[].properties.principalId)",
  /** What the connecting identity is called: a user-assigned one by itself, a system-assigned one like its app. */
  ownIdentity:
    "items(not_null(app.identity.userAssignedIdentities, `{}`))[?same_text(not_null([1].principalId, ''), not_null($.principal, ''))] | [0]",
  ownName: "ownIdentity && id_name(ownIdentity[0]) || app.name",
  /** An identity of nearly the same name that got the role and that nothing uses: it was meant for the caller. */
  namesake:
    "readable(holders) && ownName && not_null(holders.data, `[]`)[?mentions(name, $.ownName) || mentions($.ownName, name)] | [0]",
  grantedToNamesake:
    "namesake.properties.principalId && readable(holderUsers) && length(not_null(holderUsers.data, `[]`)) == `0` && length(heldHere[?same_text(properties.principalId, $.namesake.properties.principalId)]) > `0`",
};
