import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { anyTextRaises, errorMatches, errorMentions } from "../error-text.ts";
import { text } from "../text.ts";

/** How drivers take the text of a reference that nobody resolved for a connection string, an address or a key. */
const malformed = errorMatches(
  "Format of the initialization string does not conform|Keyword not supported|connection string.{0,60}(?:malformed|invalid|not valid|blank|could not be parsed|missing)|No valid combination of account information",
  "Could not parse (?:rfc1738|SQLAlchemy) URL|Driver .{0,80}claims to not accept jdbcUrl|jdbcUrl|Invalid (?:URL|URI)|not a valid (?:URL|URI|connection string)|Settings must be of the form|invalid dsn|invalid connection (?:string|option)",
  "Invalid (?:scheme|protocol)|expected connection string|(?:unsupported|unknown|missing|expected .{1,40}) (?:protocol|scheme)|missing protocol scheme|No suitable driver|Illegal character in (?:scheme|opaque)",
);
const looksUnresolved = `(${errorMatches("@microsoft.keyvault\\(", "@Microso", "Keyword .{1,40} is not supported", "(?:Key ?Vault|자격 증명 모음).{0,20}참조", "key ?vault references?", "AccessToKeyVaultDenied", "VaultNotFound", "SecretNotFound", "SecretVersionNotFound", "OtherReasons", "MSINotEnabled")} || ${errorMentions("Key Vault Reference")})`;

/** A reference that App Service would resolve, and one that stands where nothing does. */
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
    references: {
      title: text(
        "Key Vault references of {{target.name}} and their status",
        "{{target.name}}의 Key Vault 참조와 상태",
      ),
      request: { kind: "arm", path: "{{target.id}}/config/configreferences/appsettings" },
      permission: "Microsoft.Web/sites/config/read",
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

export const keyVaultReferenceInFile: Playbook = {
  code: "code.kv-reference-in-file",
  title: text(
    "A Key Vault reference stands in a file where nothing resolves it",
    "아무도 확인하지 않는 파일에 Key Vault 참조가 들어 있습니다",
  ),
  verdict: "not_azure",
  sources: ["https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"],
  raisedBy: `${errorMatches("@microsoft.keyvault\\(")} || ${anyTextRaises("@microsoft.keyvault\\(")}`,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: false,
  competitors: ["appservice.kv-reference-unresolved"],
  reads: {},
  let: {
    files:
      "items(not_null(request.source_code, `{}`))[?matches(@[0], '(appsettings|local.settings|[.]env|application|web.config|settings)[^/]*$') && matches(@[1], '@microsoft.keyvault\\(')]",
    quoted: "values(not_null(request.source_code, `{}`))[?matches(@, '@microsoft.keyvault\\(')]",
  },
  holds: `length(files) > \`0\` && length(quoted) > \`0\` && (${errorMatches("@microsoft.keyvault", "keyword not supported", "invalid", "could not|cannot|unable", "login failed|authentication failed", "malformed")})`,
  layer: 9,
  explanation: text(
    "Key Vault references are resolved by App Service in app settings and connection strings only. In a file of the application nobody resolves them: the code gets the text @Microsoft.KeyVault(…) itself.",
    "Key Vault 참조는 App Service의 앱 설정과 연결 문자열에서만 확인됩니다. 애플리케이션의 파일에 있으면 코드가 @Microsoft.KeyVault(…) 문자열을 그대로 받습니다.",
  ),
  ruledOut: text(
    "No Key Vault reference stands in a file of the application.",
    "애플리케이션 파일에 Key Vault 참조가 없습니다.",
  ),
  actions: [
    {
      title: text(
        "Move it to the app settings, or read the vault from the code",
        "앱 설정으로 옮기거나 코드에서 Key Vault 읽기",
      ),
      why: text(
        "An app setting of the same name overrides the file; locally use user secrets or the Key Vault configuration provider.",
        "같은 이름의 앱 설정이 파일보다 우선합니다. 로컬에서는 사용자 비밀이나 Key Vault 구성 공급자를 사용하세요.",
      ),
      commands: [],
      config: "app setting in place of the file's value",
      changes: false,
    },
  ],
  verify: { text: text("The code sees the secret's value.", "코드가 비밀 값을 읽습니다."), commands: [] },
};
