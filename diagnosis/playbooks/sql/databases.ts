import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { timedOut } from "../network/network-symptoms.ts";
import { text } from "../text.ts";
import { aboutSql, sqlFacts, sqlReads, sqlTarget } from "./sql-evidence.ts";

const saysCannotOpen = `(${hasCode("4060", "40532", "911")} || ${errorMatches("cannot open database", "database .{1,130} does not exist", "요청한 .{1,130} 데이터베이스를 열 수 없", "데이터베이스 .{1,130}열 수 없")})`;
const saysUnavailable = `(${hasCode("40613")} || ${errorMatches("is not currently available", "database is (paused|resuming)", "데이터베이스.{0,60}현재 사용할 수 없")} || ${aboutSql} && ${errorMatches("auto-?paus(?:e|ed|ing)|serverless|서버리스|일시 ?중지")})`;
/** A client that does not wait as long as the resume takes. */
const saysNoWait = `${aboutSql} && (${timedOut} || ${errorMatches("HYT00|ETIMEOUT|post-login|pre-login|in [0-9]{4,6} ?ms")})`;
const databaseQuery =
  "az sql db list --resource-group {{target.resourceGroup}} --server {{target.name}} --query '[].{name:name, status:status, objective:currentServiceObjectiveName}' --output table";

export const sqlDatabaseNotFound: Playbook = {
  code: "sql.database-not-found",
  title: text("The database does not exist on that server", "해당 서버에 데이터베이스가 없습니다"),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues"],
  raisedBy: saysCannotOpen,
  target: sqlTarget,
  needsTarget: true,
  competitors: ["sql.external-user-missing", "sql.firewall-ip-not-allowed"],
  reads: sqlReads,
  let: sqlFacts,
  holds: `${saysCannotOpen} && answersTo && databaseName && length(databases.value[?same_text(name, $.databaseName)]) == \`0\` && ${alsoShown("(databases.value[?name != 'master'] | [0].name)", "databaseSetting.value")}`,
  layer: 2,
  explanation: text(
    "{{target.name}} has no database called {{databaseName}}. Azure SQL words this as a refused login, since it does not tell what exists.",
    "{{target.name}}에 {{databaseName}}(이)라는 데이터베이스가 없습니다. Azure SQL은 존재 여부를 알려 주지 않으므로 로그인 거부처럼 표시됩니다.",
  ),
  ruledOut: text("The database exists on {{target.name}}.", "데이터베이스가 {{target.name}}에 있습니다."),
  actions: [
    {
      title: text(
        "Correct the database or server in the connection string, or create the database",
        "연결 문자열의 데이터베이스나 서버를 수정하거나 데이터베이스 생성",
      ),
      why: text("The list shows what the server has.", "목록에서 서버의 데이터베이스를 확인하세요."),
      commands: [databaseQuery],
      config: "Initial Catalog / Database in the connection string",
      changes: false,
    },
  ],
  verify: {
    text: text("The name is in the list, and the login succeeds.", "이름이 목록에 있고 로그인이 성공합니다."),
    commands: [databaseQuery],
  },
};

export const sqlServerlessPaused: Playbook = {
  code: "sql.serverless-auto-paused",
  title: text(
    "The serverless database was paused and is resuming",
    "서버리스 데이터베이스가 일시 중지되었다가 다시 시작하는 중입니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/serverless-tier-overview#auto-pause-and-auto-resume",
  ],
  raisedBy: `${saysUnavailable} || ${saysNoWait}`,
  target: sqlTarget,
  needsTarget: true,
  competitors: ["platform.service-incident", "sql.database-not-found"],
  reads: sqlReads,
  let: {
    ...sqlFacts,
    pausing:
      "databases.value[?(matches(not_null(properties.currentServiceObjectiveName, ''), '_S_') || matches(not_null(sku.name, ''), '_S_') || matches(not_null(kind, ''), 'serverless')) && not_null(properties.autoPauseDelay, `-1`) != `-1`]",
    /** Seen asleep, or brought back within minutes of the failure. */
    isWaking:
      "contains(['Paused', 'Pausing', 'Resuming'], suspect.properties.status) || suspect.properties.resumedDate && abs(seconds_between(suspect.properties.resumedDate, signals.observedAt)) < `300`",
    /** Brought back long before: then something else made it unavailable. */
    wasAwake:
      "same_text(suspect.properties.status, 'Online') && suspect.properties.resumedDate && seconds_between(suspect.properties.resumedDate, signals.observedAt) > `7200`",
    suspect: "pausing[?same_text(name, not_null($.databaseName, name))] | [0]",
  },
  holds: `(${saysUnavailable} && !said(wasAwake) || ${saysNoWait} && isWaking) && answersTo && suspect.id && suspect.properties.autoPauseDelay != \`-1\` && ${alsoShown("suspect.properties.status", "suspect.properties.currentServiceObjectiveName", "suspect.properties.resumedDate", "suspect.properties.pausedDate")}`,
  layer: 7,
  explanation: text(
    "{{suspect.name}} is serverless ({{suspect.properties.currentServiceObjectiveName}}) and pauses after {{suspect.properties.autoPauseDelay}} minutes without work. The first connection wakes it and fails with 40613; about a minute later the same call succeeds.",
    "{{suspect.name}}은(는) 서버리스({{suspect.properties.currentServiceObjectiveName}})이며 {{suspect.properties.autoPauseDelay}}분 동안 작업이 없으면 일시 중지됩니다. 첫 연결이 데이터베이스를 깨우면서 40613으로 실패하고 약 1분 후 같은 호출은 성공합니다.",
  ),
  ruledOut: text("The database does not pause by itself.", "데이터베이스가 자동으로 일시 중지되지 않습니다."),
  culprits: ["suspect.id"],
  actions: [
    {
      title: text("Retry for at least two minutes", "2분 이상 재시도"),
      why: text(
        "Connection retries with back-off bridge the resume; longer connection timeouts help too.",
        "간격을 둔 연결 재시도로 다시 시작되는 시간을 넘길 수 있으며 연결 시간 제한을 늘리는 것도 도움이 됩니다.",
      ),
      commands: [databaseQuery],
      config: "ConnectRetryCount=6;ConnectRetryInterval=20;Connection Timeout=60",
      changes: false,
    },
    {
      title: text("Or turn auto-pause off", "또는 자동 일시 중지 끄기"),
      why: text("Then compute is billed all the time.", "이 경우 컴퓨팅 요금이 항상 부과됩니다."),
      commands: [
        "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --auto-pause-delay -1",
      ],
      config: "Microsoft.Sql/servers/databases: properties.autoPauseDelay",
      changes: true,
      needsRole: "SQL DB Contributor",
      undo: "az sql db update --resource-group {{target.resourceGroup}} --server {{target.name}} --name {{suspect.name}} --auto-pause-delay {{suspect.properties.autoPauseDelay}}",
      effects: [{ kind: "set", id: "{{suspect.id}}", values: { "/properties/autoPauseDelay": "`-1`" } }],
    },
  ],
  verify: {
    text: text(
      "The database is Online, and the call succeeds.",
      "데이터베이스가 온라인 상태이고 호출이 성공합니다.",
    ),
    commands: [databaseQuery],
  },
};
