import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { targetRead } from "../resource-evidence.ts";
import {
  hiddenMatches,
  hiddenRefusalFacts,
  hiddenRefusalReads,
  hidesRefusal,
} from "../arm/hidden-refusal.ts";
import { text } from "../text.ts";
import { keyVaultTarget } from "./key-vault-evidence.ts";

const saysDeletedObject = `(${hasCode("ObjectIsDeletedButRecoverable", "ObjectIsBeingDeleted")} || ${errorMentions("deleted but recoverable state", "ObjectIsDeletedButRecoverable", "ObjectIsBeingDeleted")} || ${errorMatches("(?:secret|key|certificate) .{1,130} is currently being deleted")})`;
/** Somebody else's words for it. */
const tellsDeletedObject = `${errorMatches("key ?vault|secret|certificate|비밀|인증서")} && ${errorMatches("soft.?delet|deleted but|being deleted|recoverable|일시 ?삭제")} && ${errorMatches("409|conflict|already exists|cannot be reused|이미 ?(?:있|존재)|충돌")}`;
/** Then no other deleted vault is meant. */
const namesVault = errorMatches(
  "vault name[^a-z0-9 ]{0,2} ?[^a-z0-9 ][a-z0-9-]{3,24}",
  "/vaults/[a-z0-9-]{3,24}",
);
const saysDeletedVault = `(${hasCode("VaultAlreadyExists", "ConflictError")} && ${errorMatches("vault name .{0,80}(already in use|exists)", "deleted state", "soft.?delet", "VaultAlreadyExists")} || ${errorMatches("vault name .{0,60}(is |are )?(not available|unavailable|already taken)", "VaultNameNot(Available|Valid)")} || ${errorMentions("vault name is already in use", "already exists in deleted state", "same name already exists in deleted state")})`;

const raisesDeletedVault = `(${saysDeletedVault} || ${errorMatches("Microsoft.KeyVault/vaults|key ?vault|키 ?자격 ?증명 ?모음")} && ${errorMatches("soft.?delet", "deleted state", "already (?:exists|in use|taken)", "recover(?:y|able)|일시 ?삭제|이미 ?(?:있|존재|사용)")})`;

/** Names that something deleted still holds. */
export const keyVaultSoftDeletedSecret: Playbook = {
  code: "keyvault.soft-deleted-secret-conflict",
  title: text(
    "A soft-deleted secret, key or certificate still holds the name",
    "일시 삭제된 비밀, 키 또는 인증서가 아직 이름을 점유하고 있습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview"],
  raisedBy: `${saysDeletedObject} || ${tellsDeletedObject}`,
  target: keyVaultTarget,
  needsTarget: false,
  competitors: ["keyvault.soft-deleted-name-conflict", "arm.conflicting-operation"],
  reads: {
    vault: targetRead(
      text("soft delete and purge protection", "일시 삭제와 제거 보호"),
      "Microsoft.KeyVault/vaults/read",
    ),
  },
  let: {
    secretName:
      "find(request.error, '(secret|key|certificate) [^ ]{1,127} is currently') && last_segment(replace(find(request.error, '((secret|key|certificate) [^ ]{1,127}) is currently'), ' ', '/'))",
  },
  holds: `${saysDeletedObject} && (!readable(vault) || vault == \`null\` || vault.properties.enableSoftDelete != \`false\`)`,
  layer: 2,
  explanation: text(
    "The object was deleted before, and soft delete keeps it for the vault's retention period. Until it is purged or recovered its name cannot be used again, not even to write a new value.",
    "이전에 삭제된 개체가 일시 삭제 보존 기간 동안 남아 있습니다. 제거하거나 복구하기 전까지는 새 값을 쓰는 것을 포함해 그 이름을 다시 사용할 수 없습니다.",
  ),
  ruledOut: text(
    "The vault did not say that a deleted object holds the name.",
    "Key Vault가 삭제된 개체가 이름을 점유한다고 응답하지 않았습니다.",
  ),
  actions: [
    {
      title: text("Recover it and write a new version", "복구한 뒤 새 버전 쓰기"),
      why: text(
        "A new value needs no delete: setting a secret adds a version. Take the delete out of the script.",
        "새 값을 쓸 때 삭제할 필요가 없습니다. 비밀을 설정하면 버전이 추가되므로 스크립트에서 삭제를 제거하세요.",
      ),
      commands: ["az keyvault secret recover --vault-name {{target.name}} --name {{secretName}}"],
      changes: true,
      needsRole: "Key Vault Secrets Officer",
    },
    {
      title: text("Or purge it", "또는 제거(purge)"),
      why: text(
        "Final, and not possible while purge protection is on.",
        "되돌릴 수 없으며 제거 보호가 켜져 있으면 불가능합니다.",
      ),
      commands: ["az keyvault secret purge --vault-name {{target.name}} --name {{secretName}}"],
      changes: true,
      needsRole: "Key Vault Administrator",
      when: "vault.properties.enablePurgeProtection != `true`",
    },
  ],
  verify: {
    text: text("The deleted list no longer shows the name.", "삭제된 목록에 이름이 더 이상 없습니다."),
    commands: ["az keyvault secret list-deleted --vault-name {{target.name}} --output table"],
  },
};

