import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutSql, sqlFacts, sqlMeasuredTarget, sqlReads } from "./sql-evidence.ts";

const saysWorkers = `(${errorMatches("resource id ?: ?1[^0-9]", "request limit for the (database|elastic pool) is")} || ${hasCode("10936")})`;
/** The service's own count: nothing has to be measured beside it. */
const statesWorkers = errorMatches(
  "request limit for the (database|elastic pool) is [0-9]{1,6} and has been reached",
);
const saysBusy = `(${hasCode("40501", "40544", "49918", "49919", "49920", "10929", "-2")} || ${errorMatches("service is (currently|too) busy", "timeout expired", "execution timeout", "wait operation timed out", "resource id ?: ?[23][^0-9]", "dtu", "reached its (size quota|maximum)")} || ${aboutSql} && ${errorMatches("timed? ?-?out|timeout|HYT00|ETIMEOUT|too slow|slow(?:ly|er)?(?:[^a-z]|$)|시간 ?초과|느립|느려|지연")})`;

/** The minute of the metric in which it was highest. */
const peakOf = (metric: string, by: "maximum" | "average") =>
  `max_by([not_null(load.${metric}, \`[]\`), not_null(poolLoad.${metric}, \`[]\`)][], ${by === "maximum" ? "&not_null(maximum, average)" : "&not_null(average, maximum)"})`;

/** The database that the connection string names, else the only user database of the server. */
const limitFacts: NonNullable<Playbook["let"]> = {
  ...sqlFacts,
  userDatabases: "not_null(databases.value, `[]`)[?name != 'master']",
  pool: "suspect.properties.elasticPoolId",
  suspect:
    "said(database) || (length(userDatabases) == `1` && userDatabases[0]) || (userDatabases[?mentions($.signals.names, name)] | [0]) || userDatabases[0]",
  /** The next step of the DTU ladder; for vCores the list of editions tells. */
  largerObjective:
    "{Basic: 'S0', S0: 'S1', S1: 'S2', S2: 'S3', S3: 'S4', S4: 'S6', S6: 'S7', S7: 'S9', S9: 'S12', P1: 'P2', P2: 'P4', P4: 'P6', P6: 'P11', P11: 'P15'} | items(@) | [?[0] == $.suspect.properties.currentServiceObjectiveName] | [0][1]",
  workersPeak: peakOf("workers_percent", "maximum"),
  sessionsPeak: peakOf("sessions_percent", "maximum"),
  dtuMost: peakOf("dtu_consumption_percent", "maximum"),
  dtuPeak: peakOf("dtu_consumption_percent", "average"),
  cpuPeak: peakOf("cpu_percent", "average"),
  /** Of a database by cores alone: one by DTU has both. */
  cpuMost: `!dtuPeak && ${peakOf("cpu_percent", "maximum")} || \`null\``,
};
/** Where nobody says when it happened, the last hours are looked at. */
const loadFrom =
  "hours_before(signals.observedAt, request.context.observed_at || length(signals.times) > `0` ? `1` : `6`)";
const loadRequest = {
  kind: "metrics",
  // A database bought by cores has no DTU: the answer then lacks that metric.
  metricNames: ["workers_percent", "sessions_percent", "dtu_consumption_percent", "cpu_percent"],
  aggregation: ["Average", "Maximum"],
  interval: "PT1M",
  from: loadFrom,
  to: "minutes_after(signals.observedAt, `30`)",
} as const;
const limitReads: Playbook["reads"] = {
  ...sqlReads,
  load: {
    title: text("{{suspect.name}}: load around the failure", "{{suspect.name}}: 실패 시점 전후의 부하"),
    request: {
      ...loadRequest,
      metricNames: [...loadRequest.metricNames],
      aggregation: [...loadRequest.aggregation],
      resourceId: "{{suspect.id}}",
    },
    permission: "Microsoft.Insights/metrics/read",
    optional: true,
  },
  /** Databases of a pool share its limits. */
  poolLoad: {
    title: text(
      "Elastic pool {{id_name(suspect.properties.elasticPoolId)}}: load",
      "탄력적 풀 {{id_name(suspect.properties.elasticPoolId)}}: 부하",
    ),
    request: {
      ...loadRequest,
      metricNames: [...loadRequest.metricNames],
      aggregation: [...loadRequest.aggregation],
      resourceId: "{{suspect.properties.elasticPoolId}}",
    },
    when: "suspect.properties.elasticPoolId",
    permission: "Microsoft.Insights/metrics/read",
    optional: true,
  },
};
const scale =
  "az sql db show --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --query currentServiceObjectiveName";

