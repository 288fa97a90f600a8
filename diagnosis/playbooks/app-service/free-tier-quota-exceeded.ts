import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { siteReads, siteTarget } from "./site-evidence.ts";

export const appServiceFreeQuota: Playbook = {
  code: "appservice.free-tier-quota-exceeded",
  title: text(
    "The Free or Shared plan has used up its daily quota",
    "무료 또는 공유 플랜의 일일 할당량을 모두 사용했습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/web-sites-monitor#understand-quotas",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
  ],
  raisedBy: `${errorMatches("quota|web app is stopped|Site Disabled|site (?:is )?(?:disabled|stopped)|app (?:is|was) stopped|CPU (?:time|minutes)", "할당량|중지된|중지되어|다음 날", "until (?:the next day|tomorrow|midnight)|every (?:afternoon|evening|day)|QuotaExceeded")} || ${concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"])} && ${hasCode("403", "503")}`,
  target: siteTarget,
  needsTarget: true,
  competitors: ["appservice.access-restriction-deny"],
  reads: siteReads,
  let: {
    tier: "plan.sku.tier || plan.sku.name || site.properties.sku",
    isLimitedTier:
      "mentions(['Free', 'Shared'], plan.sku.tier) || mentions(['F1', 'D1'], plan.sku.name) || mentions(['Free', 'Shared'], site.properties.sku) || plan.sku.tier == 'Shared' || plan.sku.tier == 'Dynamic' && site.properties.dailyMemoryTimeQuota > `0`",
    until: "site.properties.suspendedTill",
  },
  holds:
    "(site.properties.usageState == 'Exceeded' || site.properties.state == 'QuotaExceeded') && isLimitedTier && not_null(site.properties.state, `true`)",
  layer: 2,
  explanation: text(
    "{{target.name}} runs on a {{tier}} plan, and its quota is exceeded: App Service stops the sites of the plan until the quota is reset (suspended until {{until || 'the next reset'}}). Nobody stopped it, and starting it by hand does not help.",
    "{{target.name}}은(는) {{tier}} 플랜에서 실행되며 할당량을 초과했습니다. App Service가 할당량이 초기화될 때까지({{until || 'the next reset'}}) 플랜의 사이트를 중지합니다. 사람이 중지한 것이 아니며 수동으로 시작해도 해결되지 않습니다.",
  ),
  ruledOut: text("No quota of the plan is exceeded.", "플랜의 할당량을 초과하지 않았습니다."),
  culprits: ["site.properties.serverFarmId"],
  actions: [
    {
      title: text("Scale the plan up to Basic or higher", "플랜을 Basic 이상으로 확장"),
      why: text(
        "Free plans get 60 CPU minutes a day and app, Shared 240; dedicated tiers have no such quota. Otherwise wait for the reset at 00:00 UTC.",
        "무료 플랜은 앱당 하루 60 CPU 분, 공유 플랜은 240분입니다. 전용 계층에는 이 할당량이 없습니다. 그렇지 않으면 00:00 UTC 초기화를 기다리세요.",
      ),
      commands: ["az appservice plan update --ids {{site.properties.serverFarmId}} --sku B1"],
      config: "Microsoft.Web/serverfarms: sku.name",
      changes: true,
      needsRole: "Web Plan Contributor",
      undo: "az appservice plan update --ids {{site.properties.serverFarmId}} --sku {{plan.sku.name}}",
      effects: [
        {
          kind: "set",
          id: "{{site.properties.serverFarmId}}",
          values: { "/sku": "{name: 'B1', tier: 'Basic', size: 'B1', family: 'B', capacity: `1`}" },
        },
        {
          kind: "set",
          id: "{{target.id}}",
          values: {
            "/properties/usageState": "'Normal'",
            "/properties/state": "'Running'",
            "/properties/suspendedTill": "`null`",
          },
        },
      ],
    },
  ],
  verify: {
    text: text("usageState is Normal and the site answers.", "usageState가 Normal이고 사이트가 응답합니다."),
    commands: ["az webapp show --ids {{target.id}} --query usageState"],
  },
};
