import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, errorMentions, speaksOf } from "../error-text.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

export const aboutCosmos = `(${concerns(["cosmos"], ["microsoft.documentdb/databaseaccounts"])} || ${errorMentions("CosmosException", "CosmosHttpResponseError", "Microsoft.Azure.Cosmos", "azure.cosmos", "Error=16500")} || ${speaksOf("cosmos ?(?:db|client)|코스모스 ?DB|DocumentDB")})`;
export const cosmosTarget = "targets('microsoft.documentdb/databaseaccounts')";

/** What every Cosmos DB cause is weighed on. Data access is granted by the account's own role assignments, not by Azure RBAC. */
export const cosmosReads: Playbook["reads"] = {
  account: {
    title: {
      en: "Cosmos DB account {{target.name}}: network rules and authentication",
      ko: "Cosmos DB 계정 {{target.name}}: 네트워크 규칙과 인증 방식",
    },
    request: { kind: "arm", path: "{{target.id}}" },
    permission: "Microsoft.DocumentDB/databaseAccounts/read",
  },
  dataAssignments: {
    title: {
      en: "Data-plane role assignments of {{target.name}}",
      ko: "{{target.name}}의 데이터 평면 역할 할당",
    },
    request: { kind: "arm", path: "{{target.id}}/sqlRoleAssignments" },
    permission: "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/read",
  },
  logs: {
    title: {
      en: "Requests that {{target.name}} logged around the failure",
      ko: "실패 시점 전후에 {{target.name}}이(가) 기록한 요청",
    },
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "CDBDataPlaneRequests | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  ...roleReads,
  ...workloadReads,
};

/** No role whatever lets a token make databases and containers. Sub-status 5300 says it without the sentence. */
export const tokenCannotCreate = `(${errorMatches("cannot be authorized by [a-z ]{2,24} token in data plane", "sub_?status(?:code)?[^a-z0-9]{1,6}5300")})`;

export const cosmosFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...roleFacts,
  refusal:
    "readable(logs) && min_by(not_null(logs.rows, `[]`)[?contains(['401', '403'], to_string(StatusCode))], &abs(seconds_between(TimeGenerated, $.signals.observedAt))) || `null`",
  loggedPrincipal: "refusal.AadPrincipalId || `null`",
  loggedAddress: "refusal.ClientIpAddress || `null`",
  net: "reachability(account, caller)",
  saysNativeRole: errorMentions(
    "does not have required RBAC permissions",
    "token in data plane",
    "Substatus: 5301",
    "Substatus: 5302",
    "native-rbac",
  ),
  saysTokenCannotCreate: tokenCannotCreate,
  saysFirewall: errorMentions(
    "blocked by your Cosmos DB account firewall",
    "Request originated from IP",
    "through public internet",
    "account from this network",
    "firewall settings",
  ),
  /** Then the subnet is what was looked at, whatever address the app has outside of it. */
  throughEndpoint: errorMentions(
    "client VNET through service endpoint",
    "through service endpoint",
    "from client VNET",
  ),
  saysKeysOff: errorMentions("Local Authorization is disabled", "disableLocalAuth", "local authorization"),
  /** The assignments of the identity at the account or below it. */
  ownDataAssignments:
    "principal && dataAssignments.value[?same_text(properties.principalId, $.principal) && (!($.askedDatabase) || !contains(lower(properties.scope), '/dbs/') || ends_with(lower(properties.scope), join('', ['/dbs/', lower($.askedDatabase)])) || contains(lower(properties.scope), join('', ['/dbs/', lower($.askedDatabase), '/'])))] || `[]`",
  /** An assignment may stand on one database; the refusal says which was asked for. */
  askedDatabase: "find(request.error, 'resource .{0,3}/?dbs/([^/ \\]]{1,255})')",
  /** Reader: …0001, Contributor: …0002. A write needs more than the reader's role. */
  isWrite:
    "length(signals.actions[?matches(action, '(create|upsert|replace|delete|write|items/\\*)')]) > `0`",
  enough:
    "isWrite && ownDataAssignments[?!ends_with(properties.roleDefinitionId, '00000000-0000-0000-0000-000000000001')] || !isWrite && ownDataAssignments || `[]`",
};
