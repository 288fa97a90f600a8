import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { userFacts, userReads } from "./database-users.ts";
import { aboutSql, sqlFacts, sqlReads, sqlTarget } from "./sql-evidence.ts";

/** A server that cannot take the token at all (no Entra admin, another tenant) says so, and has not looked at its users. */
const saysToken = `(${errorMentions("token-identified principal")} && !${errorMatches("not currently configured to accept this token")})`;
/** Also where the text ends within the words: it is no login with a password, whatever else it would go on to say. */
const isTokenLogin = errorMentions("token-identified");
const saysLogin = `(${hasCode("18456", "ELOGIN", "18470")} || ${errorMatches("login failed for user", "로그인하지 못했", "(?:AadOnly|only) ?authentication(?:Is| is) ?enabled")} || ${aboutSql} && ${errorMatches("\\bP1000\\b|database credentials for .{1,120} (?:are|is) not valid|credentials .{0,40}(?:not valid|invalid|rejected)", "authentication failed (?:for user|against database server)")})`;

export const sqlSidMismatch: Playbook = {
  code: "sql.external-user-sid-mismatch",
  title: text(
    "The database user's SID does not match the identity",
    "데이터베이스 사용자의 SID가 ID와 일치하지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-service-principal-tutorial",
  ],
  raisedBy: saysToken,
  target: sqlTarget,
  needsTarget: true,
  competitors: ["sql.external-user-missing", "sql.entra-only-authentication"],
  reads: userReads,
  let: userFacts,
  holds: `${saysToken} && answersTo && (said(pastedSid) ? isOtherSid : said(needsList) ? !exists(registered) && exists(otherwise) : length(mismatched) > \`0\`) && appId`,
  layer: 6,
  explanation: text(
    "The database user's SID is not the one that Azure SQL derives from the identity's application ID ({{appId}}), so no token ever matches the user. For a managed identity or service principal the SID comes from the client (application) ID: a user made from the object ID, or before the identity was deleted and created again, has another.",
    "데이터베이스 사용자의 SID가 Azure SQL이 ID의 애플리케이션 ID({{appId}})에서 계산하는 SID와 달라 토큰이 사용자와 일치하지 않습니다. 관리 ID나 서비스 주체의 SID는 클라이언트(애플리케이션) ID에서 나오므로 개체 ID로 만든 사용자나 ID를 삭제하고 다시 만들기 전에 만든 사용자는 SID가 다릅니다.",
  ),
  ruledOut: text(
    "The database user's SID is that of the identity.",
    "데이터베이스 사용자의 SID가 ID와 일치합니다.",
  ),
  culprits: ["database.id", "app.id", "identityId"],
  actions: [
    {
      title: text("Create the user again from the external provider", "외부 공급자로 사용자 다시 만들기"),
      why: text(
        "Connected as a Microsoft Entra admin: DROP USER, then CREATE USER … FROM EXTERNAL PROVIDER, then grant the roles again. With Terraform give the client ID, not the object ID.",
        "Microsoft Entra 관리자로 연결해 DROP USER 후 CREATE USER … FROM EXTERNAL PROVIDER로 다시 만들고 역할을 다시 부여하세요. Terraform에서는 개체 ID가 아닌 클라이언트 ID를 지정하세요.",
      ),
      commands: ["az ad sp show --id {{app.identity.principalId}} --query '{appId:appId, objectId:id}'"],
      config: "CREATE USER [{{app.name}}] FROM EXTERNAL PROVIDER;",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "sys.database_principals shows the SID of the application ID, and the login succeeds.",
      "sys.database_principals에 애플리케이션 ID의 SID가 표시되고 로그인이 성공합니다.",
    ),
    commands: [],
  },
};

