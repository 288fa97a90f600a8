import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMentions, refusedCall } from "../error-text.ts";
import {
  clientIdName,
  identityFacts,
  identityReads,
  saysNoToken,
  tokenWasRefused,
} from "./identity-evidence.ts";
import { saysNoFederation } from "./pod-identity.ts";

/**
 * A token was had, of another identity than the one that was meant: an empty client ID makes some libraries take the
 * system-assigned identity, which then lacks the role.
 */
const saysRefused = `(${tokenWasRefused} || ${refusedCall} && ${anyTextRaises("azure_?client_?id|managed_?identity_?client_?id")})`;

export const identityClientIdEmpty: Playbook = {
  code: "identity.client-id-env-empty",
  title: {
    en: "An empty or wrong AZURE_CLIENT_ID breaks the credential chain",
    ko: "비어 있거나 잘못된 AZURE_CLIENT_ID 때문에 자격 증명 체인이 실패합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains",
    "https://learn.microsoft.com/azure/app-service/overview-managed-identity",
  ],
  raisedBy: `${saysNoToken} || ${saysNoFederation} || ${errorMentions("AZURE_CLIENT_ID")} || ${saysRefused}`,
  needsTarget: false,
  target: "workload_ids()",
  competitors: ["identity.not-assigned"],
  reads: identityReads,
  let: {
    ...identityFacts,
    isGivenEmpty:
      "said(given) && !(given.secretRef) && (given.value == `null` || trim(not_null(given.value, '')) == '')",
    isGiven: "said(given) && (given.secretRef || trim(not_null(given.value, '')) != '')",
    /** What Azure shows of the app counts before a line that somebody copied. */
    isEmpty: "(clientIdValue && trim(clientIdValue.value) == '' && !said(isGiven)) || isGivenEmpty",
    /** The app carries the identity that was meant, and nothing picks it. */
    picksAnother: `said(${saysRefused}) && isEmpty && app.identity.principalId && said(length(appIdentities) > \`0\`) && appIdentities[0].clientId && (given.name || \`true\`)`,
    /** Of a managed identity perhaps, but of none that the app carries. */
    isForeign:
      "said(given) && given.value && matches(given.value, '^[0-9a-f]{8}-[0-9a-f-]{27}$') && length(appIdentities) > `0` && length(appIdentities[?same_text(clientId, $.given.value)]) == `0` && !said(asked.id)",
    isUnknown:
      "clientIdSetting && readable(userAssigned) && length(not_null(userAssigned.data, `[]`)) == `0`",
  },
  /** The webhook of workload identity gives the variable from the service account's annotation: it has none, or no label
   * lets the webhook in; where the account is known, the cluster is asked. */
  holds: `${errorMentions("no client ID specified")} && !isPod || picksAnother || (isEmpty || isForeign && given.value || isUnknown) && (${saysNoToken} || ${errorMentions("AZURE_CLIENT_ID")}) || isBoundToNothing`,
  layer: 5,
  explanation: {
    en: "The settings give a client ID that is empty or belongs to no managed identity of the workload. DefaultAzureCredential asks for exactly that identity and does not fall back to another; a library that takes an empty value for none takes the system-assigned one, which may lack the role.",
    ko: "설정의 클라이언트 ID가 비어 있거나 워크로드에 할당된 관리 ID의 값이 아닙니다. DefaultAzureCredential은 바로 그 ID만 요청하며 다른 ID로 대체하지 않습니다. 빈 값을 없는 값으로 보는 라이브러리는 역할이 없을 수 있는 시스템 할당 ID를 사용합니다.",
  },
  ruledOut: {
    en: "The client ID in the settings is that of a managed identity, or none is set.",
    ko: "설정의 클라이언트 ID가 실제 관리 ID의 값이거나 설정되어 있지 않습니다.",
  },
  details: [
    {
      when: "isBoundToNothing",
      text: {
        en: "The annotation azure.workload.identity/client-id of service account {{podAccount}} is empty, and the webhook hands that on to its pods.",
        ko: "서비스 계정 {{podAccount}}의 azure.workload.identity/client-id 주석이 비어 있고 웹훅이 이 값을 파드에 그대로 전달합니다.",
      },
    },
  ],
  culprits: ["app.id"],
  actions: [
    {
      title: {
        en: "Give the container app the identity's client ID",
        ko: "컨테이너 앱에 ID의 클라이언트 ID 설정",
      },
      why: {
        en: "With user-assigned identities alone there is nothing to fall back to: the variable must carry the client ID of the one to use.",
        ko: "사용자 할당 ID만 있으면 대체할 ID가 없으므로 변수에 사용할 ID의 클라이언트 ID가 있어야 합니다.",
      },
      commands: [
        "az containerapp update --ids {{app.id}} --set-env-vars {{given.name}}={{appIdentities[0].clientId}}",
      ],
      config: "Microsoft.App/containerApps: properties.template.containers[].env",
      changes: true,
      needsRole: "Container Apps Contributor",
      effects: [
        {
          kind: "set",
          id: "{{app.id}}",
          values: {
            "/properties/template/containers": `map(&merge(@, {env: map(&(matches(not_null(name, ''), '${clientIdName}') ? {name: name, value: $.appIdentities[0].clientId} : @), not_null(env, \`[]\`))}), app.properties.template.containers)`,
          },
        },
      ],
      when: "said(given) && length(appIdentities) == `1`",
    },
    {
      title: {
        en: "Set AZURE_CLIENT_ID to the identity's client ID, or remove it",
        ko: "AZURE_CLIENT_ID를 ID의 클라이언트 ID로 설정하거나 제거",
      },
      why: {
        en: "Removed, the system-assigned identity is used; an empty value is not the same as none.",
        ko: "제거하면 시스템 할당 ID가 사용됩니다. 빈 값은 설정이 없는 것과 다릅니다.",
      },
      commands: ["az identity list --query '[].{name:name, clientId:clientId}' --output table"],
      config: "AZURE_CLIENT_ID",
      changes: false,
    },
  ],
  verify: {
    text: { en: "The application gets a token at start.", ko: "애플리케이션이 시작할 때 토큰을 받습니다." },
    commands: ["az identity list --output table"],
  },
};
