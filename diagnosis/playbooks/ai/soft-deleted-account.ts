import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import {
  hiddenMatches,
  hiddenRefusalFacts,
  hiddenRefusalReads,
  hidesRefusal,
} from "../arm/hidden-refusal.ts";
import { text } from "../text.ts";

const saysDeleted = `(${hasCode("FlagMustBeSetForRestore", "CustomDomainInUse")} || ${errorMatches("has been soft-deleted. to restore the resource", "cognitiveservices.{0,200}soft.?delet", "soft.?delet.{0,200}cognitiveservices", "subdomain name .{0,80}(already|in use|taken)", "(?:openai|cognitive|ai services|foundry|form ?recognizer|document intelligence|speech|language).{0,160}(?:soft.?delet|deleted (?:account|resource)|일시 ?삭제)", "(?:soft.?delet|deleted (?:account|resource)|삭제한).{0,160}(?:openai|cognitive|ai services|foundry)")})`;

export const cognitiveSoftDeleted: Playbook = {
  code: "cognitive.soft-deleted-name-conflict",
  title: text(
    "A soft-deleted AI services account still holds the name",
    "일시 삭제된 AI 서비스 계정이 아직 이름을 점유하고 있습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/ai-services/recover-purge-resources"],
  raisedBy: `${saysDeleted} && (matches(request.error, 'cognitive|openai|accounts/') || ${hasCode("FlagMustBeSetForRestore", "CustomDomainInUse")}) || ${hidesRefusal}`,
  needsTarget: false,
  competitors: ["arm.conflicting-operation", "lock.cannot-delete"],
  reads: {
    ...hiddenRefusalReads,
    deleted: {
      title: text(
        "Deleted AI services accounts of subscription {{item}}",
        "구독 {{item}}의 삭제된 AI 서비스 계정",
      ),
      request: {
        kind: "arm",
        path: "/subscriptions/{{item}}/providers/Microsoft.CognitiveServices/deletedAccounts",
      },
      each: "isSaid || isHidden ? asked : `[]`",
      permission: "Microsoft.CognitiveServices/deletedAccounts/read",
    },
  },
  let: {
    ...hiddenRefusalFacts,
    isHidden: hiddenMatches("FlagMustBeSetForRestore|has been soft-deleted"),
    account:
      "(signals.resourceIds[?type == 'microsoft.cognitiveservices/accounts'] | [0].id) || isHidden && find(hiddenText, '(/subscriptions/[^ ]{30,200}/accounts/[A-Za-z0-9_.-]{2,64})') || `null`",
    isSaid: `said(${saysDeleted})`,
    asked:
      "account && [id_subscription(account)] || distinct([signals.subscriptionIds, subscriptions.value[].subscriptionId][])",
    holder:
      "account && all[?same_text(name, id_name($.account))] || all[?mentions($.request.error, name)] || all[?mentions($.signals.names, name)] || (!account && length(all) == `1` && all) || (!account && matches(request.error, 'FlagMustBeSetForRestore|has been soft-deleted') && all) || `[]`",
    /** Commands name an account only where no other may be meant. */
    theOne: "length(holder) == `1` && holder[0].name || `null`",
    all: "not_null(deleted, `[]`)[].value[]",
  },
  holds: `(isSaid || isHidden) && holder[0].name && (holder[0].properties.deletionDate || \`true\`) && (holder[0].properties.customSubDomainName || \`true\`)`,
  layer: 2,
  explanation: text(
    "A deleted account ({{join(', ', holder[].name)}}) is kept for 48 hours and holds its name and subdomain. A new account of that name in the same group and region is refused until it is purged or restored.",
    "삭제된 계정({{join(', ', holder[].name)}})이 48시간 동안 보존되며 이름과 하위 도메인을 점유합니다. 제거하거나 복원하기 전에는 같은 이름의 계정을 만들 수 없습니다.",
  ),
  ruledOut: text(
    "No deleted AI services account holds the name.",
    "이름을 점유하는 삭제된 AI 서비스 계정이 없습니다.",
  ),
  culprits: ["holder[0].id"],
  actions: [
    {
      title: text("Purge the deleted account", "삭제된 계정 제거(purge)"),
      why: text(
        "Final: what was in it cannot be brought back. Then deploy again.",
        "되돌릴 수 없습니다. 제거한 뒤 다시 배포하세요.",
      ),
      commands: [
        "az cognitiveservices account purge --name {{theOne}} --resource-group {{id_group(account)}} --location {{holder[0].location}}",
      ],
      changes: true,
      needsRole: "Cognitive Services Contributor",
      effects: [{ kind: "delete", each: "holder[].id" }],
    },
    {
      title: text("Or restore it", "또는 복원"),
      why: text(
        "Set restore to true in the template's properties for one deployment.",
        "템플릿의 properties에서 restore를 한 번 true로 설정하여 배포하세요.",
      ),
      commands: [
        "az cognitiveservices account recover --name {{theOne}} --resource-group {{id_group(account)}} --location {{holder[0].location}}",
      ],
      config: "Microsoft.CognitiveServices/accounts: properties.restore = true",
      changes: true,
      needsRole: "Cognitive Services Contributor",
      effects: [{ kind: "delete", each: "holder[].id" }],
    },
  ],
  verify: {
    text: text("The list no longer shows the account.", "목록에 계정이 더 이상 표시되지 않습니다."),
    commands: ["az cognitiveservices account list-deleted --output table"],
  },
};
