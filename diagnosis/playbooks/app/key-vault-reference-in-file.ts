import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { referenceStatus } from "./reference-status.ts";
import { malformed } from "./reference-symptoms.ts";

const reference = "@microsoft.keyvault\\(";
/** Services print the beginning of a key that they do not know: `Invalid API Key provided: @Microso***`. */
const saysReference = errorMatches(reference, "@Microso");
/** What whoever was handed the text in place of a password, a key or an address answers. */
const saysUseless = errorMatches(
  "keyword not supported|malformed|(?:cannot|could ?n.t|could not|unable to|failed to) (?:be )?pars|not well.formed|unrecogni[sz]ed",
  "invalid (?:api[ _-]?key|access[ _-]?key|key|credentials?|password|token|secret|signature|client|header|character|url|uri|port|dsn|value)",
  "login failed|authentication (?:failed|unsuccessful|credentials invalid|error)|incorrect (?:api key|password)|bad credentials|access denied for user|\\b535\\b",
);
/** An answer that only a caller with a sound address and a sound key gets from a service of Azure. */
const answeredOtherwise = errorMatches(
  "is not allowed to access the server|requested by the login|AADSTS[0-9]|blocked by your|claim.s. are required|required data action|does not have authorization",
  "no pg_hba|ip has been prevented|public (?:network )?access|request rate is large|too many connections|token-identified|firewall",
);
/** Templates and commands that set app settings: there App Service does resolve it. */
const setsAppSettings =
  "Microsoft[.]Web/sites|schema[.]management[.]azure|azurerm_|appsettings set|AzureAppServiceSettings|appservice-settings|slotSetting";
/** What runs containers hands the text on as it is. */
const runners =
  "'microsoft.web/sites', 'microsoft.web/sites/slots', 'microsoft.app/containerapps', 'microsoft.app/jobs', 'microsoft.containerinstance/containergroups', 'microsoft.containerservice/managedclusters'";

export const keyVaultReferenceInFile: Playbook = {
  code: "code.kv-reference-in-file",
  title: text(
    "A Key Vault reference stands in a file where nothing resolves it",
    "아무도 확인하지 않는 파일에 Key Vault 참조가 들어 있습니다",
  ),
  verdict: "not_azure",
  sources: ["https://learn.microsoft.com/azure/app-service/app-service-key-vault-references"],
  raisedBy: `${saysReference} || ${anyTextRaises(reference)}`,
  target: `targets(${runners})`,
  needsTarget: false,
  competitors: ["appservice.kv-reference-unresolved"],
  reads: {
    references: {
      ...referenceStatus,
      when: "target && starts_with(target.type, 'microsoft.web/')",
      optional: true,
    },
  },
  let: {
    files: `items(not_null(request.source_code, \`{}\`))[?matches(@[1], '${reference}') && !matches(@[0], '[.](?:bicep|bicepparam|tf|tfvars)$') && !matches(@[1], '${setsAppSettings}')]`,
    inFile: `map(&replace(lower(@), '__', ':'), signals.settings[?matches(value, '${reference}')].name)`,
    /** A resolved app setting of the same name comes before the file. */
    overriding:
      "readable(references) && not_null(references.value, `[]`)[?properties.status == 'Resolved' && contains($.inFile, replace(lower(last_segment(id)), '__', ':'))] || `[]`",
    quoted: `values(not_null(request.source_code, \`{}\`))[?matches(@, '${reference}')]`,
  },
  holds: `length(files) > \`0\` && length(quoted) > \`0\` && (${saysReference} || ${malformed} || ${saysUseless} && !${answeredOtherwise}) && !said(length(overriding) > \`0\`)`,
  layer: 2,
  explanation: text(
    "Key Vault references are resolved by App Service in app settings and connection strings only. In a file of the application, or in the environment of a container elsewhere, nobody resolves them: the code gets the text @Microsoft.KeyVault(…) itself.",
    "Key Vault 참조는 App Service의 앱 설정과 연결 문자열에서만 확인됩니다. 애플리케이션의 파일이나 다른 곳의 컨테이너 환경 변수에 있으면 코드가 @Microsoft.KeyVault(…) 문자열을 그대로 받습니다.",
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
        "On App Service an app setting of the same name overrides the file. Container Apps take a secret reference (secretref, keyvaultref), Kubernetes the Secrets Store CSI driver or a secret; locally use user secrets, or let the code read the vault (AddAzureKeyVault).",
        "App Service에서는 같은 이름의 앱 설정이 파일보다 우선합니다. Container Apps는 비밀 참조(secretref, keyvaultref), Kubernetes는 Secrets Store CSI 드라이버나 Secret을 사용하고, 로컬에서는 사용자 비밀을 쓰거나 코드에서 Key Vault를 읽으세요(AddAzureKeyVault).",
      ),
      commands: [],
      config: "app setting in place of the file's value",
      changes: false,
    },
  ],
  verify: { text: text("The code sees the secret's value.", "코드가 비밀 값을 읽습니다."), commands: [] },
};
