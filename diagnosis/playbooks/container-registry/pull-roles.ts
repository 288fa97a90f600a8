import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { text } from "../text.ts";
import { registryFacts, registryRaise, registryReads, registryTarget } from "./registry-evidence.ts";

const sources = [
  "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
  "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration",
  "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
];
const facts: NonNullable<Playbook["let"]> = {
  ...registryFacts,
  noPull:
    "grant.granted == `false` && !(said(pullSetting.username)) && !(repositoryGrant) && length(groupsOfCaller) == `0` && isAsked && (saysUnauthorized || said(saysNothing) && !said(missingPull) && !said(isAskable) || said(isKubelet) && kubeletRefused) && !said(saysFirewall) && !said(saysMissing)",
  /** The app is being created, and pulls with an identity that comes into being with it. */
  isCreate: `${errorMatches("provisioning|deployment ?failed|(?:^|[^ ]|[^t] )create|operation expired|InvalidParameterValueInContainerTemplate|az containerapp (?:up|create)|azd up|terraform apply|azurerm_|배포")}`,
  ownIdentity:
    "same_text(pullSetting.identity, 'system') || app.properties.siteConfig.acrUseManagedIdentityCreds == `true` && !(pullIdentityId)",
};
/** Only Resource Manager itself tells when an app was last written. */
const writtenRead: Playbook["reads"][string] = {
  title: text(
    "{{app.name}}: when it was written, and how that ended",
    "{{app.name}}: 마지막 쓰기 시각과 결과",
  ),
  request: { kind: "arm", path: "{{app.id}}" },
  when: "said(isCreate) && ownIdentity && grant.granted",
  permission: "Microsoft.App/containerApps/read",
  optional: true,
};
const verify: Playbook["verify"] = {
  text: text(
    "The assignment is listed, and after some minutes the image is pulled.",
    "역할 할당이 표시되고 몇 분 뒤 이미지가 정상적으로 풀됩니다.",
  ),
  commands: [
    "az role assignment list --assignee {{puller}} --scope {{target.id}} --include-inherited --output table",
  ],
};
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const grantPull: Playbook["actions"][number] = {
  title: text("Grant AcrPull to the identity that pulls", "이미지를 가져오는 ID에 AcrPull 할당"),
  why: text(
    "AKS pulls with the kubelet identity (not the cluster's own), Container Apps and App Service with the identity that their registry setting names.",
    "AKS는 클러스터 ID가 아닌 kubelet ID로, Container Apps와 App Service는 레지스트리 설정에 지정된 ID로 이미지를 가져옵니다.",
  ),
  commands: [
    "az role assignment create --assignee-object-id {{puller}} --assignee-principal-type ServicePrincipal --role AcrPull --scope {{target.id}}",
  ],
  config:
    "Microsoft.Authorization/roleAssignments on the registry: AcrPull (7f951dda-4ed3-4680-a7ca-43fe172d538d)",
  changes: true,
  needsRole: "User Access Administrator",
  undo: "az role assignment delete --assignee {{puller}} --role AcrPull --scope {{target.id}}",
  effects: [roleEffect("target.id", acrPull, "puller")],
};

export const acrMissingPull: Playbook = {
  code: "acr.rbac-missing-acrpull",
  title: text(
    "The identity that pulls has no AcrPull on the registry",
    "이미지를 가져오는 ID에 레지스트리의 AcrPull 역할이 없습니다",
  ),
  verdict: "azure",
  sources,
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: [
    "acr.rbac-wrong-principal",
    "acr.rbac-missing-acrpull-at-create",
    "acr.firewall-deny",
    "acr.arm-audience-auth-disabled",
    "acr.tag-not-found",
  ],
  reads: registryReads,
  let: facts,
  holds: `${alsoShown("said(pullSetting.identity)")} && noPull && !(said(otherGrant)) && !(said(isCreate) && said(ownIdentity))`,
  layer: 6,
  explanation: text(
    "The image is pulled by identity {{puller}} (of {{app.name}}), which holds no role on {{target.name}} or above that allows pulling. The registry answers such pulls with 401 or 403.",
    "이미지는 {{app.name}}의 ID {{puller}}(으)로 가져오는데, 이 ID에는 {{target.name}} 또는 상위 범위에서 풀을 허용하는 역할이 없습니다. 레지스트리는 이런 풀을 401 또는 403으로 거부합니다.",
  ),
  ruledOut: text(
    "The identity that pulls may pull from {{target.name}}, or the answer is not one that a missing role gives.",
    "이미지를 가져오는 ID에 {{target.name}}의 풀 권한이 있거나 역할 누락으로는 발생하지 않는 응답입니다.",
  ),
  culprits: ["app.id"],
  actions: [grantPull],
  verify,
};