export const sqlWorkerLimit: Playbook = {
  code: "sql.worker-limit-reached",
  title: text("The database's worker limit is reached", "데이터베이스의 작업자 한도에 도달했습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/resource-limits-logical-server#sessions-workers-and-requests",
    "https://learn.microsoft.com/azure/azure-sql/database/resource-limits-dtu-single-databases",
  ],
  raisedBy: `${hasCode("10928", "10936")} || ${saysWorkers}`,
  target: sqlMeasuredTarget,
  needsTarget: true,
  competitors: ["sql.dtu-limit-reached"],
  reads: limitReads,
  let: limitFacts,
  holds: `(workersPeak && not_null(workersPeak.maximum, workersPeak.average) >= \`95\` || !workersPeak && ${statesWorkers} && suspect.id) && !(sessionsPeak.maximum >= \`90\`) && ${alsoShown("sessionsPeak.maximum", "suspect.properties.currentServiceObjectiveName", "dtuPeak.average")}`,
  layer: 7,
  explanation: text(
    "{{suspect.name}} ({{suspect.properties.currentServiceObjectiveName}}) used up its workers: each running request takes one, and a parallel plan takes several. Sessions are far from their limit, so fewer connections would not help; fewer or shorter parallel queries would.",
    "{{suspect.name}}({{suspect.properties.currentServiceObjectiveName}})의 작업자가 모두 사용되었습니다. 실행 중인 요청마다 하나, 병렬 계획은 여러 개를 사용합니다. 세션은 한도에 크게 못 미치므로 연결 수를 줄여도 소용없고 병렬 쿼리를 줄이거나 짧게 해야 합니다.",
  ),
  ruledOut: text("The database had workers left.", "데이터베이스에 여유 작업자가 있었습니다."),
  culprits: ["suspect.id"],
  actions: [
    {
      title: text("Lower the parallelism of the queries", "쿼리의 병렬 처리 낮추기"),
      why: text(
        "MAXDOP 1 to 4 for this workload, an index for the heavy query: each then takes fewer workers for less time.",
        "이 워크로드에 MAXDOP 1~4를 설정하고 무거운 쿼리에 인덱스를 추가하면 작업자를 적게, 짧게 사용합니다.",
      ),
      commands: [scale],
      config: "ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 2",
      changes: false,
    },
    {
      title: text("Or scale up", "또는 상위 서비스 계층으로 확장"),
      why: text(
        "A larger service objective has more workers (S3: 200, S4: 400).",
        "더 큰 서비스 목표에는 작업자가 더 많습니다(S3: 200, S4: 400).",
      ),
      commands: [
        "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --service-objective S4",
      ],
      config: "Microsoft.Sql/servers/databases: sku",
      changes: true,
      needsRole: "SQL DB Contributor",
      undo: "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --service-objective {{suspect.properties.currentServiceObjectiveName}}",
      effects: [{ kind: "measure", id: "{{suspect.id}}", metric: "workers_percent", value: "`50`" }],
    },
  ],
  verify: {
    text: text("workers_percent stays below 100.", "workers_percent가 100 미만으로 유지됩니다."),
    commands: [scale],
  },
};

