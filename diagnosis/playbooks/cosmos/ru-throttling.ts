import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { timedOut } from "../network/network-symptoms.ts";
import { metricRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { aboutCosmos, cosmosFacts, cosmosReads, cosmosTarget } from "./cosmos-evidence.ts";

/** Of the API for NoSQL, MongoDB (16500), Cassandra and Gremlin. */
const saysRate = `(${errorMatches("request rate (is|too) large", "RequestRateTooLarge", "more request units may be needed", "status ?code[^a-z0-9]{1,6}429", "TooManyRequests", "\\b429\\b", "OverloadedException|Error=16500")} || ${hasCode("16500", "3200", "429", "TooManyRequests")})`;
/** Only throughput is refused in these words: where nothing was measured beside them, they are the proof. */
const statesRate = errorMatches(
  "request rate is large",
  "RequestRateTooLarge",
  "more request units may be needed",
  "sub_?status(?:code)?[^a-z0-9]{1,6}3200",
);
/** A client that gave up waiting: only what was measured can tell that it waited for request units. */
const saysSlow = `(${timedOut} || ${errorMatches("RequestTimeout|\\b408\\b|throttl|\\bslow|latency|느려|지연")})`;
/** Calls that create or list databases and containers have a fixed budget of their own: no throughput setting helps. */
const saysMetadata = errorMentions(
  "high rate of metadata requests",
  "metadata requests",
  "control plane",
  "Substatus: 3084",
);

export const cosmosRuThrottling: Playbook = {
  code: "cosmos.ru-throttling",
  title: text(
    "Requests exceed the provisioned request units",
    "요청이 프로비전된 요청 단위(RU)를 초과합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-request-rate-too-large",
    "https://learn.microsoft.com/azure/cosmos-db/monitor-normalized-request-units",
  ],
  raisedBy: `${errorMatches("request rate (is|too) large", "RequestRateTooLarge", "more request units may be needed", "Error=16500")} || ${aboutCosmos} && (${saysRate} || ${saysSlow})`,
  /** Measured at the account: where nothing names it, each that can be seen is. */
  target: `${cosmosTarget} || candidates('microsoft.documentdb/databaseaccounts')`,
  needsTarget: true,
  competitors: ["platform.service-incident"],
  reads: {
    ...cosmosReads,
    load: {
      ...metricRead(["NormalizedRUConsumption"], ["Average", "Maximum"]),
      optional: true,
    },
    throughput: {
      title: text(
        "Throughput of {{databaseName}}/{{containerName}}",
        "{{databaseName}}/{{containerName}}의 처리량",
      ),
      request: {
        kind: "arm",
        path: "{{target.id}}/sqlDatabases/{{databaseName}}/containers/{{containerName}}/throughputSettings/default",
      },
      permission: "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/throughputSettings/read",
      optional: true,
    },
  },
  let: {
    ...cosmosFacts,
    throttled: "readable(logs) && not_null(logs.rows, `[]`)[?to_string(StatusCode) == '429'] || `[]`",
    busiest:
      "readable(load) && max_by(not_null(load.NormalizedRUConsumption, `[]`), &not_null(maximum, average)) || `null`",
    databaseName:
      "throttled[0].DatabaseName || (signals.settings[?matches(name, '(database|db)(_?(name|id))?$') && matches(value, '^[A-Za-z0-9_.-]{1,255}$')].value | [0])",
    containerName:
      "throttled[0].CollectionName || (signals.settings[?matches(name, '(container|collection)(_?(name|id))?$') && matches(value, '^[A-Za-z0-9_.-]{1,255}$')].value | [0])",
    provisioned:
      "readable(throughput) && (throughput.properties.resource.autoscaleSettings.maxThroughput || throughput.properties.resource.throughput) || `null`",
    isOverBudget: `not_null(busiest.maximum, busiest.average, \`0\`) >= \`90\` || throttled[0].StatusCode || (!busiest && !said(${saysMetadata}) && ${statesRate} && account.id)`,
  },
  holds: `(${saysRate} || ${saysSlow} && not_null(busiest.maximum, \`0\`) >= \`99\`) && !said(${saysMetadata}) && isOverBudget && (throttled[0].StatusCode || \`true\`) && (provisioned || \`true\`)`,
  layer: 7,
  explanation: text(
    "The partition that is hit used {{busiest.maximum || '100'}} % of its request units at {{busiest.timeStamp || signals.observedAt}}; what comes on top is answered with 429 and a time to wait. Throughput is shared out evenly over the physical partitions, so one hot partition key reaches its share while the average stays low.",
    "요청이 몰린 파티션이 {{busiest.timeStamp || signals.observedAt}}에 요청 단위를 {{busiest.maximum || '100'}}% 사용했고 초과분은 대기 시간과 함께 429로 거부됩니다. 처리량은 물리 파티션에 균등하게 나뉘므로 평균이 낮아도 한 파티션 키에 요청이 몰리면 한도에 도달합니다.",
  ),
  ruledOut: text(
    "{{target.name}} had request units left, or the refused calls are not those that request units pay for.",
    "{{target.name}}의 요청 단위에 여유가 있었거나 요청 단위와 관계없는 호출이 거부되었습니다.",
  ),
  culprits: ["throughput.id"],
  actions: [
    {
      title: text(
        "Wait as the answer asks, and spread the load",
        "응답이 지정한 시간만큼 기다려 재시도하고 부하 분산",
      ),
      why: text(
        "Let the SDK retry (its retry options), lower the parallelism of bulk writes, and choose a partition key with many values of even use.",
        "SDK의 재시도 옵션을 사용하고 대량 쓰기의 병렬 수를 낮추며, 값이 다양하고 고르게 쓰이는 파티션 키를 선택하세요.",
      ),
      commands: [
        "az monitor metrics list --resource {{target.id}} --metric NormalizedRUConsumption --aggregation Maximum --interval PT5M --output table",
      ],
      config: "MaxRetryAttemptsOnRateLimitedRequests, MaxRetryWaitTimeOnRateLimitedRequests",
      changes: false,
    },
    {
      title: text("Or raise the throughput, best as autoscale", "또는 처리량 높이기(자동 크기 조정 권장)"),
      why: text(
        "Autoscale follows peaks up to its maximum and is billed by the hour's highest use.",
        "자동 크기 조정은 최댓값까지 부하를 따라가며 시간당 최고 사용량으로 과금됩니다.",
      ),
      commands: [
        "az cosmosdb sql container throughput migrate --account-name {{target.name}} --resource-group {{target.resourceGroup}} --database-name {{databaseName}} --name {{containerName}} --throughput-type autoscale",
      ],
      config:
        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers: properties.options.autoscaleSettings.maxThroughput",
      changes: true,
      needsRole: "DocumentDB Account Contributor",
      undo: "az cosmosdb sql container throughput migrate --account-name {{target.name}} --resource-group {{target.resourceGroup}} --database-name {{databaseName}} --name {{containerName}} --throughput-type manual",
      effects: [
        {
          kind: "measure",
          id: "{{target.id}}",
          metric: "NormalizedRUConsumption",
          value: "`50`",
          // What the log holds stays there: it does not show what a change leads to.
          when: "length(throttled) == `0`",
        },
      ],
      when: "provisioned && databaseName && containerName",
    },
  ],
  verify: {
    text: text(
      "NormalizedRUConsumption stays below 100, and 429 answers are rare.",
      "NormalizedRUConsumption이 100 미만으로 유지되고 429 응답이 드뭅니다.",
    ),
    commands: [
      "az monitor metrics list --resource {{target.id}} --metric NormalizedRUConsumption --aggregation Maximum --interval PT5M --output table",
    ],
  },
};
