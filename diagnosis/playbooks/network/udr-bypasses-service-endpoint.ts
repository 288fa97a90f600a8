import type { Playbook } from "../../playbook.ts";
import { hasCode, refusedCall } from "../error-text.ts";
import { childRead, targetRead } from "../resource-evidence.ts";
import {
  aboutStorage,
  saysRules,
  storageFacts,
  storageReads,
  storageTarget,
} from "../storage/storage-evidence.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads } from "./caller-network.ts";

const refusedByStorage = `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && ${refusedCall}`;
/** Other services whose rules admit subnets by their service endpoints. */
const otherTypes = [
  "microsoft.sql/servers",
  "microsoft.keyvault/vaults",
  "microsoft.documentdb/databaseaccounts",
  "microsoft.servicebus/namespaces",
  "microsoft.eventhub/namespaces",
];

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
  /** Beside other services it is weighed as what competes with their own rules. */
  raisedBy: refusedByStorage,
  target: `(${refusedByStorage}) ? ${storageTarget} : targets(${otherTypes.map((type) => `'${type}'`).join(", ")})`,
  needsTarget: true,
  competitors: ["storage.network-rule-deny", "storage.ip-rule-same-region"],
  reads: {
    ...storageReads,
    account: targetRead(text("network rules", "네트워크 규칙"), "*/read"),
    logs: { ...storageReads["logs"]!, when: "isStorage" },
    environment: callerReads["environment"]!,
    networkInterface: callerReads["networkInterface"]!,
    ruleList: {
      ...childRead(
        "virtualNetworkRules",
        text("virtual network rules", "가상 네트워크 규칙"),
        "Microsoft.Sql/servers/virtualNetworkRules/read",
      ),
      when: "target.type == 'microsoft.sql/servers'",
    },
    ruleSet: {
      ...childRead(
        "networkRuleSets/default",
        text("network rules", "네트워크 규칙"),
        "*/networkRuleSets/read",
      ),
      when: "contains(['microsoft.servicebus/namespaces', 'microsoft.eventhub/namespaces'], target.type)",
    },
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
    callerSubnet: callerFacts["callerSubnet"]!,
    isStorage: "target.type == 'microsoft.storage/storageaccounts'",
    tag: "standard.tags[0]",
    loggedAddress: "isStorage && refusal.CallerIpAddress && split(refusal.CallerIpAddress, ':')[0] || `null`",
    loggedPrincipal: "isStorage && refusal.RequesterObjectId || `null`",
    /** A route for the service's own tag is as narrow as that of its endpoint, and goes before it. */
    diverting:
      "not_null(routeTable.properties.routes, `[]`)[?contains(['VirtualAppliance', 'VirtualNetworkGateway', 'None'], properties.nextHopType) && ($.isStorage && properties.addressPrefix == '0.0.0.0/0' || starts_with(properties.addressPrefix, $.tag))]",
    direct:
      "not_null(routeTable.properties.routes, `[]`)[?properties.nextHopType == 'Internet' && starts_with(properties.addressPrefix, $.tag)]",
    admitted:
      "[account.properties.networkAcls.virtualNetworkRules[].id, account.properties.virtualNetworkRules[].id, ruleList.value[].properties.virtualNetworkSubnetId, ruleSet.properties.virtualNetworkRules[].subnet.id][] | [?same_id(@, $.callerSubnet)] | [0]",
    hasEndpoint: "subnet.properties.serviceEndpoints[?service == $.standard.endpoint] | [0].service",
    /** The service says whose address it saw: with the endpoint in effect it would see the subnet. */
    seenAddress: "signals.clientAddresses[0].address",
    /** With the endpoint in effect the account sees a private address. */
    cameFromPublic: "!loggedAddress || !is_private_address(loggedAddress)",
  },
  holds:
    "(said(isStorage) ? (net.public == 'selected' && !said(saysOther) && net.subnet == 'admitted') : (admitted && hasEndpoint && (!(seenAddress) || !is_private_address(seenAddress)))) && subnet.properties.routeTable.id && length(diverting) > `0` && diverting[0].properties.addressPrefix && length(direct) == `0` && cameFromPublic",
  layer: 3,
  explanation: text(
    "The subnet of {{app.name}} is allowed on {{target.name}} and has its service endpoint, but the route {{diverting[0].name}} ({{diverting[0].properties.addressPrefix}} to {{diverting[0].properties.nextHopType}}) sends the traffic through another hop. The service sees that hop's address, which no rule admits.",
    "{{app.name}}의 서브넷은 {{target.name}}에 허용되어 있고 서비스 엔드포인트도 있지만 경로 {{diverting[0].name}}({{diverting[0].properties.addressPrefix}} → {{diverting[0].properties.nextHopType}})이(가) 트래픽을 다른 홉으로 보냅니다. 서비스에는 규칙에 없는 그 홉의 주소가 보입니다.",
  ),
  ruledOut: text(
    "No route sends the caller's traffic round an allowed service endpoint.",
    "허용된 서비스 엔드포인트를 우회하는 경로가 없습니다.",
  ),
  culprits: ["routeTable.id", "diverting[0].id", "callerSubnet"],
  actions: [
    {
      title: text("Remove the route of the service's tag", "서비스 태그의 경로 제거"),
      why: text(
        "Or change its next hop to Internet: the traffic then takes the service endpoint again. A private endpoint does the same.",
        "또는 다음 홉을 Internet으로 바꾸세요. 그러면 트래픽이 다시 서비스 엔드포인트를 사용합니다. 프라이빗 엔드포인트도 가능합니다.",
      ),
      commands: [
        "az network route-table route delete --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{diverting[0].name}}",
      ],
      config: "Microsoft.Network/routeTables/routes: properties.addressPrefix, properties.nextHopType",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network route-table route create --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{diverting[0].name}} --address-prefix {{diverting[0].properties.addressPrefix}} --next-hop-type {{diverting[0].properties.nextHopType}} --next-hop-ip-address {{diverting[0].properties.nextHopIpAddress}}",
      when: "diverting[0].properties.addressPrefix != '0.0.0.0/0'",
      effects: [
        {
          kind: "set",
          id: "{{routeTable.id}}",
          values: { "/properties/routes": "routeTable.properties.routes[?name != $.diverting[0].name]" },
        },
      ],
    },
    {
      title: text("Route the service's tag directly", "서비스 태그를 직접 라우팅"),
      why: text(
        "A more specific route with the service tag and next hop Internet keeps the service's traffic on the service endpoint; everything else still goes through the appliance. A private endpoint does the same.",
        "서비스 태그와 다음 홉 Internet을 지정한 더 구체적인 경로를 추가하면 해당 서비스의 트래픽이 서비스 엔드포인트를 사용하고 나머지는 그대로 어플라이언스를 거칩니다. 프라이빗 엔드포인트도 가능합니다.",
      ),
      commands: [
        "az network route-table route create --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{lower(tag)}}-direct --address-prefix {{tag}} --next-hop-type Internet",
      ],
      config: "Microsoft.Network/routeTables/routes: properties.addressPrefix, properties.nextHopType",
      changes: true,
      needsRole: "Network Contributor",
      when: "diverting[0].properties.addressPrefix == '0.0.0.0/0'",
      undo: "az network route-table route delete --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{lower(tag)}}-direct",
      effects: [
        {
          kind: "append",
          id: "{{routeTable.id}}",
          values: {
            "/properties/routes":
              "{name: join('', [lower(tag), '-direct']), properties: {addressPrefix: tag, nextHopType: 'Internet'}}",
          },
        },
      ],
    },
  ],
  verify: {
    text: text(
      "The next call succeeds; what the service logs shows a private caller address.",
      "다음 호출이 성공하고 서비스 로그에 사설 호출자 주소가 표시됩니다.",
    ),
    commands: [
      "az network route-table route list --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --output table",
    ],
  },
};
