import type { Playbook } from "../../playbook.ts";
import { cosmosFacts, cosmosReads, cosmosTarget, tokenCannotCreate } from "./cosmos-evidence.ts";

export const cosmosCreateWithToken: Playbook = {
  code: "code.cosmos-create-with-token",
  title: {
    en: "The code creates databases or containers with a token, which Cosmos DB never allows",
    ko: "코드가 토큰으로 데이터베이스나 컨테이너를 만들려고 하지만 Cosmos DB는 이를 허용하지 않습니다",
  },
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden#non-data-operations-are-not-allowed",
    "https://learn.microsoft.com/azure/cosmos-db/nosql/security/how-to-grant-data-plane-role-based-access",
  ],
  raisedBy: tokenCannotCreate,
  target: cosmosTarget,
  needsTarget: false,
  competitors: ["cosmos.data-plane-role-missing", "cosmos.firewall-deny"],
  reads: cosmosReads,
  let: {
    ...cosmosFacts,
    databaseAsked: "find(request.error, 'POST /dbs/([A-Za-z0-9_-]{1,100})/colls')",
    containerAsked:
      "find(join(' ', values(not_null(request.source_code, `{}`))), 'container(?:Name| = |_name)[^A-Za-z0-9]{1,8}([A-Za-z0-9_-]{1,100})')",
    creatingCode:
      "values(not_null(request.source_code, `{}`))[?matches(@, 'EnsureCreated|CreateDatabaseIfNotExists|CreateContainerIfNotExists|create_database_if_not_exists|create_container_if_not_exists|createIfNotExists|CreateIfNotExists')]",
  },
  holds:
    "saysTokenCannotCreate && (signals.fields.Substatus == '5300' || length(creatingCode) > `0` || `true`)",
  layer: 9,
  explanation: {
    en: "The refused request creates a database or container over the data plane with a Microsoft Entra token. No data-plane role allows that; databases and containers are made through ARM (Bicep, az, portal), and only items are written with a token.",
    ko: "거부된 요청은 Microsoft Entra 토큰으로 데이터 평면에서 데이터베이스나 컨테이너를 만들려고 합니다. 이를 허용하는 데이터 평면 역할은 없습니다. 데이터베이스와 컨테이너는 ARM(Bicep, az, 포털)으로 만들고 토큰으로는 항목만 다룰 수 있습니다.",
  },
  ruledOut: {
    en: "The refused request does not create a database or container.",
    ko: "거부된 요청은 데이터베이스나 컨테이너를 만드는 요청이 아닙니다.",
  },
  actions: [
    {
      title: {
        en: "Create it on the control plane, outside the code, and drop the call",
        ko: "코드 밖(제어 평면)에서 만들고 해당 호출 제거",
      },
      why: {
        en: "Create the database and the container in Bicep, Terraform or with az, and remove EnsureCreated / CreateIfNotExists from the start-up (Spring Data: autoCreateContainer = false), which creates what it does not find.",
        ko: "데이터베이스와 컨테이너는 Bicep, Terraform이나 az로 만들고, 시작 코드에서 EnsureCreated / CreateIfNotExists(Spring Data는 autoCreateContainer = false)를 제거하세요. 없으면 만들려고 하기 때문입니다.",
      },
      commands: [
        "az cosmosdb sql container create --account-name {{target.name}} --resource-group {{target.resourceGroup}} --database-name {{databaseAsked}} --name {{containerAsked}} --partition-key-path /id",
        "az cosmosdb sql database list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output table",
      ],
      config: "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "The application starts without creating anything.",
      ko: "애플리케이션이 아무것도 만들지 않고 시작됩니다.",
    },
    commands: [
      "az cosmosdb sql database list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output table",
    ],
  },
};
