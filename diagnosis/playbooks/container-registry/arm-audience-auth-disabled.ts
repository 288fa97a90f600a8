import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { registryFacts, registryRaise, registryReads, registryTarget } from "./registry-evidence.ts";

export const acrArmAudienceDisabled: Playbook = {
  code: "acr.arm-audience-auth-disabled",
  title: text(
    "The registry refuses tokens that are meant for Azure Resource Manager",
    "레지스트리가 ARM 대상(audience) 토큰을 거부합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm",
    "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
  ],
  raisedBy: registryRaise,
  target: registryTarget,
  needsTarget: true,
  competitors: ["acr.firewall-deny", "acr.tag-not-found"],
  reads: registryReads,
  let: registryFacts,
  holds:
    "same_text(registry.properties.policies.azureADAuthenticationAsArmPolicy.status, 'disabled') && (saysUnauthorized || saysInaccessible) && !said(saysFirewall) && !said(saysMissing) && !(said(missingPull))",
  layer: 5,
  explanation: text(
    "azureADAuthenticationAsArmPolicy of {{target.name}} is disabled: it accepts only tokens whose audience is the registry. Container Apps, App Service and older clients sign in with a token for Azure Resource Manager, which is refused whatever roles the identity has.",
    "{{target.name}}의 azureADAuthenticationAsArmPolicy가 사용 안 함(disabled)이라 레지스트리 대상 토큰만 허용합니다. Container Apps, App Service, 이전 클라이언트는 ARM 대상 토큰으로 로그인하므로 역할과 관계없이 거부됩니다.",
  ),
  ruledOut: text(
    "The registry accepts tokens for Azure Resource Manager.",
    "레지스트리가 ARM 대상 토큰을 허용합니다.",
  ),
  actions: [
    {
      title: text("Accept ARM tokens again", "ARM 토큰 다시 허용"),
      why: text(
        "What the pulling service needs; a policy may have switched it off.",
        "이미지를 가져오는 서비스에 필요합니다. 정책(Policy)으로 꺼졌을 수 있습니다.",
      ),
      commands: ["az acr config authentication-as-arm update --registry {{target.name}} --status enabled"],
      config:
        "Microsoft.ContainerRegistry/registries: properties.policies.azureADAuthenticationAsArmPolicy.status = enabled",
      changes: true,
      needsRole: "Contributor",
      undo: "az acr config authentication-as-arm update --registry {{target.name}} --status disabled",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/policies/azureADAuthenticationAsArmPolicy/status": "'enabled'" },
        },
      ],
    },
  ],
  verify: {
    text: text("The status is enabled, and the image is pulled.", "상태가 enabled이고 이미지가 풀됩니다."),
    commands: ["az acr config authentication-as-arm show --registry {{target.name}}"],
  },
};