export const keyVaultSoftDeletedVault: Playbook = {
  code: "keyvault.soft-deleted-name-conflict",
  title: text(
    "A soft-deleted vault still holds the name",
    "일시 삭제된 Key Vault가 아직 이름을 점유하고 있습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/key-vault/general/key-vault-recovery"],
  raisedBy: `${raisesDeletedVault} || ${hidesRefusal}`,
  needsTarget: false,
  competitors: ["keyvault.soft-deleted-secret-conflict"],
  reads: {
    ...hiddenRefusalReads,
    deleted: {
      title: text("Deleted vaults of subscription {{item}}", "구독 {{item}}의 삭제된 Key Vault"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{item}}/providers/Microsoft.KeyVault/deletedVaults",
      },
      each: "isSaid || isHidden ? asked : `[]`",
      permission: "Microsoft.KeyVault/deletedVaults/read",
    },
  },
  let: {
    ...hiddenRefusalFacts,
    isHidden: hiddenMatches(
      "already exists in deleted state|VaultAlreadyExists|vault name .{0,80}already in use",
    ),
    isSaid: `said(${raisesDeletedVault})`,
    /** The name is global: whichever subscription the deleted vault was in holds it. */
    asked: "distinct([signals.subscriptionIds, subscriptions.value[].subscriptionId][])",
    /** Commands name a vault only where no other may be meant. */
    theOne: "length(holding) == `1` && holding[0].name || `null`",
    all: "not_null(deleted, `[]`)[].value[]",
    /** Azure Resource Manager's own sentence does not say which name it is. */
    holding: `isHidden && (all[?mentions($.hiddenText, name)] || length(all) == \`1\` && all) || all[?mentions($.signals.names, name)] || (!(${namesVault}) && (${saysDeletedVault}) && length(all) == \`1\` && all) || (!(${namesVault}) && ${errorMentions("already exists in deleted state")} && all) || \`[]\``,
  },
  holds: "length(holding) > `0` && (holding[0].properties.deletionDate || `true`)",
  layer: 2,
  explanation: text(
    "A deleted vault ({{join(', ', holding[].name)}}) is kept until {{holding[0].properties.scheduledPurgeDate}}. Vault names are global, so no new vault can have the name before.",
    "삭제된 Key Vault({{join(', ', holding[].name)}})가 {{holding[0].properties.scheduledPurgeDate}}까지 보존됩니다. 이름은 전역에서 고유하므로 그 전에는 같은 이름으로 만들 수 없습니다.",
  ),
  ruledOut: text(
    "No deleted vault of the subscription has the name.",
    "구독에 같은 이름의 삭제된 Key Vault가 없습니다.",
  ),
  culprits: ["holding[].id"],
  actions: [
    {
      title: text("Recover the vault", "Key Vault 복구"),
      why: text(
        "Or set createMode to recover in the template. Recovering brings its secrets back too.",
        "또는 템플릿에서 createMode를 recover로 설정하세요. 복구하면 비밀도 함께 돌아옵니다.",
      ),
      commands: ["az keyvault recover --name {{theOne}}"],
      config: "Microsoft.KeyVault/vaults: properties.createMode = 'recover'",
      changes: true,
      needsRole: "Key Vault Contributor",
      effects: [{ kind: "delete", each: "holding[].id" }],
    },
    {
      title: text("Or purge it", "또는 제거(purge)"),
      why: text(
        "Final, and not possible with purge protection.",
        "되돌릴 수 없으며 제거 보호가 켜져 있으면 불가능합니다.",
      ),
      commands: ["az keyvault list-deleted --output table", "az keyvault purge --name {{theOne}}"],
      changes: true,
      needsRole: "Key Vault Contributor",
      effects: [{ kind: "delete", each: "holding[].id" }],
      when: "holding[0].properties.purgeProtectionEnabled != `true`",
    },
  ],
  verify: {
    text: text("The deleted list no longer shows the vault.", "삭제된 목록에 Key Vault가 더 이상 없습니다."),
    commands: ["az keyvault list-deleted --output table"],
  },
};