export const acrWrongPrincipal: Playbook = {
  code: "acr.rbac-wrong-principal",
  title: text(
    "AcrPull is granted, but to another identity than the one that pulls",
    "AcrPull이 이미지를 가져오는 ID가 아닌 다른 ID에 할당되어 있습니다",
  ),
  verdict: "azure",
  sources,
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: [
    "acr.rbac-missing-acrpull",
    "acr.firewall-deny",
    "acr.arm-audience-auth-disabled",
    "acr.tag-not-found",
  ],
  reads: registryReads,
  let: facts,
  holds: `otherGrant.properties.principalId && ${alsoShown("said(pullSetting.identity)")} && noPull`,
  layer: 6,
  explanation: text(
    "AcrPull on {{target.name}} is held by {{otherGrant.properties.principalId}}, another identity. The one that pulls for {{app.name}} is {{puller}}, and it has no such role.",
    "{{target.name}}의 AcrPull은 다른 ID인 {{otherGrant.properties.principalId}}에 할당되어 있습니다. {{app.name}}의 이미지를 실제로 가져오는 ID는 {{puller}}이며 이 역할이 없습니다.",
  ),
  ruledOut: text(
    "The pull role was not granted to another identity in place of the one that pulls, or that one holds it itself.",
    "이미지를 가져오는 ID 대신 다른 ID에 풀 역할이 할당된 것이 아니거나 그 ID에 역할이 있습니다.",
  ),
  culprits: ["app.id", "otherGrant.id"],
  actions: [grantPull],
  verify,
};

export const acrMissingPullAtCreate: Playbook = {
  code: "acr.rbac-missing-acrpull-at-create",
  title: text(
    "The first pull happens before the new identity could be granted AcrPull",
    "새 ID에 AcrPull을 할당하기 전에 첫 번째 이미지 풀이 실행됩니다",
  ),
  verdict: "azure",
  sources,
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: [
    "acr.rbac-wrong-principal",
    "acr.rbac-missing-acrpull",
    "acr.firewall-deny",
    "acr.arm-audience-auth-disabled",
    "acr.tag-not-found",
  ],
  reads: { ...registryReads, written: writtenRead },
  let: {
    ...facts,
    grantedLater:
      "assignments.value[?same_text(properties.principalId, $.puller) && contains($.pullRoles, last_segment(properties.roleDefinitionId)) && before($.signals.observedAt, properties.createdOn)] | [0]",
    /** Whoever reports a failed deployment does so after the end of it: what counts is when the app was written. */
    grantedSinceWrite:
      "said(readable(written)) && same_text(written.properties.provisioningState, 'Failed') && written.systemData.lastModifiedAt && (assignments.value[?same_text(properties.principalId, $.puller) && contains($.pullRoles, last_segment(properties.roleDefinitionId)) && before($.written.systemData.lastModifiedAt, properties.createdOn)] | [0]) || `null`",
    grantAfter: "grantedLater || grantedSinceWrite",
  },
  holds: `ownIdentity && ${alsoShown("said(grantAfter.properties.createdOn)")} && app.identity.principalId && said(isCreate) && (noPull && !(said(otherGrant)) || grantAfter.properties.createdOn && saysUnauthorized)`,
  layer: 6,
  explanation: text(
    "{{app.name}} is created with its system-assigned identity and pulls from {{target.name}} with it in the same step. That identity {{puller}} exists only once the app does, so AcrPull could not be granted before the first pull.",
    "{{app.name}}은(는) 시스템 할당 ID로 생성되면서 같은 단계에서 그 ID로 {{target.name}}의 이미지를 가져옵니다. ID {{puller}}은(는) 앱이 만들어진 뒤에야 존재하므로 첫 풀 전에 AcrPull을 할당할 수 없었습니다.",
  ),
  ruledOut: text(
    "The pull does not use an identity that is created together with the app, or the role was there in time.",
    "앱과 함께 생성되는 ID로 이미지를 가져오는 것이 아니거나 역할이 제때 할당되어 있었습니다.",
  ),
  culprits: ["app.id"],
  actions: [
    {
      title: text("Pull with a user-assigned identity", "사용자 할당 ID로 이미지 가져오기"),
      why: text(
        "It exists before the app: create the user-assigned identity, grant it AcrPull, then create the app with it. Or create the app with a public image first, grant, and set the real image after.",
        "앱보다 먼저 존재합니다. 사용자 할당 ID를 만들어 AcrPull을 할당한 다음 그 ID로 앱을 생성하세요. 또는 공개 이미지로 앱을 먼저 만들고 역할을 할당한 뒤 실제 이미지로 바꾸세요.",
      ),
      commands: [
        "az identity create --resource-group {{app.resourceGroup}} --name {{join('-', ['id', app.name, 'pull'])}}",
      ],
      config:
        "Microsoft.App/containerApps: properties.configuration.registries[].identity = user-assigned identity; dependsOn the role assignment",
      changes: true,
      needsRole: "Managed Identity Contributor, User Access Administrator",
    },
    {
      title: text("Or deploy again", "또는 다시 배포"),
      why: text(
        "The identity has had AcrPull since {{grantAfter.properties.createdOn}}, after the first pull: the next deployment finds it.",
        "첫 번째 풀 이후인 {{grantAfter.properties.createdOn}}에 이 ID에 AcrPull이 할당되었으므로 다음 배포에서는 풀할 수 있습니다.",
      ),
      commands: [],
      changes: false,
      when: "said(grantAfter.properties.createdOn)",
    },
    {
      ...grantPull,
      title: text("Or grant AcrPull now and deploy again", "또는 지금 AcrPull을 할당하고 다시 배포"),
      when: "!said(grantAfter.properties.createdOn)",
    },
  ],
  verify,
};