export const sqlExternalUserMissing: Playbook = {
  code: "sql.external-user-missing",
  title: text(
    "The database has no user for the Entra identity",
    "데이터베이스에 Entra ID의 사용자가 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-configure#create-contained-users-mapped-to-microsoft-entra-identities",
  ],
  raisedBy: saysToken,
  target: sqlTarget,
  needsTarget: true,
  competitors: ["sql.external-user-sid-mismatch", "sql.database-not-found", "sql.firewall-ip-not-allowed"],
  reads: userReads,
  let: userFacts,
  holds: `${saysToken} && answersTo && !(said(pastedSid)) && (!said(needsList) || !exists(registered) && !exists(otherwise)) && length(mismatched) == \`0\` && server.id && !said(length(created) > \`0\` && app.name && created[?mentions(statement_s, $.app.name)]) && ${alsoShown("database.id", "server.properties.administrators.login", "created[0].statement_s", "refusedSignIn.action_name_s")}`,
  layer: 6,
  explanation: text(
    "{{target.name}} accepted the Microsoft Entra token, but the database has no user for this identity. Being admin of the server or holding an Azure role makes no database user.",
    "{{target.name}}이(가) Microsoft Entra 토큰은 받아들였지만 데이터베이스에 이 ID의 사용자가 없습니다. 서버 관리자이거나 Azure 역할이 있어도 데이터베이스 사용자가 만들어지지는 않습니다.",
  ),
  ruledOut: text("The database has a user for the identity.", "데이터베이스에 이 ID의 사용자가 있습니다."),
  culprits: ["database.id", "app.id", "identityId"],
  actions: [
    {
      title: text("Create the user in the database", "데이터베이스에 사용자 만들기"),
      why: text(
        "Connected to that database (not master) as a Microsoft Entra admin; then add it to db_datareader and db_datawriter.",
        "Microsoft Entra 관리자로 master가 아닌 해당 데이터베이스에 연결해 만들고 db_datareader, db_datawriter에 추가하세요.",
      ),
      commands: [
        "az sql server ad-admin list --resource-group {{target.resourceGroup}} --server {{target.name}} --output table",
      ],
      config:
        "CREATE USER [identity-name] FROM EXTERNAL PROVIDER; ALTER ROLE db_datareader ADD MEMBER [identity-name];",
      changes: false,
    },
  ],
  verify: { text: text("The login succeeds.", "로그인이 성공합니다."), commands: [] },
};

export const sqlEntraOnly: Playbook = {
  code: "sql.entra-only-authentication",
  title: text("The server accepts Entra logins only", "서버가 Entra 로그인만 허용합니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication",
  ],
  raisedBy: saysLogin,
  target: targetOr("microsoft.sql/servers", errorMatches("only authentication (?:is )?enabled", "AadOnly")),
  needsTarget: true,
  competitors: ["sql.external-user-missing"],
  reads: sqlReads,
  let: {
    ...sqlFacts,
    /** The server's own body leaves it out where its administrator was set as a child. */
    onlyEntra:
      "readable(onlyAuthentications) && not_null(onlyAuthentications.value, `[]`)[?properties.azureADOnlyAuthentication == `true`] | [0]",
    usesPassword:
      "sent_matches('(user ?id|uid|user name|username) ?= ?[^;]+', 'password ?=', 'SqlPassword') && !sent_matches('authentication ?= ?active directory', 'DefaultAzureCredential')",
  },
  holds: `${saysLogin} && answersTo && (server.properties.administrators.azureADOnlyAuthentication == \`true\` || onlyEntra.properties.azureADOnlyAuthentication) && (readable(onlyAuthentications) || !readable(onlyAuthentications)) && (onlyEntra.properties.azureADOnlyAuthentication || \`true\`) && !${isTokenLogin}`,
  layer: 5,
  explanation: text(
    "{{target.name}} has Microsoft Entra-only authentication switched on: every SQL login with a password is refused, whoever it is.",
    "{{target.name}}에 Microsoft Entra 전용 인증이 켜져 있어 암호를 사용하는 모든 SQL 로그인이 거부됩니다.",
  ),
  ruledOut: text(
    "{{target.name}} accepts SQL logins too, or the client did not use one.",
    "{{target.name}}이(가) SQL 로그인도 허용하거나 클라이언트가 SQL 로그인을 사용하지 않았습니다.",
  ),
  culprits: ["onlyEntra.id"],
  actions: [
    {
      title: text("Sign in with Microsoft Entra ID", "Microsoft Entra ID로 로그인"),
      why: text(
        "A managed identity with a contained user in the database, and no password in the connection string.",
        "관리 ID와 데이터베이스의 포함된 사용자를 사용하고 연결 문자열에서 암호를 제거하세요.",
      ),
      commands: [
        "az sql server ad-only-auth get --resource-group {{target.resourceGroup}} --name {{target.name}}",
      ],
      config: "Authentication=Active Directory Default",
      changes: false,
    },
    {
      title: text("Or allow SQL logins again", "또는 SQL 로그인 다시 허용"),
      why: text("Often a policy forbids it.", "정책으로 금지된 경우가 많습니다."),
      commands: [
        "az sql server ad-only-auth disable --resource-group {{target.resourceGroup}} --name {{target.name}}",
      ],
      config: "Microsoft.Sql/servers/azureADOnlyAuthentications",
      changes: true,
      needsRole: "SQL Security Manager",
      undo: "az sql server ad-only-auth enable --resource-group {{target.resourceGroup}} --name {{target.name}}",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/administrators/azureADOnlyAuthentication": "false" },
        },
        {
          kind: "set",
          id: "{{target.id}}/azureADOnlyAuthentications/Default",
          values: { "/properties/azureADOnlyAuthentication": "false" },
        },
      ],
    },
  ],
  verify: {
    text: text("The login succeeds.", "로그인이 성공합니다."),
    commands: [
      "az sql server ad-only-auth get --resource-group {{target.resourceGroup}} --name {{target.name}}",
    ],
  },
};
