import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { sqlFacts, sqlReads } from "./sql-evidence.ts";

/**
 * One JSON object, in double quotes that every shell takes: the database, whether whoever asks sees all of its users (else only
 * their own is listed), and the users of Microsoft Entra ID with their SIDs. The outer SELECT makes one value of it, which
 * `sqlcmd` does not split; `-y 0` keeps it whole.
 */
const listUsers = [
  "SET NOCOUNT ON; SELECT (SELECT DB_NAME() AS [database],",
  "HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'ALTER ANY USER') AS sees_all,",
  "(SELECT name, type_desc, CONVERT(varchar(100), sid, 1) AS sid FROM sys.database_principals",
  "WHERE type IN ('E', 'X') FOR JSON PATH) AS users FOR JSON PATH, WITHOUT_ARRAY_WRAPPER)",
].join(" ");

/** The database's audit log shows which users were made, and from which SID; the sign-in's application has another. */
export const userReads: Playbook["reads"] = {
  ...sqlReads,
  audit: {
    title: text("Audit log of {{database.name}}", "{{database.name}}의 감사 로그"),
    request: {
      kind: "logs",
      resourceId: "{{database.id}}",
      query: "AzureDiagnostics | order by TimeGenerated desc | take 200",
      from: "days_before(signals.observedAt, `30`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  identity: {
    title: text("The service principal of the calling identity", "호출한 ID의 서비스 주체"),
    request: { kind: "graph", path: "/v1.0/servicePrincipals/{{app.identity.principalId}}" },
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
  /** The database alone knows its users: Azure manages servers and databases, not what is in them. */
  users: {
    title: text(
      "The Microsoft Entra users of database {{database.name}}, and their SIDs",
      "데이터베이스 {{database.name}}의 Microsoft Entra 사용자와 SID",
    ),
    request: {
      kind: "outside",
      command: `sqlcmd -S {{serverHost}} -d {{database.name}} -G -y 0 -Q "${listUsers}"`,
    },
    when: "needsList && appId",
    permission: "ALTER ANY USER in the database (its Microsoft Entra admin, or db_owner)",
    optional: true,
  },
};

export const userFacts: NonNullable<Playbook["let"]> = {
  ...sqlFacts,
  /** Drivers take the client ID of a user-assigned identity as the user of the connection string. */
  clientIdSetting:
    "(signals.settings[?matches(name, 'client_?id$|^(?:user ?id|uid|user)$') && matches(value, '^[0-9a-f]{8}-[0-9a-f-]{27}$')] | [0].value)",
  ownIdentity: "appIdentities[?same_text(clientId, $.clientIdSetting)] | [0]",
  appId:
    "(readable(userAssigned) && userAssigned.data[0].properties.clientId) || said(ownIdentity.clientId) || said(appIdentities[0].clientId) || identity.appId",
  /** The user-assigned identity that the app signs in with. */
  identityId:
    "said(readable(userAssigned) && userAssigned.data[0].id) || said(length(appIdentities) == `1` && !(app.identity.principalId)) && keys(app.identity.userAssignedIdentities)[0] || `null`",
  created:
    "readable(audit) && not_null(audit.rows, `[]`)[?matches(not_null(statement_s, ''), 'create user')] || `[]`",
  refusedSignIn:
    "readable(audit) && not_null(audit.rows, `[]`)[?matches(not_null(action_name_s, ''), 'authentication failed')] | [0]",
  withSid: "created[?matches(statement_s, 'sid ?= ?0x')]",
  /** SQL compares the SID with the application ID of a service principal, not with its object ID. */
  expectedSid:
    "sql_sid(needed(appId, 'the application ID of the identity that signed in', '로그인한 ID의 애플리케이션(클라이언트) ID'))",
  userName: "said(identityId) && id_name(identityId) || app.name",
  /** The row of sys.database_principals, as the developer pasted it. */
  pastedSid: `said(userName) && find(join('\\n', [request.error, not_null(request.context.notes, '')]), join('', ['\\b', userName, '[^A-Za-z0-9-].{0,100}\\b(0x[0-9A-F]{32})'])) || \`null\``,
  isOtherSid: "said(pastedSid) && !same_text(pastedSid, expectedSid)",
  mismatched: "withSid && withSid[?!mentions(statement_s, $.expectedSid)] || `[]`",
  /** The developer has seen the user, or Terraform makes it from an ID that is easily the wrong one. */
  statesUser:
    "sent_matches('sys[.]database_principals.{0,40}(shows|lists|has)', 'the user (is there|exists|already)', 'mssql_user', 'with sid ?=', '사용자.{0,20}(이미|존재|있)')",
  /** Then a user is there that the token does not match, or none is: only its SID tells, and no log shows it. */
  needsList: "said(statesUser) && !said(length(created) > `0`)",
  serverHost:
    "said(server.properties.fullyQualifiedDomainName) || join('', [target.name, '.database.windows.net'])",
  isWhole: "same_text(users.database, database.name) && users.sees_all == `1`",
  listed:
    "needed(said(isWhole) ? not_null(users.users, `[]`) : `null`, 'all users of the database with their SIDs (select name, sid from sys.database_principals), listed in that database by somebody with ALTER ANY USER', '해당 데이터베이스에서 ALTER ANY USER 권한이 있는 사람이 조회한 모든 사용자와 SID (select name, sid from sys.database_principals)')",
  /** That of a user who was made from a login of master is longer by a suffix (`AADE`). */
  registered: "listed[?starts_with(upper(sid), upper($.expectedSid))]",
  objectSid:
    "sql_sid(said(readable(userAssigned) && userAssigned.data[0].properties.principalId) || said(ownIdentity.principalId) || said(appIdentities[0].principalId) || said(app.identity.principalId))",
  /** By the identity's name, or from its object ID: meant for it, and matched by no token of its. */
  otherwise:
    "listed[?(same_text(name, $.userName) || starts_with(upper(sid), upper($.objectSid))) && !starts_with(upper(sid), upper($.expectedSid))]",
};
