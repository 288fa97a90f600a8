import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { registryFacts, registryRaise, registryReads, registryTarget } from "./registry-evidence.ts";

export const acrTagNotFound: Playbook = {
  code: "acr.tag-not-found",
  title: text(
    "The image or tag does not exist in the registry that is asked",
    "요청한 레지스트리에 해당 이미지 또는 태그가 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/extensions/cannot-pull-image-from-acr-to-aks-cluster",
    "https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryrepositoryevents",
  ],
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: ["acr.firewall-deny", "acr.arm-audience-auth-disabled"],
  reads: {
    ...registryReads,
    otherRegistries: {
      title: text("Other registries that the image may be in", "이미지가 있을 수 있는 다른 레지스트리"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.containerregistry/registries' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      permission: "Microsoft.ContainerRegistry/registries/read",
      optional: true,
    },
    otherPushes: {
      title: text("Pushes that {{id_name(item)}} logged", "{{id_name(item)}}이(가) 기록한 푸시"),
      request: {
        kind: "logs",
        resourceId: "{{item}}",
        query: "ContainerRegistryRepositoryEvents | order by TimeGenerated desc | take 100",
        from: "days_before(signals.observedAt, `3`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      each: "otherIds",
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
  },
  let: {
    ...registryFacts,
    otherIds: "missingPull && otherRegistries.data[?!same_id(id, $.target.id)] | [:3].id || `[]`",
    /** Where the tag went instead. */
    pushedElsewhere:
      "readable(otherPushes) && (not_null(otherPushes, `[]`)[].rows[] | [?OperationName == 'Push' && Repository == $.image && Tag == $.tag] | [0]) || `null`",
    elsewhere: "said(pushedElsewhere.LoginServer) || `null`",
  },
  holds:
    "registry.properties.loginServer && (missingPull.ResultDescription && (pushedElsewhere.LoginServer || `true`) || saysMissing && (!readable(pulls) || `true`) || said(isKubelet) && kubeletMissing)",
  layer: 2,
  explanation: text(
    "{{target.name}} has no {{pulledImage || '-'}}:{{pulledTag || '-'}}: the pull was answered with 'not found', after a sign-in that worked. Pushed elsewhere: {{elsewhere || '-'}}. More roles do not help; the image has to be in this registry under this tag.",
    "{{target.name}}에는 {{pulledImage || '-'}}:{{pulledTag || '-'}}이(가) 없습니다. 로그인은 성공했지만 풀이 '찾을 수 없음'으로 응답되었습니다. 다른 곳에 푸시된 위치: {{elsewhere || '-'}}. 역할을 추가해도 해결되지 않으며 이 레지스트리에 해당 태그의 이미지가 있어야 합니다.",
  ),
  ruledOut: text(
    "The registry did not answer that the image is missing.",
    "레지스트리가 이미지가 없다고 응답하지 않았습니다.",
  ),
  actions: [
    {
      title: text(
        "Import the image into the registry that is asked",
        "요청한 레지스트리로 이미지 가져오기(import)",
      ),
      why: text(
        "The tag was pushed to {{elsewhere}}: copy it over, and correct the push target of the pipeline.",
        "태그가 {{elsewhere}}에 푸시되었습니다. 이미지를 복사하고 파이프라인의 푸시 대상 레지스트리를 수정하세요.",
      ),
      commands: [
        "az acr import --name {{target.name}} --source {{join('', [elsewhere, '/', image, ':', tag])}} --image {{join(':', [pulledImage, pulledTag])}}",
      ],
      config: "the push target (registry) of the build pipeline",
      changes: true,
      needsRole: "Contributor on the registry",
      when: "elsewhere",
    },
    {
      title: text("Push the tag, or ask for one that exists", "태그를 푸시하거나 존재하는 태그로 변경"),
      why: text(
        "List what the registry holds; then push the image to {{target.name}} or correct the tag in the manifest.",
        "레지스트리에 있는 태그를 확인한 뒤 이미지를 {{target.name}}에 푸시하거나 매니페스트의 태그를 수정하세요.",
      ),
      commands: [
        "az acr repository show-tags --name {{target.name}} --repository {{pulledImage}} --orderby time_desc --top 20 --output table",
      ],
      config: "image: <registry>/<repository>:<tag>",
      changes: false,
    },
  ],
  verify: {
    text: text("The tag is listed, and the pull succeeds.", "태그가 표시되고 풀이 성공합니다."),
    commands: [
      "az acr repository show --name {{target.name}} --image {{join(':', [pulledImage, pulledTag])}}",
    ],
  },
};
