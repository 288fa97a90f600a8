import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { targetRead } from "../resource-evidence.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { podEventFacts, podEventReads } from "./pod-events.ts";

/** An image that could not be fetched, as kubelet, containerd, Docker, App Service and Container Apps say it. */
const pullFailed = `(${hasCode("ImagePullBackOff", "ErrImagePull")} || ${errorMatches(
  "failed to pull|ImagePull|pull image|pull access|image pull|docker pull|manifest|pulling image|imagepull|azurecr\\.(?:io|cn|us)|acr login|registry operation|failed to resolve reference|이미지",
)})`;
export const registryRaise = `((${concerns(["acr"], ["microsoft.containerregistry/registries"])} && (${pullFailed} || ${errorMatches("registry|docker|container|image|push|repositor|\\btags?\\b|pods?\\b|UNAUTHORIZED|DENIED|forbidden|not allowed|refused|거부|태그|푸시|컨테이너|레지스트리|파드|배포")})) || ${pullFailed} && length(signals.resources[?type == 'microsoft.containerregistry/registries']) > \`0\`)`;
/** An app whose image does not come names its registry in its own settings, if the error does not. */
export const registryTarget = `targets('microsoft.containerregistry/registries') || ${pullFailed} && candidates('microsoft.containerregistry/registries') || \`[]\``;

export const registryReads: Playbook["reads"] = {
  registry: targetRead(
    text("network rules and authentication policies", "네트워크 규칙과 인증 정책"),
    "Microsoft.ContainerRegistry/registries/read",
  ),
  ...workloadReads,
  ...roleReads,
  logins: {
    title: text(
      "Sign-ins that {{target.name}} logged around the failure",
      "실패 시점 전후에 {{target.name}}이(가) 기록한 로그인",
    ),
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "ContainerRegistryLoginEvents | order by TimeGenerated desc | take 50",
      from: "hours_before(signals.observedAt, `24`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  pulls: {
    title: text(
      "Pulls and pushes that {{target.name}} logged around the failure",
      "실패 시점 전후에 {{target.name}}이(가) 기록한 풀과 푸시",
    ),
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "ContainerRegistryRepositoryEvents | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `24`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  clusters: {
    title: text("AKS clusters whose nodes may pull", "이미지를 가져올 수 있는 AKS 클러스터"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.containerservice/managedclusters' | project id, name, type, location, resourceGroup, subscriptionId, identity, properties",
    },
    when: "isKubelet",
    permission: "Microsoft.ContainerService/managedClusters/read",
    optional: true,
  },
  /** A registry mostly stands apart from the apps that pull from it. */
  pullers: {
    title: text("What runs images of {{target.name}}", "{{target.name}}의 이미지를 실행하는 리소스"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type in~ ('microsoft.app/containerapps', 'microsoft.app/jobs', 'microsoft.web/sites', 'microsoft.containerinstance/containergroups') | where tostring(properties) contains '{{registry.properties.loginServer}}' | project id, name, type, kind, location, resourceGroup, subscriptionId, identity, properties",
    },
    when: "!(isKubelet) && length(workloadIds) == `0`",
    permission: "Microsoft.App/containerApps/read",
    optional: true,
  },
  /** The user-assigned identity that the app's own settings name for pulling. */
  pullIdentity: {
    title: text("The managed identity that pulls images", "이미지를 가져오는 관리 ID"),
    request: { kind: "arm", path: "{{pullIdentityId}}" },
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    optional: true,
  },
  ...podEventReads,
};

