import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads, serviceTargets } from "./caller-network.ts";
import { nameUnknown, peerAddress, publicRefusal, socketForbidden, timedOut } from "./network-symptoms.ts";

const saysPrivate = errorMatches(
  "private (?:network|ip|address|api|subnet)|\\bv-?net\\b|virtual network|사설|내부망|가상 네트워크",
);

export const vnetIntegrationMissing: Playbook = {
  code: "network.vnet-integration-missing",
  title: text(
    "The app is not integrated with the network that it must reach",
    "앱이 접근해야 하는 가상 네트워크에 통합되어 있지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/overview-vnet-integration",
    "https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
  ],
  raisedBy: `${timedOut} || ${nameUnknown} || ${publicRefusal} || ${socketForbidden} || ${saysPrivate}`,
  needsTarget: false,
  competitors: ["dns.private-zone-not-linked", "network.nsg-egress-deny", "network.udr-blackhole"],
  reads: {
    ...callerReads,
    service: {
      title: text(
        "{{addressed.name}}: private endpoints and network rules",
        "{{addressed.name}}: 프라이빗 엔드포인트와 네트워크 규칙",
      ),
      request: { kind: "arm", path: "{{addressed.id}}" },
      permission: "*/read",
    },
    ruleSubnet: {
      title: text("Subnet that {{addressed.name}} admits", "{{addressed.name}}이(가) 허용하는 서브넷"),
      request: { kind: "arm", path: "{{admitted[0]}}" },
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
    networks: {
      title: text("Virtual networks and their delegated subnets", "가상 네트워크와 위임된 서브넷"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/virtualnetworks' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      when: "isSite && !(admitted[0])",
      permission: "Microsoft.Network/virtualNetworks/read",
      optional: true,
    },
    integratedApps: {
      title: text(
        "Apps beside {{app.name}} that are integrated with a network",
        "{{app.name}} 옆의 가상 네트워크 통합 앱",
      ),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.web/sites' | where resourceGroup =~ '{{app.resourceGroup}}' | where isnotempty(properties.virtualNetworkSubnetId) | project id, name, type, properties.virtualNetworkSubnetId",
      },
      when: "isSite && isOutside && isPrivateOnly && saysPrivateOnly",
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
    events: {
      title: text("Activity Log of {{app.resourceGroup}}", "{{app.resourceGroup}}의 활동 로그"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{app.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{days_before(signals.observedAt, `7`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{app.resourceGroup}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
  },
  let: {
    ...callerFacts,
    addressed: `${serviceTargets} | [0]`,
    peerAddress,
    /** An address of a virtual network; a link-local one is the host's own, such as its metadata endpoint. */
    isInside:
      "is_private_address(peerAddress) && !in_cidr(peerAddress, '169.254.0.0/16') && !in_cidr(peerAddress, '127.0.0.0/8') && !in_cidr(peerAddress, '100.64.0.0/10') && !(isProbed)",
    /** The platform's own probe of a container, inside of its host. */
    isProbed: errorMatches(
      "(?:startup|liveness|readiness) probe|Probe (?:of|failed)|HTTP pings|health probe",
    ),
    isSite: "app.type == 'microsoft.web/sites' || app.type == 'microsoft.web/sites/slots'",
    isOutside:
      "isSite && app.properties.virtualNetworkSubnetId == `null` || app.type == 'microsoft.app/containerapps' && environment.id && environment.properties.vnetConfiguration == `null`",
    connections:
      "not_null(service.properties.privateEndpointConnections, `[]`)[?properties.privateLinkServiceConnectionState.status == 'Approved']",
    isPrivateOnly:
      "service.properties.network.delegatedSubnetResourceId || same_text(service.properties.publicNetworkAccess, 'Disabled') && length(connections) > `0` && connections[0].properties.privateEndpoint.id",
    admitted:
      "[not_null(service.properties.networkAcls.virtualNetworkRules, `[]`)[].id, not_null(service.properties.virtualNetworkRules, `[]`)[].id, not_null(service.properties.networkRuleSet.virtualNetworkRules, `[]`)[].id][]",
    /** Subnets made for the integration: of the network that is called, else the only one there is. */
    delegated:
      "readable(networks) && networks.data[].properties.subnets[] | [?properties.delegations[?same_text(properties.serviceName, 'Microsoft.Web/serverFarms')]].id || `[]`",
    calledNetworks:
      "readable(networks) && networks.data[?$.peerAddress && any_in_cidr($.peerAddress, properties.addressSpace.addressPrefixes) || $.service.properties.network.delegatedSubnetResourceId && id_covers(id, $.service.properties.network.delegatedSubnetResourceId)].id || `[]`",
    integrationSubnet:
      "admitted[0] || said(delegated[?contains($.calledNetworks, id_parent(@))] | [0]) || said(length(not_null(delegated, `[]`)) == `1` && delegated[0]) || `null`",
    /** The service admits a subnet that is meant for App Service's integration. Its firewall may as well admit addresses. */
    awaitsIntegration:
      "isSite && ruleSubnet.properties.delegations[?same_text(properties.serviceName, 'Microsoft.Web/serverFarms')] | [0].properties.serviceName",
    removal:
      "readable(events) && (not_null(events.value, `[]`)[?matches(operationName.value, 'sites/(?:networkConfig|virtualNetworkConnections)/delete') && id_covers($.app.id, resourceId)] | [0]) || `null`",
    /** The public endpoint was not reached at all, or the refusal follows the removal of the integration. */
    unreached: `said(timedOut) || said(nameUnknown) || said(${socketForbidden})`,
    /** The developer's own files or notes speak of the private path. */
    meansPrivate:
      "matches(request.context.notes, 'private ?endpoint|private ?link|vnet|virtual network|프라이빗|가상 네트워크') || file_matches('Microsoft[.]Network/privateEndpoints|azurerm_private_endpoint|privateEndpointSubnet')",
    /** The service says that it is to be had over its private endpoint alone, and apps beside take that way. */
    saysPrivateOnly: errorMatches(
      "deny public network access is set to yes|public (?:network )?access (?:is|has been) (?:disabled|turned off)|private ?endpoint|private ?link",
    ),
    siblings:
      "readable(integratedApps) && not_null(integratedApps.data, `[]`)[?!same_id(id, $.app.id)] || `[]`",
    timedOut,
    nameUnknown,
    publicRefusal,
    wanted: "addressed.name || peerAddress || '-'",
  },
  holds:
    "isOutside && (peerAddress && isInside && unreached || isPrivateOnly && (unreached || removal.operationName.value || said(meansPrivate) || said(saysPrivateOnly) && length(siblings) > `0`) || awaitsIntegration && said(publicRefusal) && (said(meansPrivate) || removal.operationName.value))",
  layer: 2,
  explanation: text(
    "{{app.name}} has no virtual network integration (virtualNetworkSubnetId is empty), so its calls leave over the Internet. {{wanted}} can be reached only from inside a virtual network.",
    "{{app.name}}에 가상 네트워크 통합이 없어(virtualNetworkSubnetId가 비어 있음) 호출이 인터넷으로 나갑니다. {{wanted}}은(는) 가상 네트워크 안에서만 접근할 수 있습니다.",
  ),
  ruledOut: text(
    "The app is integrated with a virtual network, or what it calls is reachable from outside.",
    "앱이 가상 네트워크에 통합되어 있거나 호출 대상이 외부에서 접근 가능합니다.",
  ),
  culprits: ["app.id"],
  actions: [
    {
      title: text("Integrate the app with the virtual network", "앱을 가상 네트워크에 통합"),
      why: text(
        "Choose a subnet delegated to Microsoft.Web/serverFarms in the network of the private endpoint (or one peered with it). Basic plans and above can; the Consumption plan cannot.",
        "프라이빗 엔드포인트가 있는 네트워크(또는 피어링된 네트워크)에서 Microsoft.Web/serverFarms에 위임된 서브넷을 선택하세요. Basic 이상 요금제에서 가능하며 사용량(Consumption) 요금제에서는 불가능합니다.",
      ),
      commands: [
        "az webapp vnet-integration add --resource-group {{app.resourceGroup}} --name {{app.name}} --vnet {{id_parent(integrationSubnet)}} --subnet {{id_name(integrationSubnet)}}",
      ],
      config: "Microsoft.Web/sites: properties.virtualNetworkSubnetId",
      changes: true,
      needsRole: "Website Contributor, Network Contributor",
      undo: "az webapp vnet-integration remove --resource-group {{app.resourceGroup}} --name {{app.name}}",
      when: "isSite && integrationSubnet",
      effects: [
        {
          kind: "set",
          id: "{{app.id}}",
          values: { "/properties/virtualNetworkSubnetId": "integrationSubnet" },
        },
      ],
    },
    {
      title: text("Integrate the app with a subnet of that network", "해당 네트워크의 서브넷에 앱 통합"),
      why: text(
        "Virtual network integration needs a subnet of its own, delegated to Microsoft.Web/serverFarms; a Container Apps environment gets its network only when it is created.",
        "가상 네트워크 통합(virtual network integration)에는 Microsoft.Web/serverFarms에 위임된 전용 서브넷이 필요합니다. Container Apps 환경은 생성할 때만 네트워크를 지정할 수 있습니다.",
      ),
      commands: [
        "az webapp vnet-integration list --resource-group {{app.resourceGroup}} --name {{app.name}}",
      ],
      config: "Microsoft.Web/sites: properties.virtualNetworkSubnetId (Terraform: virtual_network_subnet_id)",
      changes: false,
      when: "!isSite || !(integrationSubnet)",
    },
  ],
  verify: {
    text: text("The integration is listed, and the call answers.", "통합이 표시되고 호출이 응답합니다."),
    commands: ["az webapp vnet-integration list --resource-group {{app.resourceGroup}} --name {{app.name}}"],
  },
};
