import type { Playbook } from "../../playbook.ts";
import { errorMentions } from "../error-text.ts";
import { identityFacts, identityReads, saysNoToken } from "./identity-evidence.ts";

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
  raisedBy: `${saysNoToken} || ${errorMentions("AZURE_CLIENT_ID")}`,
  needsTarget: false,
  target: "workload_ids()",
  competitors: ["identity.not-assigned"],
  reads: identityReads,
  let: {
    ...identityFacts,
    isEmpty: "clientIdValue && trim(clientIdValue.value) == ''",
    isUnknown:
      "clientIdSetting && readable(userAssigned) && length(not_null(userAssigned.data, `[]`)) == `0`",
  },
  holds: `(isEmpty || isUnknown) && (${saysNoToken} || ${errorMentions("AZURE_CLIENT_ID")})`,
  layer: 5,
  explanation: {
    en: "The settings give a client ID that is empty or belongs to no managed identity. DefaultAzureCredential asks for exactly that identity and does not fall back to the system-assigned one.",
    ko: "설정의 클라이언트 ID가 비어 있거나 어떤 관리 ID에도 해당하지 않습니다. DefaultAzureCredential은 바로 그 ID만 요청하며 시스템 할당 ID로 대체하지 않습니다.",
  },
  ruledOut: {
    en: "The client ID in the settings is that of a managed identity, or none is set.",
    ko: "설정의 클라이언트 ID가 실제 관리 ID의 값이거나 설정되어 있지 않습니다.",
  },
  actions: [
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