export const sqlDtuLimit: Playbook = {
  code: "sql.dtu-limit-reached",
  title: text("The database's compute limit is reached", "데이터베이스의 컴퓨팅 한도에 도달했습니다"),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-sql/database/monitor-tune-overview"],
  raisedBy: `${hasCode("10928")} || ${saysBusy}`,
  target: sqlMeasuredTarget,
  needsTarget: true,
  competitors: ["sql.worker-limit-reached", "sql.serverless-auto-paused"],
  reads: limitReads,
  let: limitFacts,
  holds: `(dtuPeak.average >= \`95\` || dtuMost.maximum >= \`99\` || not_null(cpuPeak.average, cpuPeak.maximum) >= \`95\`) && ${alsoShown("dtuMost.maximum", "cpuMost.maximum", "max_by(not_null(load.dtu_consumption_percent, `[]`), &not_null(maximum, average)).maximum", "suspect.properties.currentServiceObjectiveName")}`,
  layer: 7,
  explanation: text(
    "{{suspect.name}} ({{suspect.properties.currentServiceObjectiveName}}) runs at the limit of its compute, so queries wait until they time out or are refused.",
    "{{suspect.name}}({{suspect.properties.currentServiceObjectiveName}})이(가) 컴퓨팅 한도까지 사용되어 쿼리가 시간 초과되거나 거부됩니다.",
  ),
  ruledOut: text("The database's compute was not used up.", "데이터베이스의 컴퓨팅이 소진되지 않았습니다."),
  culprits: ["suspect.id"],
  actions: [
    {
      title: text("Find and tune the heavy queries", "무거운 쿼리를 찾아 튜닝"),
      why: text(
        "Query Performance Insight shows what uses the compute.",
        "쿼리 성능 인사이트에서 컴퓨팅을 많이 사용하는 쿼리를 확인하세요.",
      ),
      commands: [scale],
      config: "Query Store: top resource consuming queries",
      changes: false,
    },
    {
      title: text("Or give the elastic pool more eDTUs or vCores", "또는 탄력적 풀의 eDTU 또는 vCore 늘리기"),
      why: text(
        "All databases of {{id_name(pool)}} share its compute: a larger database objective is not to be had inside a pool. Or move the heavy database out of it.",
        "{{id_name(pool)}}의 모든 데이터베이스가 컴퓨팅을 공유하므로 풀 안에서는 데이터베이스의 서비스 목표를 올릴 수 없습니다. 부하가 큰 데이터베이스를 풀 밖으로 옮기는 방법도 있습니다.",
      ),
      commands: [
        "az sql elastic-pool list-editions --location {{server.location}} --available --output table",
        "az sql elastic-pool show --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{id_name(pool)}} --query '{sku:sku, perDatabase:perDatabaseSettings}'",
      ],
      config: "Microsoft.Sql/servers/elasticPools: sku.capacity",
      changes: true,
      needsRole: "SQL DB Contributor",
      effects: [
        { kind: "measure", id: "{{pool}}", metric: "dtu_consumption_percent", value: "`50`" },
        { kind: "measure", id: "{{pool}}", metric: "cpu_percent", value: "`50`" },
        { kind: "measure", id: "{{suspect.id}}", metric: "dtu_consumption_percent", value: "`50`" },
        { kind: "measure", id: "{{suspect.id}}", metric: "cpu_percent", value: "`50`" },
      ],
      when: "pool",
    },
    {
      title: text(
        "Or scale up to a higher service objective (DTU or vCores)",
        "또는 더 높은 서비스 목표(DTU 또는 vCore)로 확장",
      ),
      why: text(
        "In steps, from {{suspect.properties.currentServiceObjectiveName}} to the next one, until the load stays below 80 percent; the database goes offline for seconds at the end.",
        "{{suspect.properties.currentServiceObjectiveName}}에서 한 단계씩 올려 부하가 80% 미만이 되도록 하세요. 전환 마지막에 몇 초간 연결이 끊깁니다.",
      ),
      commands: [
        "az sql db list-editions --location {{server.location}} --available --output table",
        "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --service-objective {{largerObjective}}",
      ],
      config: "Microsoft.Sql/servers/databases: sku",
      changes: true,
      needsRole: "SQL DB Contributor",
      undo: "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --service-objective {{suspect.properties.currentServiceObjectiveName}}",
      effects: [
        { kind: "measure", id: "{{suspect.id}}", metric: "dtu_consumption_percent", value: "`50`" },
        { kind: "measure", id: "{{suspect.id}}", metric: "cpu_percent", value: "`50`" },
      ],
      when: "!pool",
    },
  ],
  verify: {
    text: text("The load stays below 90 percent.", "부하가 90% 미만으로 유지됩니다."),
    commands: [scale],
  },
};
