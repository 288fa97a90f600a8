import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { outboundFacts, outboundRaise, outboundReads } from "./outbound-evidence.ts";
import { allowEffect, freePriority } from "./rule-effect.ts";

/** As narrow as it is known. */
const destination = "calledAddress || standard.tags[0] || 'Internet'";

export const nsgEgressDeny: Playbook = {
  code: "network.nsg-egress-deny",
  title: text(
    "A network security group denies the outbound traffic",
    "네트워크 보안 그룹(NSG)이 아웃바운드 트래픽을 거부합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    "https://learn.microsoft.com/azure/virtual-network/service-tags-overview",
  ],
  raisedBy: outboundRaise,
  needsTarget: false,
  competitors: ["network.udr-blackhole", "network.snat-exhaustion", "network.egress-blocked-build"],
  reads: outboundReads,
  let: { ...outboundFacts, ...freePriority("groups"), destination },
  holds:
    "denied.properties.access == 'Deny' && denied.properties.direction == 'Outbound' && (denied.properties.destinationAddressPrefix || `true`) && subnet.id && said(timedOut) && !said(isBuild) && !(staysInside)",
  layer: 3,
  explanation: text(
    "{{app.name}} calls out of the subnet {{subnet.name}}, and the rule {{denied.name}} (priority {{denied.properties.priority}}) of its network security group denies outbound traffic to {{denied.properties.destinationAddressPrefix || '-'}} on port {{port}}. Denied packets get no answer, so the client times out.",
    "{{app.name}}은(는) 서브넷 {{subnet.name}}에서 나가는데, 네트워크 보안 그룹의 규칙 {{denied.name}}(우선 순위 {{denied.properties.priority}})이 {{denied.properties.destinationAddressPrefix || '-'}}, 포트 {{port}}(으)로 나가는 아웃바운드 트래픽을 거부합니다. 거부된 패킷에는 응답이 없어 클라이언트가 시간 초과됩니다.",
  ),
  ruledOut: text(
    "The network security groups of the caller's subnet let this traffic out.",
    "호출자 서브넷의 네트워크 보안 그룹이 이 트래픽을 허용합니다.",
  ),
  culprits: ["id_parent(denied.id)", "denied.id"],
  actions: [
    {
      title: text("Allow the destination before the denying rule", "거부 규칙보다 앞에 허용 규칙 추가"),
      why: text(
        "A rule with a smaller priority number wins. Allow only the service tag or the address that is called, on its port.",
        "우선 순위 숫자가 작은 규칙이 먼저 적용됩니다. 호출 대상의 서비스 태그나 주소와 포트만 허용하세요.",
      ),
      commands: [
        "az network nsg rule create --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-outbound-{{port}} --priority {{freePriority}} --direction Outbound --access Allow --protocol Tcp --destination-address-prefixes {{destination}} --destination-port-ranges {{port}}",
      ],
      config: "Microsoft.Network/networkSecurityGroups/securityRules: direction Outbound, access Allow",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network nsg rule delete --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-outbound-{{port}}",
      effects: [
        allowEffect("Outbound", {
          name: "join('-', ['allow-outbound', to_string(port)])",
          remote: "destination",
          port: "to_string(port)",
        }),
      ],
    },
  ],
  verify: {
    text: text(
      "The rule is listed before the denying one, and the call answers.",
      "규칙이 거부 규칙보다 앞에 표시되고 호출이 응답합니다.",
    ),
    commands: [
      "az network nsg rule list --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --include-default --output table",
    ],
  },
};
