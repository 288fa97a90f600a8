import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { concerns, errorMatches } from "../error-text.ts";
import { timedOut } from "../network/network-symptoms.ts";
import { targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";

const aboutApiServer = `(${concerns(["aks"], ["microsoft.containerservice/managedclusters"])} || ${errorMatches("azmk8s\\.io|kubectl|helm|unable to connect to the server|kubernetes|kubeconfig|az aks|api server|AKS")})`;

export const aksApiServerIp: Playbook = {
  code: "aks.api-server-ip-not-authorized",
  title: text(
    "The caller's address is not in the cluster's authorized IP ranges",
    "호출자의 주소가 클러스터의 권한 있는 IP 범위에 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/connectivity/client-ip-address-cannot-access-api-server",
  ],
  raisedBy: `${aboutApiServer} && (${timedOut} || ${errorMatches("EOF|connection reset|refused|unauthorized ip|authorized ip|too busy to respond")})`,
  target:
    "targets('microsoft.containerservice/managedclusters') || candidates('microsoft.containerservice/managedclusters')",
  needsTarget: true,
  competitors: ["dns.private-zone-not-linked", "network.nsg-egress-deny", "network.udr-blackhole"],
  reads: {
    cluster: targetRead(
      text("access to the API server", "API 서버 액세스"),
      "Microsoft.ContainerService/managedClusters/read",
    ),
    addresses: {
      title: text(
        "Public addresses by which networks go out through NAT gateways",
        "NAT 게이트웨이의 아웃바운드 공용 IP 주소",
      ),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/publicipaddresses' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      when: "!(stated)",
      permission: "Microsoft.Network/publicIPAddresses/read",
      optional: true,
    },
  },
  let: {
    stated: "said(signals.clientAddresses[0].address) || `null`",
    ranges: "cluster.properties.apiServerAccessProfile.authorizedIPRanges",
    /** The name of the server that was called is the cluster's own; other clusters may stand beside it. */
    calledServers: "signals.hosts[?service == 'aks' && starts_with(pointer, '/error')].host",
    isCalled:
      "length(calledServers) == `0` || contains(calledServers, lower(not_null(cluster.properties.fqdn, ''))) || mentions(calledServers[0], target.name)",
    /** Without a stated address: a NAT gateway of another network goes out by one that is not listed. */
    outlets:
      "readable(addresses) && addresses.data[?properties.natGateway.id && !same_text(resourceGroup, $.cluster.properties.nodeResourceGroup)] || `[]`",
    outside: "outlets[?!any_in_cidr(properties.ipAddress, $.ranges)] | [0]",
    unlisted:
      "said(stated) && net.caller == 'denied' || !(said(stated)) && said(timedOut) && (outside.properties.ipAddress || length(outlets) == `0`)",
    seen: "stated || said(outside.properties.ipAddress) || `null`",
    net: "reachability(cluster, {address: stated, subnet: `null`})",
    aboutServer: `${errorMatches("azmk8s\\.io|cluster unreachable|unable to connect to the server|couldn.t get current server API|kubectl|helm|connection to the server")}`,
    timedOut,
  },
  holds: `cluster.properties.apiServerAccessProfile.authorizedIPRanges[0] && ${alsoShown("ranges[1]", "ranges[2]", "ranges[3]")} && cluster.properties.apiServerAccessProfile.enablePrivateCluster != \`true\` && unlisted && said(isCalled) && cluster.properties.powerState.code != 'Stopped' && aboutServer`,
  layer: 3,
  explanation: text(
    "The API server of {{target.name}} admits only its authorized IP ranges, and the caller {{seen || '-'}} is in none of them. Packets from elsewhere are dropped without an answer, so kubectl and helm time out.",
    "{{target.name}}의 API 서버는 권한 있는 IP 범위만 허용하며 호출자 {{seen || '-'}}은(는) 포함되지 않습니다. 다른 주소에서 온 패킷은 응답 없이 버려지므로 kubectl과 helm이 시간 초과됩니다.",
  ),
  culprits: ["said(outside.id)"],
  ruledOut: text(
    "The cluster has no authorized IP ranges, or they include the caller.",
    "클러스터에 권한 있는 IP 범위가 없거나 호출자가 포함되어 있습니다.",
  ),
  actions: [
    {
      title: text(
        "Add the caller's address to the authorized IP ranges",
        "권한 있는 IP 범위에 호출자 주소 추가",
      ),
      why: text(
        "The command replaces the whole list: give the present ranges and the new one. Hosted build agents change their address; use a self-hosted agent or `az aks command invoke` there.",
        "명령은 전체 목록을 바꾸므로 기존 범위와 새 주소를 함께 지정하세요. 호스팅 빌드 에이전트는 주소가 바뀌므로 자체 호스팅 에이전트나 `az aks command invoke`를 사용하세요.",
      ),
      commands: [
        "az aks update --resource-group {{target.resourceGroup}} --name {{target.name}} --api-server-authorized-ip-ranges {{seen && join(',', [join(',', ranges), seen])}}",
      ],
      config:
        "Microsoft.ContainerService/managedClusters: properties.apiServerAccessProfile.authorizedIPRanges",
      changes: true,
      needsRole: "Azure Kubernetes Service Contributor Role",
      undo: "az aks update --resource-group {{target.resourceGroup}} --name {{target.name}} --api-server-authorized-ip-ranges {{join(',', cluster.properties.apiServerAccessProfile.authorizedIPRanges)}}",
      effects: [
        {
          kind: "append",
          id: "{{target.id}}",
          values: { "/properties/apiServerAccessProfile/authorizedIPRanges": "seen" },
        },
      ],
    },
  ],
  verify: {
    text: text("The address is listed, and kubectl answers.", "주소가 표시되고 kubectl이 응답합니다."),
    commands: [
      "az aks show --resource-group {{target.resourceGroup}} --name {{target.name}} --query apiServerAccessProfile.authorizedIpRanges",
    ],
  },
};
