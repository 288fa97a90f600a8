import type { Playbook } from "../../playbook.ts";
import { errorMentions, refusedByManagement, refusedCall } from "../error-text.ts";
import { aboutCosmos, cosmosFacts, cosmosReads, cosmosTarget } from "./cosmos-evidence.ts";

export const cosmosDataPlaneRoleMissing: Playbook = {
  code: "cosmos.data-plane-role-missing",
  title: {
    en: "The identity has no Cosmos DB data-plane role",
    ko: "ID에 Cosmos DB 데이터 평면 역할이 없습니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/cosmos-db/nosql/security/how-to-grant-data-plane-role-based-access",
  ],
  raisedBy: `${errorMentions("does not have required RBAC permissions", "native-rbac")} || ${aboutCosmos} && ${refusedCall}`,
  target: cosmosTarget,
  needsTarget: true,
  competitors: ["cosmos.firewall-deny", "cosmos.local-auth-disabled", "code.cosmos-create-with-token"],
  reads: cosmosReads,
  let: cosmosFacts,
  holds: `principal && length(enough) == \`0\` && !said(saysTokenCannotCreate) && !said(saysFirewall) && !said(saysKeysOff) && !said(${refusedByManagement})`,
  layer: 6,
  explanation: {
    en: "Identity {{principal}} has no data-plane role on {{target.name}}. Cosmos DB authorises data by role assignments of its own; Azure RBAC roles such as Owner or DocumentDB Account Contributor manage the account and do not count for data.",
    ko: "ID {{principal}}에 {{target.name}}의 데이터 평면 역할이 없습니다. Cosmos DB는 자체 역할 할당으로 데이터 액세스를 제어하며 소유자나 DocumentDB 계정 기여자 같은 Azure RBAC 역할은 계정을 관리할 뿐 데이터에는 적용되지 않습니다.",
  },
  ruledOut: {
    en: "The calling identity has a data-plane role on {{target.name}}.",
    ko: "호출한 ID에 {{target.name}}의 데이터 평면 역할이 있습니다.",
  },
  actions: [
    {
      title: { en: "Assign a data-plane role", ko: "데이터 평면 역할 할당" },
      why: {
        en: "Built-in Data Contributor reads and writes; 00000000-0000-0000-0000-000000000001 only reads. It takes effect within minutes.",
        ko: "기본 제공 데이터 기여자는 읽기와 쓰기를 허용하고 00000000-0000-0000-0000-000000000001은 읽기 전용입니다. 몇 분 안에 적용됩니다.",
      },
      commands: [
        "az cosmosdb sql role assignment create --account-name {{target.name}} --resource-group {{target.resourceGroup}} --scope / --principal-id {{principal}} --role-definition-id 00000000-0000-0000-0000-000000000002",
      ],
      config:
        "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments: properties.principalId, properties.roleDefinitionId",
      changes: true,
      needsRole: "DocumentDB Account Contributor",
      effects: [
        {
          kind: "create",
          id: "{{target.id}}/sqlRoleAssignments/{{principal}}",
          body: "{properties: {roleDefinitionId: join('', [target.id, '/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002']), principalId: principal, scope: target.id}}",
        },
      ],
    },
  ],
  verify: {
    text: {
      en: "The assignment is listed, and the next call succeeds.",
      ko: "역할 할당이 표시되고 다음 호출이 성공합니다.",
    },
    commands: [
      "az cosmosdb sql role assignment list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output table",
    ],
  },
};
