import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { placeFacts } from "./quota-evidence.ts";

const saysEnvironments = `(${hasCode("MaxNumberOfRegionalEnvironmentsInSubExceeded", "MaxNumberOfGlobalEnvironmentsInSubExceeded", "MaxNumberOfEnvironmentsInSubExceeded", "ManagedEnvironmentCountExceeded")} || ${errorMatches("cannot have more than .{0,20}(container app )?environments?", "MaxNumberOf(Regional|Global)?EnvironmentsInSub", "maximum number of .{0,40}environments", "ManagedEnvironmentCount", "managed ?environments?.{0,60}(quota|limit|한도|할당량)", "(quota|limit).{0,60}(managed|container ?apps?) ?environments?", "(container ?apps?|컨테이너 ?앱) ?환경.{0,60}(한도|할당량|초과|더 만들|더 이상)", "환경.{0,10}(개수|수) ?(한도|제한|할당량)")})`;

/** What validates a template says no more than that one resource fails, and the template makes an environment: the usage tells. */
const fails = `${errorMatches("ValidationForResourceFailed|Validation failed for a resource|PreflightValidationCheckFailed")}`;
const makesEnvironment = anyTextRaises(
  "Microsoft[.]App/managedEnvironments[^a-z/]|azurerm_container_app_environment|az containerapp env create",
);
const mayBe = `(${fails} && ${makesEnvironment})`;

export const quotaContainerAppsEnvironments: Playbook = {
  code: "quota.containerapps-environments",
  title: text(
    "The quota of Container Apps environments is used up",
    "Container Apps 환경 할당량을 모두 사용했습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/container-apps/quotas"],
  raisedBy: `${saysEnvironments} || ${mayBe}`,
  needsTarget: false,
  competitors: ["arm.provider-not-registered", "policy.deny-location"],
  reads: {
    usages: {
      title: text("Container Apps quota in {{location}}", "{{location}}의 Container Apps 할당량"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.App/locations/{{location}}/usages",
      },
      permission: "Microsoft.App/locations/usages/read",
    },
    environments: {
      title: text("Container Apps environments of the subscription", "구독의 Container Apps 환경"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.app/managedenvironments' | where subscriptionId =~ '{{subscription}}' | project id, name, type, location, properties",
      },
      permission: "Microsoft.App/managedEnvironments/read",
      optional: true,
    },
    environment: {
      title: text("Environment {{id_name(item)}}", "환경 {{id_name(item)}}"),
      request: { kind: "arm", path: "{{item}}" },
      each: "inRegion[].id",
      permission: "Microsoft.App/managedEnvironments/read",
      optional: true,
    },
  },
  let: {
    ...placeFacts,
    location: "statedLocation || setLocation",
    inRegion: "environments.data[?lower(replace(location, ' ', '')) == lower($.location)]",
    row: "usages.value[?same_text(name.value, 'ManagedEnvironmentCount')] | [0]",
    leaving: "environment[?properties.provisioningState != 'Succeeded']",
  },
  holds: `(${saysEnvironments} && (!readable(usages) || !exists(row) || row.currentValue >= row.limit) || ${mayBe} && row.currentValue >= row.limit) && (!readable(environment) || leaving[0].properties.provisioningState || environment[0].properties.provisioningState || !exists(environment))`,
  layer: 7,
  explanation: text(
    "The subscription has as many Container Apps environments in {{location}} as it may. Environments that are still being deleted count until they are gone.",
    "구독이 {{location}}에서 만들 수 있는 Container Apps 환경 수를 모두 사용했습니다. 삭제 중인 환경도 완전히 없어질 때까지 개수에 포함됩니다.",
  ),
  ruledOut: text(
    "The quota of Container Apps environments is not used up.",
    "Container Apps 환경 할당량이 남아 있습니다.",
  ),
  culprits: [
    "leaving[0].id",
    "environment[].id",
    "subscription && join('', ['/subscriptions/', subscription])",
  ],
  actions: [
    {
      title: text(
        "Reuse an environment, or wait until the deleted one is gone",
        "기존 환경을 재사용하거나 삭제가 끝날 때까지 대기",
      ),
      why: text(
        "Many apps can share one environment. Wait for the delete to finish, delete environments that are not needed, or deploy to another region.",
        "여러 앱이 하나의 환경을 공유할 수 있습니다. 삭제가 끝날 때까지 기다리거나 필요 없는 환경을 삭제하거나 다른 지역에 배포하세요.",
      ),
      commands: ["az containerapp env list --subscription {{subscription}} --output table"],
      changes: false,
    },
    {
      title: text("Or request a quota increase", "또는 할당량 증가 요청"),
      why: text(
        "In the portal under Quotas, provider Azure Container Apps, quota Managed Environment Count.",
        "포털의 할당량 메뉴에서 Azure Container Apps 공급자의 Managed Environment Count를 늘려 달라고 요청하세요.",
      ),
      commands: [
        "az quota update --resource-name ManagedEnvironmentCount --scope /subscriptions/{{subscription}}/providers/Microsoft.App/locations/{{location}} --limit-object value=5",
      ],
      config: "Microsoft.Quota/quotas: ManagedEnvironmentCount",
      changes: true,
      needsRole: "Quota Request Operator",
    },
  ],
  verify: {
    text: text("currentValue is below the limit.", "currentValue가 한도보다 작습니다."),
    commands: [
      "az rest --method get --url /subscriptions/{{subscription}}/providers/Microsoft.App/locations/{{location}}/usages?api-version=2025-01-01",
    ],
  },
};
