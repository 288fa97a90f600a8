import type { Playbook } from "../../playbook.ts";
import { hasCode, refusedCall } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutStorage, saysRules, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

/** Rules that admit the caller's address or subnet and yet do not let it in. */
export const storageIpRuleSameRegion: Playbook = {
  code: "storage.ip-rule-same-region",
  title: text(
    "IP rules do not apply to traffic from the account's own region",
    "같은 지역에서 오는 트래픽에는 스토리지 IP 규칙이 적용되지 않습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/storage/common/storage-network-security-limitations"],
  raisedBy: `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && ${refusedCall}`,
  target: storageTarget,
  needsTarget: true,
  competitors: [
    "storage.network-rule-deny",
    "storage.rbac-missing-data-role",
    "storage.public-access-disabled",
  ],
  reads: storageReads,
  let: storageFacts,
  holds: "net.public == 'selected' && !said(saysOther) && sameRegionRule",
  layer: 3,
  explanation: text(
    "{{app.name}} and {{target.name}} are both in {{account.location}}. Inside one region App Service reaches Storage over private Azure addresses, so the account never sees the public outbound addresses that its IP rules list, and denies the call.",
    "{{app.name}}과(와) {{target.name}}은(는) 모두 {{account.location}}에 있습니다. 같은 지역에서는 App Service가 Azure 내부 주소로 스토리지에 접근하므로 IP 규칙에 등록된 공용 아웃바운드 주소가 보이지 않아 호출이 거부됩니다.",
  ),
  ruledOut: text(
    "The caller's outbound addresses are not in the IP rules, or it is in another region.",
    "호출자의 아웃바운드 주소가 IP 규칙에 없거나 호출자가 다른 지역에 있습니다.",
  ),
  culprits: ["app.id"],
  actions: [
    {
      title: text(
        "Use virtual network integration and a subnet rule",
        "가상 네트워크 통합과 서브넷 규칙 사용",
      ),
      why: text(
        "Integrate the app with a subnet that has the service endpoint Microsoft.Storage, and allow that subnet; or use a private endpoint. IP rules cannot work here.",
        "Microsoft.Storage 서비스 엔드포인트가 켜진 서브넷에 앱을 통합하고 그 서브넷을 허용하거나 프라이빗 엔드포인트를 사용하세요. IP 규칙으로는 해결할 수 없습니다.",
      ),
      commands: [
        "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
      ],
      config:
        "Microsoft.Storage/storageAccounts: properties.networkAcls.virtualNetworkRules; the app: virtualNetworkSubnetId",
      changes: false,
      needsRole: "Storage Account Contributor, Network Contributor",
    },
  ],
  verify: {
    text: text(
      "The next call no longer answers AuthorizationFailure.",
      "다음 호출에서 AuthorizationFailure가 더 이상 발생하지 않습니다.",
    ),
    commands: [
      "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
    ],
  },
};

export const udrBypassesServiceEndpoint: Playbook = {
  code: "network.udr-bypasses-service-endpoint",
  title: text(
    "A user-defined route sends the traffic round the service endpoint",
    "사용자 정의 경로 때문에 트래픽이 서비스 엔드포인트를 우회합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview",
    "https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview",
  ],
  raisedBy: `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && ${refusedCall}`,
  target: storageTarget,
  needsTarget: true,
  competitors: ["storage.network-rule-deny", "storage.rbac-missing-data-role", "storage.ip-rule-same-region"],
  reads: {
    ...storageReads,
    subnet: {
      title: text(
        "The app's subnet: service endpoints and route table",
        "앱의 서브넷: 서비스 엔드포인트와 경로 테이블",
      ),
      request: { kind: "arm", path: "{{callerSubnet}}" },
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
    routeTable: {
      title: text("Routes of the app's subnet", "앱 서브넷의 경로"),
      request: { kind: "arm", path: "{{subnet.properties.routeTable.id}}" },
      permission: "Microsoft.Network/routeTables/read",
    },
  },
  let: {
    ...storageFacts,
    diverting:
      "not_null(routeTable.properties.routes, `[]`)[?contains(['VirtualAppliance', 'VirtualNetworkGateway', 'None'], properties.nextHopType) && (properties.addressPrefix == '0.0.0.0/0' || starts_with(properties.addressPrefix, 'Storage'))]",
    direct:
      "not_null(routeTable.properties.routes, `[]`)[?properties.nextHopType == 'Internet' && starts_with(properties.addressPrefix, 'Storage')]",
    /** With the endpoint in effect the account sees a private address. */
    cameFromPublic: "!loggedAddress || !is_private_address(loggedAddress)",
  },
  holds:
    "net.public == 'selected' && !said(saysOther) && net.subnet == 'admitted' && subnet.properties.routeTable.id && length(diverting) > `0` && length(direct) == `0` && cameFromPublic",
  layer: 3,
  explanation: text(
    "The subnet of {{app.name}} is allowed on {{target.name}} and has its service endpoint, but the route {{diverting[0].name}} ({{diverting[0].properties.addressPrefix}} to {{diverting[0].properties.nextHopType}}) sends the traffic through another hop. The account sees that hop's address, which no rule admits.",
    "{{app.name}}의 서브넷은 {{target.name}}에 허용되어 있고 서비스 엔드포인트도 있지만 경로 {{diverting[0].name}}({{diverting[0].properties.addressPrefix}} → {{diverting[0].properties.nextHopType}})이(가) 트래픽을 다른 홉으로 보냅니다. 계정에는 규칙에 없는 그 홉의 주소가 보입니다.",
  ),
  ruledOut: text(
    "No route sends the caller's traffic round an allowed service endpoint.",
    "허용된 서비스 엔드포인트를 우회하는 경로가 없습니다.",
  ),
  culprits: ["routeTable.id", "callerSubnet"],
  actions: [
    {
      title: text("Route the Storage service tag directly", "Storage 서비스 태그를 직접 라우팅"),
      why: text(
        "A more specific route with the service tag and next hop Internet keeps Storage traffic on the service endpoint; everything else still goes through the appliance. A private endpoint does the same.",
        "서비스 태그와 다음 홉 Internet을 지정한 더 구체적인 경로를 추가하면 스토리지 트래픽이 서비스 엔드포인트를 사용하고 나머지는 그대로 어플라이언스를 거칩니다. 프라이빗 엔드포인트도 가능합니다.",
      ),
      commands: [
        "az network route-table route create --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name storage-direct --address-prefix Storage --next-hop-type Internet",
      ],
      config: "Microsoft.Network/routeTables/routes: properties.addressPrefix, properties.nextHopType",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network route-table route delete --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name storage-direct",
      effects: [
        {
          kind: "append",
          id: "{{routeTable.id}}",
          values: {
            "/properties/routes":
              "{name: 'storage-direct', properties: {addressPrefix: 'Storage', nextHopType: 'Internet'}}",
          },
        },
      ],
    },
  ],
  verify: {
    text: text(
      "The next call succeeds, and the account's log shows a private caller address.",
      "다음 호출이 성공하고 계정 로그에 사설 호출자 주소가 표시됩니다.",
    ),
    commands: [
      "az network route-table route list --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --output table",
    ],
  },
};
