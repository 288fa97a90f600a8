import type { Playbook } from "../../playbook.ts";
import { errorMentions, refusedCall } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { aboutCosmos, cosmosFacts, cosmosReads } from "./cosmos-evidence.ts";

export const cosmosLocalAuthDisabled: Playbook = {
  code: "cosmos.local-auth-disabled",
  title: {
    en: "Keys are disabled on the account and the client uses one",
    ko: "계정에서 키 인증이 꺼져 있는데 클라이언트가 키를 사용합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/cosmos-db/nosql/security/how-to-disable-key-based-authentication",
  ],
  raisedBy: `${errorMentions("Local Authorization is disabled")} || ${aboutCosmos} && ${refusedCall}`,
  target: targetOr("microsoft.documentdb/databaseaccounts", errorMentions("Local Authorization is disabled")),
  needsTarget: true,
  competitors: ["cosmos.firewall-deny", "cosmos.data-plane-role-missing"],
  reads: cosmosReads,
  let: {
    ...cosmosFacts,
    /** Then no request of this client can pass, whatever the answer says. */
    usesKey:
      "sent_matches('AccountKey=', 'AzureKeyCredential', '(account|master|primary|cosmos)_?key', '연결 문자열', '계정 키') && !said(sent_matches('DefaultAzureCredential', 'ManagedIdentityCredential', 'TokenCredential', 'managed identity', '관리 ID'))",
  },
  holds:
    "account.properties.disableLocalAuth == `true` && (saysKeysOff || usesKey && !said(saysNativeRole) && !said(saysFirewall) && !said(saysTokenCannotCreate))",
  layer: 5,
  explanation: {
    en: "{{target.name}} accepts Microsoft Entra ID only, and the client sends an account key.",
    ko: "{{target.name}}은(는) Microsoft Entra ID 인증만 허용하는데 클라이언트가 계정 키를 보냅니다.",
  },
  ruledOut: {
    en: "The call was not refused for using an account key.",
    ko: "계정 키를 사용해서 거부된 호출이 아닙니다.",
  },
  actions: [
    {
      title: {
        en: "Let the client use Microsoft Entra ID",
        ko: "클라이언트가 Microsoft Entra ID를 사용하도록 변경",
      },
      why: {
        en: "Give the client the endpoint and DefaultAzureCredential instead of the connection string, and its identity a data-plane role.",
        ko: "연결 문자열 대신 엔드포인트와 DefaultAzureCredential을 사용하고 해당 ID에 데이터 평면 역할을 부여하세요.",
      },
      commands: [
        "az cosmosdb show --name {{target.name}} --resource-group {{target.resourceGroup}} --query disableLocalAuth",
      ],
      config: "CosmosClient(endpoint, credential) in place of CosmosClient(connectionString)",
      changes: false,
    },
    {
      title: { en: "Or allow keys again", ko: "또는 키 인증 다시 허용" },
      why: {
        en: "Only where nothing forbids it: often a policy or a security baseline turned keys off.",
        ko: "금지하는 정책이 없을 때만 가능합니다. 정책이나 보안 기준으로 꺼진 경우가 많습니다.",
      },
      commands: ["az resource update --ids {{target.id}} --set properties.disableLocalAuth=false"],
      config: "Microsoft.DocumentDB/databaseAccounts: properties.disableLocalAuth",
      changes: true,
      needsRole: "DocumentDB Account Contributor",
      undo: "az resource update --ids {{target.id}} --set properties.disableLocalAuth=true",
      effects: [{ kind: "set", id: "{{target.id}}", values: { "/properties/disableLocalAuth": "false" } }],
    },
  ],
  verify: {
    text: {
      en: "The next call no longer says that local authorization is disabled.",
      ko: "다음 호출에서 로컬 인증이 꺼져 있다는 오류가 발생하지 않습니다.",
    },
    commands: [
      "az cosmosdb show --name {{target.name}} --resource-group {{target.resourceGroup}} --query disableLocalAuth",
    ],
  },
};