export const registryFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...roleFacts,
  ...podEventFacts,
  loggedPrincipal: "`null`",
  isKubelet: `(${errorMatches("kubelet|kubectl|kubernetes|aks-[a-z0-9]{1,12}-[0-9]{5,12}-vmss")} || ${errorMatches("\\bpods?\\b|파드|ImagePullBackOff|ErrImagePull")} && length(signals.resources[?starts_with(type, 'microsoft.app/') && matchedBy != 'neighbour']) == \`0\`)`,
  nodePool: "find(request.error, 'aks-([a-z0-9]{1,12})-[0-9]{5,12}-vmss')",
  namedClusters:
    "signals.resources[?type == 'microsoft.containerservice/managedclusters' && matchedBy != 'neighbour'].id",
  poolClusters: "clusters.data[?contains(properties.agentPoolProfiles[].name, $.nodePool)]",
  /** The cluster whose nodes pull: the named one, the only one, the only one with the node pool that the error names. */
  cluster: [
    "said(clusters.data[?mentions($.namedClusters, id)] | [0])",
    "said(length(not_null(clusters.data, `[]`)) == `1` && clusters.data[0])",
    "said(length(not_null(poolClusters, `[]`)) == `1` && poolClusters[0])",
    "`null`",
  ].join(" || "),
  /** A refusal to pull is told of the app whose image it is. */
  namedApps: "not_null(workloads.data, `[]`)[?mentions($.request.error, name)]",
  /** Else of those that run an image of this registry. */
  usingApps:
    "not_null(workloads.data, `[]`)[?length([properties.template.containers[].image, properties.siteConfig.linuxFxVersion, properties.containers[].properties.image, properties.configuration.registries[].server][] | [?mentions(not_null(@, ''), $.registry.properties.loginServer)]) > `0`]",
  app: "said(isKubelet) ? cluster : pick_caller(said(length(namedApps) > `0` && namedApps) || said(length(usingApps) > `0` && usingApps) || said(readable(pullers) && pullers.data) || not_null(workloads.data, `[]`), principalSeen, assignments)",
  /** The image, as the settings of what runs it name it. */
  ownImages:
    "[app.properties.template.containers[].image, app.properties.siteConfig.linuxFxVersion, app.properties.containers[].properties.image, app.properties.configuration.registries[].server][]",
  /** The registry is the one that is pulled from: the request names it, or the app does. */
  isAsked:
    "target.matchedBy != 'neighbour' || said(isKubelet) && length(signals.resources[?type == 'microsoft.containerregistry/registries']) == `1` || length(not_null(ownImages, `[]`)[?mentions(@, $.registry.properties.loginServer)]) > `0`",
  loggedAddress:
    "readable(logins) && (not_null(logins.rows, `[]`)[?contains(['401', '403'], to_string(ResultDescription))] | [0].CallerIpAddress) || `null`",
  image:
    "find(request.error, 'azurecr[.](?:io|cn|us)/([a-z0-9._/-]{1,200}):[A-Za-z0-9_][A-Za-z0-9._-]{0,127}')",
  tag: "find(request.error, 'azurecr[.](?:io|cn|us)/[a-z0-9._/-]{1,200}:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})')",
  /** How the app's own configuration says it signs in to this registry (Container Apps). */
  pullSetting:
    "(not_null(app.properties.configuration.registries, `[]`)[?same_text(server, $.registry.properties.loginServer)] | [0]) || (not_null(app.properties.imageRegistryCredentials, `[]`)[?same_text(server, $.registry.properties.loginServer)] | [0])",
  /** `system`, or the ID of a user-assigned identity; what kubelet, Container Apps or App Service pulls with. */
  pullIdentityId:
    "said(signals.resourceIds[?type == 'microsoft.managedidentity/userassignedidentities' && starts_with(pointer, '/error')] | [0].id) || said(pullSetting.identity && !same_text(pullSetting.identity, 'system') && pullSetting.identity) || said(app.properties.siteConfig.acrUserManagedIdentityID && starts_with(app.properties.siteConfig.acrUserManagedIdentityID, '/') && app.properties.siteConfig.acrUserManagedIdentityID) || `null`",
  /** The object ID of the identity that pulls. */
  puller: [
    `said(${"(signals.guids[?role == 'object_id' && starts_with(pointer, '/error')] | [0].guid)"})`,
    "app.properties.identityProfile.kubeletidentity.objectId",
    "said(readable(pulls) && matches(missingPull.Identity, '^[0-9a-f-]{36}$') && missingPull.Identity)",
    "said(readable(pullIdentity) && pullIdentity.properties.principalId)",
    /** App Service names it by its client ID. */
    "said(app.properties.siteConfig.acrUserManagedIdentityID && (appIdentities[?same_text(clientId, $.app.properties.siteConfig.acrUserManagedIdentityID)] | [0].principalId))",
    "said(same_text(pullSetting.identity, 'system') && app.identity.principalId)",
    "said(app.identity.principalId)",
    "said(length(appIdentities) == `1` && appIdentities[0].principalId)",
    "`null`",
  ].join(" || "),
  grant:
    "access(assignments, definitions, puller, 'Microsoft.ContainerRegistry/registries/pull/read', target.id, 'control')",
  repositoryGrant:
    "registry.properties.roleAssignmentMode == 'AbacRepositoryPermissions' && access(assignments, definitions, puller, 'Microsoft.ContainerRegistry/registries/repositories/content/read', target.id, 'data').granted",
  /** Other identities of the same app: its own, and those assigned to it. */
  siblings: "[app.identity.principalId, appIdentities[].principalId][] | [?@ != $.puller]",
  pullRoles:
    "['7f951dda-4ed3-4680-a7ca-43fe172d538d', '8311e382-0749-4cb8-b61a-304f252e45ec', 'b93aa761-3e63-49ed-ac28-beffa264f7ac']",
  siblingGrant:
    "assignments.value[?mentions($.siblings, properties.principalId) && contains($.pullRoles, last_segment(properties.roleDefinitionId))] | [0]",
  /** A pull role that was granted in the last days, to somebody else. */
  recentGrant:
    "assignments.value[?!same_text(properties.principalId, $.puller) && contains($.pullRoles, last_segment(properties.roleDefinitionId)) && before(days_before($.signals.observedAt, `3`), properties.createdOn) && before(properties.createdOn, $.signals.now)] | [0]",
  otherGrant: "said(siblingGrant) || said(recentGrant) || `null`",
  net: "reachability(registry, caller)",
  saysFirewall: errorMatches(
    "client with ip .{1,60} is not allowed|aka\\.ms/acr/firewall|public network access .{1,40}(?:disabled|not allowed)|not allowed access",
  ),
  /** A command of the Dockerfile ran and failed: the images before it had come. */
  stepFailed: errorMatches(
    "The command .{1,400} returned a non-zero code",
    'process "/bin/.{1,600} did not complete successfully',
  ),
  saysMissing: errorMatches(
    "manifest .{0,120}(?:unknown|not found)|MANIFEST_UNKNOWN|NAME_UNKNOWN|TAG_UNKNOWN|azurecr.{0,200}: not found",
    "repository .{1,100}not found|image .{1,150} not found",
  ),
  saysUnauthorized: `(${hasCode("401", "403", "UNAUTHORIZED", "DENIED")} || ${errorMatches("unauthorized|unable to pull image using managed identity|authentication required|denied|401|403|not authorized|forbidden|권한|인증")})`,
  /** Container Instances does not tell a refused sign-in from a missing image. */
  saysInaccessible: errorMatches("InaccessibleImage|is not accessible. Please check the image and registry"),
  /** The pull failed, and nothing says how. */
  saysNothing: `${pullFailed} && !${errorMatches("role assignment|not found|unknown|i/o timeout|timed out|Client[.]Timeout|no such host|x509|certificate|toomanyrequests|rate limit|exec format|refused|no space|architecture", "[^0-9]40[1349][^0-9]|찾을 수 없|시간 ?초과")}`,
  /** A pull or login of this registry that was answered with 404: the sign-in worked, the image was not there. */
  missingPull:
    "readable(pulls) && (not_null(pulls.rows, `[]`)[?to_string(ResultDescription) == '404' && (!($.image) || Repository == $.image) && (!($.tag) || Tag == $.tag)] | [0]) || `null`",
  groupsOfCaller:
    "puller && readable(groupMembers) && not_null(groupMembers, `[]`)[?length(value[?same_text(id, $.puller)]) > `0`] || `[]`",
};
