import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches } from "../error-text.ts";
import { identityFacts, identityReads, saysNoToken, tokenWasRefused } from "./identity-evidence.ts";
import { saysNoFederation } from "./pod-identity.ts";

const saysNotAssigned = errorMatches(
  "requested identity has not been assigned|No User Assigned or Delegated Managed Identity found",
);

export const identityNotAssigned: Playbook = {
  code: "identity.not-assigned",
  title: {
    en: "The workload has no managed identity, or not the one the code asks for",
    ko: "워크로드에 관리 ID가 없거나 코드가 요청하는 ID가 할당되지 않았습니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/overview-managed-identity",
    "https://learn.microsoft.com/azure/developer/python/sdk/authentication/credential-chains",
    "https://learn.microsoft.com/azure/aks/workload-identity-overview",
  ],
  raisedBy: `${saysNoToken} || ${saysNoFederation}`,
  target: "workload_ids()",
  needsTarget: false,
  competitors: ["identity.client-id-env-empty"],
  reads: identityReads,
  let: {
    /** Pods exchange a token of their own for one of the identity: a cluster carries none of theirs. */
    isCluster: "same_text(not_null(app.type, ''), 'microsoft.containerservice/managedclusters')",
    ...identityFacts,
    hasNone: "!(app.identity.principalId) && length(appIdentities) == `0`",
    /** The endpoint on the host knows which identities there are, and says that the one asked for is none of them. */
    saysNotAssigned,
    lacksAsked: "clientIdSetting && length(appIdentities[?same_text(clientId, $.clientIdSetting)]) == `0`",
  },
  /** Who was refused for want of a role had a token. */
  holds: `usesIdentity && app.id && (${saysNoToken} || !said(${tokenWasRefused})) && (lacksAsked && !isCluster || !clientIdSetting && (hasNone || saysNotAssigned && !isCluster)) && ${alsoShown("app.identity.type", "appIdentities[0].clientId", "given.value", "asked.properties.clientId")} || isUnbound || isUnlabelled`,
  layer: 5,
  explanation: {
    en: "{{said(isPod) && podAccount || app.name}} asks for a token as a managed identity that is not assigned to it, so it gets none.",
    ko: "{{said(isPod) && podAccount || app.name}}이(가) 할당되지 않은 관리 ID로 토큰을 요청하므로 토큰을 받지 못합니다.",
  },
  details: [
    {
      when: "isUnbound",
      text: {
        en: "The service account has no annotation azure.workload.identity/client-id: its pods are given no client ID.",
        ko: "서비스 계정에 azure.workload.identity/client-id 주석이 없어 파드에 클라이언트 ID가 주입되지 않습니다.",
      },
    },
    {
      when: "isUnlabelled",
      text: {
        en: "The pod does not have the label azure.workload.identity/use=true: the webhook leaves it as it is, without client ID and token.",
        ko: "파드에 azure.workload.identity/use=true 레이블이 없어 웹훅이 클라이언트 ID와 토큰을 주입하지 않습니다.",
      },
    },
  ],
  ruledOut: {
    en: "The workload carries the managed identity that its code asks for.",
    ko: "워크로드에 코드가 요청하는 관리 ID가 할당되어 있습니다.",
  },
  culprits: ["app.id", "asked.id"],
  actions: [
    {
      title: { en: "Assign the identity to the workload", ko: "워크로드에 ID 할당" },
      why: {
        en: "System-assigned is the simplest; for a user-assigned one assign it here and keep its client ID in the settings.",
        ko: "시스템 할당이 가장 간단합니다. 사용자 할당 ID는 여기에 할당하고 클라이언트 ID를 설정에 유지하세요.",
      },
      commands: ["az webapp identity assign --ids {{app.id}}"],
      config: "identity.type: SystemAssigned (or UserAssigned with identity.userAssignedIdentities)",
      changes: true,
      needsRole: "Website Contributor, Managed Identity Operator",
      undo: "az webapp identity remove --ids {{app.id}}",
      effects: [
        {
          kind: "set",
          id: "{{app.id}}",
          values: {
            "/identity": "{type: 'SystemAssigned', principalId: '00000000-0000-4000-8000-000000000000'}",
          },
          when: "hasNone && !clientIdSetting",
        },
      ],
      when: "type(app.type) == 'string' && mentions(app.type, 'microsoft.web/sites')",
    },
    {
      title: { en: "Assign the identity to the workload", ko: "워크로드에 ID 할당" },
      why: { en: "The resource needs an identity block.", ko: "리소스에 identity 블록이 필요합니다." },
      commands: [
        "az vm identity assign --ids {{mentions(app.type, 'virtualmachines') && !mentions(app.type, 'scalesets') && app.id}} --identities {{asked.id}}",
        "az vm identity assign --ids {{mentions(app.type, 'virtualmachines') && !mentions(app.type, 'scalesets') && !(asked.id) && app.id}}",
        "az containerapp identity assign --ids {{mentions(app.type, 'microsoft.app/containerapps') && !(asked.id) && app.id}} --system-assigned",
        "az resource show --ids {{app.id}} --query identity",
      ],
      config: "identity.type, identity.userAssignedIdentities",
      changes: false,
      when: "!(said(isPod)) && !(type(app.type) == 'string' && mentions(app.type, 'microsoft.web/sites'))",
    },
    {
      title: {
        en: "Or name the identity that it carries",
        ko: "또는 이미 할당된 ID를 지정",
      },
      why: {
        en: "{{given.name}} holds the client ID of another identity; {{id_name(keys(app.identity.userAssignedIdentities)[0])}} is the one that is assigned.",
        ko: "{{given.name}}에 다른 ID의 클라이언트 ID가 있습니다. 할당된 ID는 {{id_name(keys(app.identity.userAssignedIdentities)[0])}}입니다.",
      },
      commands: [
        "az containerapp update --ids {{app.id}} --set-env-vars {{given.name}}={{appIdentities[0].clientId}}",
      ],
      config: "Microsoft.App/containerApps: properties.template.containers[].env",
      changes: true,
      needsRole: "Container Apps Contributor",
      when: "said(given) && said(lacksAsked) && length(appIdentities) == `1`",
    },
    {
      title: {
        en: "Bind the service account to the identity, and label its pods",
        ko: "서비스 계정을 ID에 연결하고 파드에 레이블 추가",
      },
      why: {
        en: "Annotate the service account with the client ID of the managed identity, set the label in the pod template, and roll the deployment out again: the webhook changes pods only when they are made. The identity needs a federated credential for system:serviceaccount:{{replace(podAccount, '/', ':')}}.",
        ko: "서비스 계정에 관리 ID의 클라이언트 ID를 주석으로 추가하고 파드 템플릿에 레이블을 지정한 뒤 다시 배포하세요. 웹훅은 파드를 만들 때만 적용됩니다. ID에는 system:serviceaccount:{{replace(podAccount, '/', ':')}}의 페더레이션 자격 증명이 필요합니다.",
      },
      commands: ["az identity list --query '[].{name:name, clientId:clientId}' --output table"],
      config:
        "ServiceAccount: metadata.annotations azure.workload.identity/client-id; Deployment: spec.template.metadata.labels azure.workload.identity/use",
      changes: false,
      when: "said(isPod)",
    },
  ],
  verify: {
    text: {
      en: "The identity is listed on the resource, and the next call gets a token.",
      ko: "리소스에 ID가 표시되고 다음 호출에서 토큰을 받습니다.",
    },
    commands: ["az resource show --ids {{app.id}} --query identity"],
  },
};
