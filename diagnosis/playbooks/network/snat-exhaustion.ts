import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads } from "./caller-network.ts";
import { peerAddress, timedOut } from "./network-symptoms.ts";

const saysSockets = errorMatches(
  "SNAT|port exhaustion|EADDRNOTAVAIL|cannot assign requested address|only one usage of each socket address|10048|10055|no buffer space available|access a socket in a way forbidden|10013|포트 고갈",
);
/** Calls out fail now and then, or when there are many. */
const saysNowAndThen = `(${errorMatches("intermittent|sporadic|every (?:now and then|few)|under (?:heavy )?load|burst|peak|at times|sometimes|randomly|간헐|부하|가끔|몰리", "snat")} && ${errorMatches("outbound|outgoing|external|connect|https?|calls?|upstream|외부|연결|호출")})`;
const metricWindow = {
  interval: "PT1M",
  from: "hours_before(signals.observedAt, `2`)",
  to: "minutes_after(signals.observedAt, `15`)",
} as const;

export const snatExhaustion: Playbook = {
  code: "network.snat-exhaustion",
  title: text("Outbound SNAT ports are used up", "아웃바운드 SNAT 포트가 모두 소진되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/load-balancer/load-balancer-outbound-connections",
    "https://learn.microsoft.com/azure/nat-gateway/nat-gateway-snat",
    "https://learn.microsoft.com/azure/app-service/troubleshoot-intermittent-outbound-connection-errors",
  ],
  raisedBy: `${timedOut} || ${saysSockets} || ${saysNowAndThen}`,
  needsTarget: false,
  competitors: ["network.nsg-egress-deny", "network.udr-blackhole"],
  reads: {
    ...callerReads,
    outlets: {
      title: text("Load balancers and NAT gateways", "부하 분산 장치와 NAT 게이트웨이"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type in~ ('microsoft.network/loadbalancers', 'microsoft.network/natgateways') | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      permission: "Microsoft.Network/loadBalancers/read",
    },
    ports: {
      title: text("SNAT ports of {{outlet.name}}", "{{outlet.name}}의 SNAT 포트"),
      request: {
        kind: "metrics",
        resourceId: "{{balancer.id}}",
        metricNames: ["UsedSnatPorts", "AllocatedSnatPorts"],
        aggregation: ["Average", "Maximum"],
        ...metricWindow,
      },
      permission: "Microsoft.Insights/metrics/read",
    },
    balancerFailures: {
      title: text("Failed SNAT connections of {{balancer.name}}", "{{balancer.name}}의 실패한 SNAT 연결"),
      request: {
        kind: "metrics",
        resourceId: "{{balancer.id}}",
        metricNames: ["SnatConnectionCount"],
        aggregation: ["Total"],
        filter: "ConnectionState eq 'Failed'",
        ...metricWindow,
      },
      permission: "Microsoft.Insights/metrics/read",
      optional: true,
    },
    firewalls: {
      title: text("Azure Firewalls and their addresses", "Azure Firewall과 주소"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/azurefirewalls' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      when: "routeTable.properties.routes[?properties.nextHopType == 'VirtualAppliance']",
      permission: "Microsoft.Network/azureFirewalls/read",
      optional: true,
    },
    firewallPorts: {
      title: text("SNAT ports of {{firewall.name}} in use", "사용 중인 {{firewall.name}}의 SNAT 포트"),
      request: {
        kind: "metrics",
        resourceId: "{{firewall.id}}",
        metricNames: ["SNATPortUtilization"],
        aggregation: ["Average", "Maximum"],
        ...metricWindow,
      },
      permission: "Microsoft.Insights/metrics/read",
      optional: true,
    },
    natFailures: {
      title: text("Failed SNAT connections of {{nat.name}}", "{{nat.name}}의 실패한 SNAT 연결"),
      request: {
        kind: "metrics",
        resourceId: "{{nat.id}}",
        metricNames: ["SNATConnectionCount"],
        aggregation: ["Total"],
        filter: "ConnectionState eq 'Failed'",
        ...metricWindow,
      },
      permission: "Microsoft.Insights/metrics/read",
      optional: true,
    },
  },
  let: {
    ...callerFacts,
    peerAddress,
    subnetGateway: "outlets.data[?same_id(id, $.subnet.properties.natGateway.id)] | [0]",
    nodeGroup: "app.properties.nodeResourceGroup",
    usesGateway: "subnet.properties.natGateway.id",
    /** A NAT gateway takes over from whatever load balancer there is. */
    balancer: `said(usesGateway) ? \`null\` : (${[
      "said(outlets.data[?type == 'microsoft.network/loadbalancers' && same_text(resourceGroup, $.nodeGroup) && name == 'kubernetes'] | [0])",
      "said(outlets.data[?type == 'microsoft.network/loadbalancers' && contains($.named, id)] | [0])",
      "said(outlets.data[?type == 'microsoft.network/loadbalancers' && same_text(resourceGroup, $.app.resourceGroup) && length(not_null(properties.outboundRules, `[]`)) > `0`] | [0])",
      "said(length(not_null(besideBalancers, `[]`)) == `1` && besideBalancers[0])",
      "`null`",
    ].join(" || ")})`,
    besideBalancers: "outlets.data[?type == 'microsoft.network/loadbalancers' && contains($.beside, id)]",
    beside: "signals.resources[].id",
    named: "signals.resources[?matchedBy != 'neighbour'].id",
    namedNat: "outlets.data[?type == 'microsoft.network/natgateways' && contains($.named, id)] | [0]",
    nat: "said(subnetGateway) || said(namedNat) || `null`",
    /** A default route leads to it; it uses ports of its own public addresses. */
    firewall:
      "said(readable(firewalls) && (not_null(firewalls.data, `[]`)[?length(not_null(properties.ipConfigurations, `[]`)[?contains($.routeTable.properties.routes[?properties.addressPrefix == '0.0.0.0/0'].properties.nextHopIpAddress, properties.privateIPAddress)]) > `0`] | [0])) || `null`",
    usedShare:
      "said(readable(firewallPorts) && max_by(not_null(firewallPorts.SNATPortUtilization, `[]`)[?maximum || average], &not_null(maximum, average))) || `null`",
    firewallIsFull: "not_null(usedShare.maximum, usedShare.average) >= `95`",
    outlet: "nat || said(firewallIsFull) && firewall || balancer",
    usedMost: "max_by(not_null(ports.UsedSnatPorts, `[]`)[?maximum || average], &not_null(maximum, average))",
    allocated:
      "max_by(not_null(ports.AllocatedSnatPorts, `[]`)[?maximum || average], &not_null(maximum, average))",
    usedPorts: "usedMost.maximum || usedMost.average",
    allocatedPorts: "allocated.maximum || allocated.average",
    failed:
      "said(readable(balancerFailures) && max_by(not_null(balancerFailures.SnatConnectionCount, `[]`)[?total], &total)) || said(readable(natFailures) && max_by(not_null(natFailures.SNATConnectionCount, `[]`)[?total], &total)) || `null`",
    saysSockets,
    saysForbidden: errorMatches("access a socket in a way forbidden|10013|SNAT"),
    /** App Service gives each instance 128 ports of its own and no metric of them. */
    isPlainSite:
      "app.type == 'microsoft.web/sites' && !(subnet.properties.natGateway.id) && (!(peerAddress) || !is_private_address(peerAddress))",
    timedOut,
    saysNowAndThen,
  },
  holds:
    "(usedPorts >= allocatedPorts && allocatedPorts > `0` || failed.total > `0` || said(firewallIsFull) && not_null(usedShare.maximum, usedShare.average) >= `95` || isPlainSite && saysForbidden) && (said(timedOut) || said(saysSockets) || said(saysNowAndThen))",
  layer: 7,
  explanation: text(
    "Every outbound connection to one destination takes a SNAT port for as long as it lives and some minutes after. {{outlet.name || app.name}} has used up its ports ({{usedPorts || '-'}} of {{allocatedPorts || '-'}}), so new connections fail or time out while old ones go on working.",
    "하나의 대상으로 나가는 연결마다 연결이 유지되는 동안과 종료 후 몇 분간 SNAT 포트를 사용합니다. {{outlet.name || app.name}}의 포트가 모두 사용되어({{usedPorts || '-'}}/{{allocatedPorts || '-'}}) 기존 연결은 유지되지만 새 연결은 실패하거나 시간 초과됩니다.",
  ),
  ruledOut: text(
    "SNAT ports were left at the time of the failure.",
    "실패 시점에 SNAT 포트가 남아 있었습니다.",
  ),
  culprits: ["outlet.id", "said(isPlainSite) && app.id"],
  actions: [
    {
      title: text("Attach a NAT gateway to the subnet", "서브넷에 NAT 게이트웨이 연결"),
      why: text(
        "It gives 64,512 ports for each public address, on demand and not preallocated. For an App Service app the virtual network integration must route all traffic.",
        "공용 IP 주소마다 64,512개의 포트를 미리 할당하지 않고 필요할 때 제공합니다. App Service 앱은 가상 네트워크 통합에서 모든 트래픽을 라우팅해야 합니다.",
      ),
      commands: ["az network vnet subnet update --ids {{callerSubnet}} --nat-gateway nat-outbound"],
      config: "Microsoft.Network/virtualNetworks/subnets: properties.natGateway",
      changes: true,
      needsRole: "Network Contributor",
      when: "callerSubnet && !(said(nat))",
      effects: [
        {
          kind: "set",
          id: "{{callerSubnet}}",
          values: {
            "/properties/natGateway":
              "{id: join('', ['/subscriptions/', id_subscription(callerSubnet), '/resourceGroups/', id_group(callerSubnet), '/providers/Microsoft.Network/natGateways/nat-outbound'])}",
          },
        },
      ],
    },
    {
      title: text("Give the NAT gateway more public addresses", "NAT 게이트웨이에 공용 IP 추가"),
      why: text(
        "Each address has 64,512 ports for each destination; a gateway takes 16 of them.",
        "주소마다 대상별로 64,512개의 포트를 제공하며 게이트웨이에는 16개까지 연결할 수 있습니다.",
      ),
      commands: [
        "az network public-ip prefix create --resource-group {{nat.resourceGroup}} --name {{join('-', [nat.name, 'outbound'])}} --length 30",
        "az network nat gateway update --resource-group {{nat.resourceGroup}} --name {{nat.name}} --public-ip-prefixes {{join('-', [nat.name, 'outbound'])}}",
      ],
      config: "Microsoft.Network/natGateways: properties.publicIpAddresses, publicIpPrefixes",
      changes: true,
      needsRole: "Network Contributor",
      when: "said(nat)",
      effects: [{ kind: "measure", id: "{{nat.id}}", metric: "SNATConnectionCount", value: "`0`" }],
    },
    {
      title: text(
        "Give the firewall more public addresses, or a NAT gateway",
        "방화벽에 공용 IP를 추가하거나 NAT 게이트웨이 연결",
      ),
      why: text(
        "Azure Firewall has 2,496 SNAT ports for each public address and instance; a NAT gateway on AzureFirewallSubnet gives 64,512 for each address.",
        "Azure Firewall은 공용 IP와 인스턴스마다 SNAT 포트 2,496개를 사용합니다. AzureFirewallSubnet에 NAT 게이트웨이를 연결하면 IP마다 64,512개를 사용할 수 있습니다.",
      ),
      commands: [
        "az network firewall ip-config list --resource-group {{firewall.resourceGroup}} --firewall-name {{firewall.name}} --output table",
      ],
      config:
        "Microsoft.Network/azureFirewalls: properties.ipConfigurations; AzureFirewallSubnet: natGateway",
      changes: true,
      needsRole: "Network Contributor",
      when: "said(firewallIsFull)",
      effects: [{ kind: "measure", id: "{{firewall.id}}", metric: "SNATPortUtilization", value: "`20`" }],
    },
    {
      title: text("Give the load balancer more outbound ports", "부하 분산 장치의 아웃바운드 포트 늘리기"),
      why: text(
        "More outbound addresses, and more allocated ports for each node.",
        "아웃바운드 IP를 추가하고 노드당 할당 포트(allocatedOutboundPorts)를 늘리세요.",
      ),
      commands: [
        "az aks update --resource-group {{app.resourceGroup}} --name {{app.name}} --load-balancer-managed-outbound-ip-count 4 --load-balancer-outbound-ports 4000",
      ],
      config: "networkProfile.loadBalancerProfile.allocatedOutboundPorts, managedOutboundIPs.count",
      changes: true,
      needsRole: "Azure Kubernetes Service Contributor Role",
      when: "app.type == 'microsoft.containerservice/managedclusters' && balancer.id",
      effects: [
        { kind: "measure", id: "{{balancer.id}}", metric: "AllocatedSnatPorts", value: "`16000`" },
        { kind: "measure", id: "{{balancer.id}}", metric: "SnatConnectionCount", value: "`0`" },
      ],
    },
    {
      title: text("Reuse connections in the code", "코드에서 연결 재사용"),
      why: text(
        "One client for all requests (HttpClient, SDK clients, database pools) instead of one a request; private endpoints and service endpoints need no SNAT port.",
        "요청마다 새로 만들지 말고 하나의 클라이언트(HttpClient, SDK 클라이언트, DB 연결 풀)를 재사용하세요. 프라이빗 엔드포인트와 서비스 엔드포인트는 SNAT 포트를 사용하지 않습니다.",
      ),
      commands: [],
      config: "connection pooling, keep-alive",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "Used SNAT ports stay below the allocated ones.",
      "사용된 SNAT 포트가 할당된 포트보다 적게 유지됩니다.",
    ),
    commands: [
      "az monitor metrics list --resource {{outlet.id}} --metric SnatConnectionCount --interval PT1M",
    ],
  },
};
