import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";

/** The words of Service Health for the service of a resource type; what all services stand on counts for each. */
const serviceByNamespace = [
  ["microsoft.web", "App Service|Function|Logic|Web App"],
  ["microsoft.storage", "Storage"],
  ["microsoft.keyvault", "Key Vault"],
  ["microsoft.sql", "SQL"],
  ["microsoft.dbforpostgresql", "PostgreSQL"],
  ["microsoft.dbformysql", "MySQL"],
  ["microsoft.documentdb", "Cosmos"],
  ["microsoft.servicebus", "Service Bus"],
  ["microsoft.eventhub", "Event Hub"],
  ["microsoft.cognitiveservices", "OpenAI|Cognitive|Foundry|AI Services"],
  ["microsoft.app/", "Container Apps"],
  ["microsoft.containerservice", "Kubernetes"],
  ["microsoft.containerregistry", "Container Registry"],
  ["microsoft.cache", "Redis"],
  ["microsoft.cdn", "Front Door|CDN"],
  ["microsoft.apimanagement", "API Management"],
  ["microsoft.insights", "Monitor|Application Insights|Log Analytics"],
  ["microsoft.operationalinsights", "Monitor|Application Insights|Log Analytics"],
  ["microsoft.search", "Search"],
  ["microsoft.compute", "Virtual Machines|Compute|Disk"],
  ["microsoft.eventgrid", "Event Grid"],
  ["microsoft.signalrservice", "SignalR|Web PubSub"],
  ["microsoft.appconfiguration", "App Configuration"],
  ["microsoft.logic", "Logic"],
  ["microsoft.datafactory", "Data Factory"],
] as const;
const common = "Entra|Active Directory|Resource Manager|Network Infrastructure|Multiple";
/** Where no resource is named, the error may still say whose answer it was. */
const spokenServices = [
  ["blob|queue|table storage|storage account|스토리지", "Storage"],
  ["key ?vault|vault", "Key Vault"],
  ["service ?bus", "Service Bus"],
  ["event ?hub", "Event Hub"],
  ["cosmos|documents[.]azure", "Cosmos"],
  ["openai|cognitive", "OpenAI|Cognitive|Foundry|AI Services"],
  ["postgres", "PostgreSQL"],
  ["mysql", "MySQL"],
  ["sql", "SQL"],
  ["redis", "Redis"],
  ["container ?apps?", "Container Apps"],
  ["azurecr|registry|acr ", "Container Registry"],
  ["kubectl|aks|kubernetes", "Kubernetes"],
  ["front ?door|azurefd", "Front Door|CDN"],
  ["web ?app|app ?service|function|azurewebsites", "App Service|Function|Web App"],
] as const;
const serviceWords = [
  ...serviceByNamespace.map(
    ([namespace, words]) => `(starts_with(target.type, '${namespace}') && '${words}|${common}')`,
  ),
  "'.'",
].join(" || ");
const spokenWords = [
  ...spokenServices.map(([spoken, words]) => `(matches(request.error, '${spoken}') && '${words}|${common}')`),
  `'${common}'`,
].join(" || ");

/** A call that was taken and not answered; one that never got a connection is a matter of the network. */
const noAnswerInTime = `${errorMatches("time(?:d|s)? ?-?out|deadline exceeded|시간 ?초과|타임 ?아웃")} && !${errorMatches("connect(?:ion|ing)?(?: to .{0,80})?[ _-]?time(?:d|s)? ?-?out|connect.{0,8}timeout|ConnectTimeout|dial tcp")}`;
/** As people say that they did nothing. */
const outOfNowhere =
  "no(?:body|thing|t) (?:was |has |we )?(?:been )?change|no (?:changes?|deployments?|releases?) |without (?:any )?(?:change|deploy)|out of nowhere|suddenly|since (?:this morning|last night|yesterday)|outage|incident|장애|갑자기|(?:변경|배포).{0,12}(?:없|않)";

