import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { anyTextRaises } from "../error-text.ts";
import { referenceStatus } from "./reference-status.ts";
import { looksUnresolved, malformed } from "./reference-symptoms.ts";
import { text } from "../text.ts";

export const keyVaultReferenceUnresolved: Playbook = {
  code: "appservice.kv-reference-unresolved",
  title: text(
    "A Key Vault reference in the app settings does not resolve",
    "앱 설정의 Key Vault 참조를 확인할 수 없습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"],
  raisedBy: `${looksUnresolved} || ${anyTextRaises("@microsoft.keyvault\\(")} || ${malformed}`,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.rbac-missing-data-role",
    "keyvault.rbac-via-group-not-effective",
    "code.kv-reference-in-file",
  ],
  reads: {
    references: referenceStatus,
    site: {
      title: text("{{target.name}}: its identities", "{{target.name}}: ID 구성"),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "lacksIdentity",
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
    inConnections: {
      title: text(
        "Key Vault references among the connection strings of {{target.name}}",
        "{{target.name}} 연결 문자열의 Key Vault 참조",
      ),
      request: { kind: "arm", path: "{{target.id}}/config/configreferences/connectionstrings" },
      permission: "Microsoft.Web/sites/config/read",
      optional: true,
    },
  },
  let: {
    /** A list today; an object by the setting's name in older api-versions. */
    statuses:
      "[references.value, readable(inConnections) && inConnections.value || `[]`, items(not_null(references.properties.keyToReferenceStatuses, `{}`))[].{name: @[0], properties: @[1]}][] | [?@]",
    broken:
      "not_null(statuses, `[]`)[?properties.status && properties.status != 'Resolved' && properties.status != 'InitialFetch']",
    /** References are fetched by the system-assigned identity, unless the site says by which other. */
    lacksIdentity: "length(not_null(broken, `[]`)[?properties.status == 'MSINotEnabled']) > `0`",
    ownIdentity:
      "said(readable(site)) && (keys(not_null(site.identity.userAssignedIdentities, `{}`)) | [0]) || `null`",
    vaultId:
      "said(candidates('microsoft.keyvault/vaults')[?same_text(name, not_null($.broken[0].properties.vaultName, ''))] | [0].id) || `null`",
    /** Refused access has causes of its own, on the vault. */
    isAccess:
      "length(not_null(broken, `[]`)[?properties.status == 'AccessToKeyVaultDenied']) == length(not_null(broken, `[]`))",
  },
  holds: `length(broken) > \`0\` && !isAccess && ${alsoShown("broken[0].properties.vaultName", "broken[0].properties.secretName", "broken[0].properties.reference")}`,
  layer: 2,
  explanation: text(
    "The setting {{last_segment(broken[0].name)}} refers to the secret {{broken[0].properties.secretName || '-'}} of the vault {{broken[0].properties.vaultName || '-'}}, which App Service cannot fetch ({{broken[0].properties.status}}), so the app gets the text of the reference in place of the value.",
    "설정 {{last_segment(broken[0].name)}}이(가) 참조하는 Key Vault {{broken[0].properties.vaultName || '-'}}의 비밀 {{broken[0].properties.secretName || '-'}}을(를) App Service가 가져올 수 없어({{broken[0].properties.status}}) 앱은 값 대신 참조 문자열을 받습니다.",
  ),
  ruledOut: text(
    "Every Key Vault reference of the app resolves, or access to the vault is what fails.",
    "앱의 모든 Key Vault 참조가 확인되거나, 실패 원인이 Key Vault 액세스입니다.",
  ),
  culprits: ["broken[0].id", "vaultId"],
  actions: [
    {
      title: text(
        "Let the references use the app's user-assigned identity",
        "참조가 앱의 사용자 할당 ID를 사용하도록 설정",
      ),
      why: text(
        "References are fetched by the system-assigned identity, which the app does not have, unless keyVaultReferenceIdentity names another. That identity needs Key Vault Secrets User (or an access policy) at the vault.",
        "keyVaultReferenceIdentity에 다른 ID를 지정하지 않으면 참조는 앱에 없는 시스템 할당 ID로 가져옵니다. 지정한 ID에는 Key Vault의 Key Vault 비밀 사용자 역할(또는 액세스 정책)이 필요합니다.",
      ),
      commands: [
        "az resource update --ids {{target.id}} --set properties.keyVaultReferenceIdentity={{ownIdentity}}",
      ],
      config: "Microsoft.Web/sites: properties.keyVaultReferenceIdentity",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az resource update --ids {{target.id}} --set properties.keyVaultReferenceIdentity=SystemAssigned",
      when: "said(lacksIdentity) && ownIdentity",
    },
    {
      title: text("Give the app a managed identity", "앱에 관리 ID 사용 설정"),
      why: text(
        "References are fetched by it. It needs Key Vault Secrets User (or an access policy) at the vault.",
        "참조는 이 ID로 가져옵니다. Key Vault에서 Key Vault 비밀 사용자 역할(또는 액세스 정책)이 필요합니다.",
      ),
      commands: ["az webapp identity assign --ids {{target.id}}"],
      config: "Microsoft.Web/sites: identity.type SystemAssigned",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp identity remove --ids {{target.id}}",
      when: "said(lacksIdentity) && !(ownIdentity)",
    },
    {
      title: text("Correct the reference", "참조 수정"),
      why: text(
        "Let the reference point to a secret that the vault has, or create the secret {{broken[0].properties.secretName || '-'}} there: vault name, secret name and version must exist; without a version the newest is taken. The app has to be restarted, or the setting saved again, for a new attempt.",
        "참조를 Key Vault에 있는 비밀로 바꾸거나 비밀 {{broken[0].properties.secretName || '-'}}을(를) 만드세요. Key Vault 이름, 비밀 이름, 버전이 존재해야 합니다. 버전을 생략하면 최신 버전이 사용됩니다. 다시 시도하려면 앱을 다시 시작하거나 설정을 다시 저장하세요.",
      ),
      commands: [
        "az webapp config appsettings list --ids {{target.id}} --query '[].name'",
        "az keyvault secret list --vault-name {{broken[0].properties.vaultName}} --query '[].name'",
      ],
      config: "@Microsoft.KeyVault(SecretUri=https://<vault>.vault.azure.net/secrets/<name>/)",
      changes: false,
    },
  ],
  verify: {
    text: text("The reference's status is Resolved.", "참조의 상태가 Resolved입니다."),
    commands: [
      "az rest --method get --url {{target.id}}/config/configreferences/appsettings?api-version=2024-11-01",
    ],
  },
};
