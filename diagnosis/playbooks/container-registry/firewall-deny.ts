import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { groupEvents } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { registryFacts, registryRaise, registryReads, registryTarget } from "./registry-evidence.ts";

export const acrFirewallDeny: Playbook = {
  code: "acr.firewall-deny",
  title: text(
    "The registry's network rules refuse the caller",
    "컨테이너 레지스트리의 네트워크 규칙이 호출자를 차단합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks",
    "https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
  ],
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: ["acr.rbac-missing-acrpull", "acr.arm-audience-auth-disabled", "acr.tag-not-found"],
  reads: { ...registryReads, ...groupEvents },
  let: {
    ...registryFacts,
    /** Being named beside a failure is no refusal: the registry, or who asks it, says that something was not given. */
    saysRefused: errorMatches(
      "denied|forbidden|unauthori[sz]ed|not allowed|not authorized|(^|[^0-9])40[13]([^0-9]|$)",
      "failed to (pull|resolve|fetch|push|copy|authorize)|image ?pull|pull ?image|pull access|unable to pull",
      "timed? ?out|i/o timeout|connection (refused|reset)",
      "거부|금지|권한|가져오지 못",
    ),
    /** Who finds no address does not ask the registry. */
    nameUnknown: errorMatches(
      "no such host|NXDOMAIN|name or service not known|ENOTFOUND|could not resolve host",
    ),
    lastChange:
      "readable(events) && (not_null(events.value, `[]`)[?same_text(operationName.value, 'Microsoft.ContainerRegistry/registries/write') && same_id(resourceId, $.target.id)] | [0]) || `null`",
    changedBy: "said(lastChange.operationName.value && lastChange.caller) || '-'",
    changedAt: "said(lastChange.eventTimestamp) || '-'",
  },
  holds:
    "(net.public == 'denied' && registry.properties.publicNetworkAccess || net.public == 'selected' && (registry.properties.networkRuleSet.defaultAction == 'Deny' && (said(saysFirewall) || net.caller == 'denied' && !said(saysMissing) && !said(missingPull)))) && (!(said(callerAddress)) || net.caller == 'denied') && (!said(stepFailed) || said(saysFirewall)) && (!said(nameUnknown) || said(saysFirewall)) && (said(saysFirewall) || said(saysRefused))",
  layer: 3,
  explanation: text(
    "{{target.name}} admits only the networks in its rules, and the caller {{refusedAddress || '-'}} is not among them, so the call is refused before any role is looked at. Last change of the registry in the Activity Log: {{changedBy}}, {{changedAt}}. Runs of ACR Tasks come from Microsoft's own addresses and count as any other caller.",
    "{{target.name}}은(는) 규칙에 등록된 네트워크만 허용하며 호출자 {{refusedAddress || '-'}}은(는) 포함되지 않으므로 역할을 확인하기 전에 거부됩니다. 활동 로그의 마지막 레지스트리 변경: {{changedBy}}, {{changedAt}}. ACR 작업(Tasks)의 실행도 Microsoft 주소에서 오므로 다른 호출자와 똑같이 취급됩니다.",
  ),
  ruledOut: text(
    "The registry's network rules let the caller in.",
    "레지스트리의 네트워크 규칙이 호출자를 허용합니다.",
  ),
  actions: [
    {
      title: text("Allow the caller's address", "호출자의 주소 허용"),
      why: text(
        "For a caller with a fixed address. Callers in Azure are better served by a private endpoint, ACR Tasks by an agent pool in the virtual network or by a task with a managed identity (networkRuleBypassAllowedForTasks).",
        "주소가 고정된 호출자에게 적합합니다. Azure의 호출자는 프라이빗 엔드포인트를, ACR Tasks는 가상 네트워크의 에이전트 풀(agent pool)이나 관리 ID를 사용하는 작업(networkRuleBypassAllowedForTasks)을 사용하세요.",
      ),
      commands: [
        "az acr network-rule add --name {{target.name}} --resource-group {{target.resourceGroup}} --ip-address {{item}}",
      ],
      config: "Microsoft.ContainerRegistry/registries: properties.networkRuleSet.ipRules",
      changes: true,
      needsRole: "Contributor",
      undo: "az acr network-rule remove --name {{target.name}} --resource-group {{target.resourceGroup}} --ip-address {{item}}",
      each: "addressesToAllow",
      when: "length(addressesToAllow) > `0`",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: {
            "/properties/publicNetworkAccess": "'Enabled'",
            "/properties/networkRuleSet/defaultAction": "'Deny'",
          },
          when: "net.public == 'denied'",
        },
        {
          kind: "append",
          id: "{{target.id}}",
          values: { "/properties/networkRuleSet/ipRules": "{value: item, action: 'Allow'}" },
        },
      ],
    },
    {
      title: text("Or give the caller a private path", "또는 비공개 경로 제공"),
      why: text(
        "A private endpoint (Premium) in the caller's virtual network passes the rules; for ACR Tasks an agent pool in that network.",
        "호출자의 가상 네트워크에 프라이빗 엔드포인트(Premium)를 만들면 규칙의 영향을 받지 않습니다. ACR Tasks는 그 네트워크의 에이전트 풀(agent pool)을 사용하세요.",
      ),
      commands: [
        "az acr show --name {{target.name}} --resource-group {{target.resourceGroup}} --query networkRuleSet",
      ],
      changes: false,
    },
  ],
  verify: {
    text: text(
      "From the caller, the registry answers with 401 (sign in) in place of 'not allowed access'.",
      "호출자에서 레지스트리가 '허용되지 않음' 대신 401(로그인 필요)로 응답합니다.",
    ),
    commands: ["az acr check-health --name {{target.name}} --yes"],
  },
};