export const platformServiceIncident: Playbook = {
  code: "platform.service-incident",
  title: { en: "A service incident is or was going on", ko: "서비스 인시던트가 발생 중이거나 발생했습니다" },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/service-health/resource-health-overview",
    "https://learn.microsoft.com/azure/service-health/service-health-overview",
  ],
  raisedBy: `${hasCode("500", "502", "503", "504", "InternalServerError", "ServiceUnavailable", "ECONNRESET", "ETIMEDOUT")} || ${errorMatches("forcibly closed by the remote host", "connection reset", "(?:^|[^0-9.:,-])50[0234](?:[^0-9.-]|$)", "underlying connection was closed", "service is unavailable", "internal server error", "temporarily unavailable", "is not currently available|transient error|server is busy|ServiceBusy|ServerBusy|ServerTimeout|GatewayTimeout|AllocationFailed|internal error|40613|AADSTS9003[0-9]|AADSTS5000[0-9]\\b", outOfNowhere)} || ${noAnswerInTime}`,
  target:
    "signals.resources[?matchedBy == 'host' || matchedBy == 'id'] || signals.resources[?matchedBy == 'name']",
  needsTarget: false,
  competitors: [],
  reads: {
    health: {
      title: { en: "Resource Health of {{target.name}}", ko: "{{target.name}}의 리소스 상태" },
      request: {
        kind: "arm",
        path: "{{target.id}}/providers/Microsoft.ResourceHealth/availabilityStatuses/current",
      },
      permission: "Microsoft.ResourceHealth/availabilityStatuses/read",
      optional: true,
    },
    events: {
      title: { en: "Service Health events of the subscription", ko: "구독의 서비스 상태 이벤트" },
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.ResourceHealth/events",
      },
      permission: "Microsoft.ResourceHealth/events/read",
      optional: true,
    },
    journal: {
      title: { en: "Health in the Activity Log", ko: "활동 로그의 상태 이벤트" },
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{days_before(signals.observedAt, `1`)}}' and eventTimestamp le '{{hours_after(signals.observedAt, `2`)}}'",
        },
      },
      when: "!readable(events) || length(not_null(events.value, `[]`)) == `0`",
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
  },
  let: {
    wordsOfTarget: serviceWords,
    wordsOfError: spokenWords,
    words: "target ? wordsOfTarget : wordsOfError",
    region: "target.location && lower(replace(target.location, ' ', ''))",
    /** Incidents of the resource's service and region that had begun before the failure and had not ended long before it. */
    running:
      "events.value[?properties.eventType == 'ServiceIssue' && before(properties.impactStartTime, $.signals.observedAt) && !before(not_null(properties.impactMitigationTime, $.signals.observedAt), hours_before($.signals.observedAt, `1`)) && (!(properties.impact) || length(properties.impact[?matches(impactedService, $.words)]) > `0`) && (!(properties.impact) || !($.region) || length(properties.impact[].impactedRegions[].impactedRegion | [?lower(replace(@, ' ', '')) == $.region || mentions(@, 'global')]) > `0`)]",
    incident: "running[0].properties.title",
    since: "running[0].properties.impactStartTime",
    /** Service Health and Resource Health write there too. */
    logged:
      "readable(journal) && (not_null(journal.value, `[]`)[?category.value == 'ServiceHealth' && matches(not_null(properties.incidentType, 'Incident'), 'incident') && matches(not_null(properties.service, properties.impactedServices, ''), $.words) && (!($.region) || matches(not_null(properties.region, properties.impactedServices, ''), 'global') || mentions(lower(replace(not_null(properties.region, properties.impactedServices, ''), ' ', '')), $.region)) && !before($.signals.observedAt, not_null(properties.impactStartTime, eventTimestamp))] | [0]) || `null`",
    loggedHealth:
      "readable(journal) && (not_null(journal.value, `[]`)[?category.value == 'ResourceHealth' && $.target && same_id(resourceId, $.target.id) && contains(['Unavailable', 'Degraded'], properties.currentHealthStatus) && same_text(properties.cause, 'PlatformInitiated')] | [0]) || `null`",
    isRecent:
      "health.properties.recentlyResolved.unavailableOccurredTime && before(health.properties.recentlyResolved.unavailableOccurredTime, signals.observedAt) && !before(health.properties.recentlyResolved.resolvedTime, hours_before(signals.observedAt, `1`))",
    isUnhealthy:
      "contains(['Unavailable', 'Degraded'], not_null(health.properties.availabilityState, 'Unknown')) && !matches(not_null(health.properties.reasonType, ''), 'user|customer')",
  },
  holds:
    "(readable(events) && length(not_null(running, `[]`)) > `0` && not_null(incident, `true`) && not_null(since, `true`)) || (readable(health) && (isUnhealthy || said(isRecent))) || said(logged.properties.service || logged.properties.title) || said(loggedHealth.properties.currentHealthStatus)",
  layer: 7,
  explanation: {
    en: "Azure itself reports a problem at the time of the failure. Nothing in your tenant has to be changed.",
    ko: "실패 시점에 Azure 자체의 문제가 보고되었습니다. 테넌트에서 변경할 것은 없습니다.",
  },
  ruledOut: {
    en: "Azure reports no incident for this resource and subscription at that time.",
    ko: "해당 시점에 이 리소스와 구독에 대해 보고된 인시던트가 없습니다.",
  },
  culprits: ["running[].id"],
  actions: [
    {
      title: {
        en: "Retry with back-off, and follow the incident",
        ko: "간격을 두고 재시도하고 인시던트를 확인",
      },
      why: {
        en: "The incident's page in Service Health says when it is over.",
        ko: "서비스 상태의 인시던트 페이지에서 종료 시점을 확인할 수 있습니다.",
      },
      commands: [
        "az rest --method get --url {{target.id}}/providers/Microsoft.ResourceHealth/availabilityStatuses/current?api-version=2025-05-01",
      ],
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "Resource Health says Available, and the call succeeds.",
      ko: "리소스 상태가 '사용 가능'이고 호출이 성공합니다.",
    },
    commands: [
      "az rest --method get --url {{target.id}}/providers/Microsoft.ResourceHealth/availabilityStatuses/current?api-version=2025-05-01",
    ],
  },
};
