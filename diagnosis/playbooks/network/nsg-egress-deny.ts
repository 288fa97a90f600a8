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
  reads: {
    ...outboundReads,
    redirects: {
      title: text(
        "{{addressed.name}}: are clients redirected to other ports?",
        "{{addressed.name}}: 클라이언트를 다른 포트로 리디렉션하는지",
      ),
      request: { kind: "arm", path: "{{addressed.id}}/connectionPolicies/default" },
      when: "standard.redirectPort && length(groupIds) > `0`",
      permission: "Microsoft.Sql/servers/connectionPolicies/read",
      optional: true,
    },
  },
  let: {
    ...outboundFacts,
    ...freePriority("groups"),
    destination,
    deniedAtOnce: "decided[?properties.access == 'Deny'] | [0]",
    /** Answered on its port, and sent on to one that is not let out: only callers in Azure, by the public endpoint. */
    isRedirected:
      "standard.redirectPort && !(calledAddress && is_private_address(calledAddress)) && readable(redirects) && redirects.properties.connectionType && !same_text(redirects.properties.connectionType, 'Proxy')",
    redirectFlow:
      "{direction: 'Outbound', port: standard.redirectPort, address: `null`, tags: standard.tags, local: flow.local}",
    deniedLater:
      "said(isRedirected) && (not_null(groups, `[]`)[].deciding_rule(@, $.redirectFlow) | [?properties.access == 'Deny'] | [0]) || `null`",
    denied: "deniedAtOnce || deniedLater",
    deniedPorts: "said(deniedAtOnce) ? to_string(port) : '11000-11999'",
  },
  holds:
    "denied.properties.access == 'Deny' && denied.properties.direction == 'Outbound' && (denied.properties.destinationAddressPrefix || `true`) && subnet.id && said(timedOut) && !said(isBuild) && !(staysInside)",
  layer: 3,
  explanation: text(
    "{{app.name}} calls out of the subnet {{subnet.name}}, and the rule {{denied.name}} (priority {{denied.properties.priority}}) of its network security group denies outbound traffic to {{denied.properties.destinationAddressPrefix || '-'}} on port {{deniedPorts}}. Denied packets get no answer, so the client times out.",
    "{{app.name}}은(는) 서브넷 {{subnet.name}}에서 나가는데, 네트워크 보안 그룹의 규칙 {{denied.name}}(우선 순위 {{denied.properties.priority}})이 {{denied.properties.destinationAddressPrefix || '-'}}, 포트 {{deniedPorts}}(으)로 나가는 아웃바운드 트래픽을 거부합니다. 거부된 패킷에는 응답이 없어 클라이언트가 시간 초과됩니다.",
  ),
  details: [
    {
      when: "said(deniedLater)",
      text: text(
        "Azure SQL answers on port 1433, and then sends a client inside Azure on to a port from 11000 to 11999 of another address (connection policy {{redirects.properties.connectionType}}); those are not let out.",
        "Azure SQL은 포트 1433에서 응답한 다음 Azure 내부의 클라이언트를 다른 주소의 11000-11999 포트로 리디렉션하는데(연결 정책 {{redirects.properties.connectionType}}) 이 포트로 나가는 트래픽이 허용되지 않습니다.",
      ),
    },
  ],
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
        "az network nsg rule create --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-outbound-{{deniedPorts}} --priority {{freePriority}} --direction Outbound --access Allow --protocol Tcp --destination-address-prefixes {{destination}} --destination-port-ranges {{deniedPorts}}",
      ],
      config: "Microsoft.Network/networkSecurityGroups/securityRules: direction Outbound, access Allow",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network nsg rule delete --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-outbound-{{deniedPorts}}",
      effects: [
        allowEffect("Outbound", {
          name: "join('-', ['allow-outbound', deniedPorts])",
          remote: "destination",
          port: "deniedPorts",
        }),
      ],
    },
    {
      title: text(
        "Or let the server pass the traffic on itself",
        "또는 서버가 트래픽을 직접 전달하도록 설정",
      ),
      why: text(
        "With the policy Proxy all of it goes through port 1433, a little slower.",
        "연결 정책이 Proxy이면 모든 트래픽이 포트 1433을 거치며 지연 시간이 조금 늘어납니다.",
      ),
      commands: [
        "az sql server conn-policy update --resource-group {{id_group(addressed.id)}} --server {{addressed.name}} --connection-type Proxy",
      ],
      config: "Microsoft.Sql/servers/connectionPolicies: properties.connectionType",
      changes: true,
      needsRole: "SQL Server Contributor",
      undo: "az sql server conn-policy update --resource-group {{id_group(addressed.id)}} --server {{addressed.name}} --connection-type {{redirects.properties.connectionType}}",
      when: "said(deniedLater)",
      effects: [
        {
          kind: "set",
          id: "{{addressed.id}}/connectionPolicies/default",
          values: { "/properties/connectionType": "'Proxy'" },
        },
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
