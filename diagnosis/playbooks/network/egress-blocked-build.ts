import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { callerFacts } from "./caller-network.ts";
import { firewallFacts, firewallReads } from "./firewall-denials.ts";
import { isBuild } from "./network-symptoms.ts";
import { outboundFacts, outboundReads } from "./outbound-evidence.ts";
import { allowEffect, freePriority } from "./rule-effect.ts";

/** Where builds fetch packages, SDKs and base images from: the world's registries, and Microsoft's. */
const publicHosts =
  "pypi\\.org|pythonhosted\\.org|npmjs\\.org|yarnpkg\\.com|nuget\\.org|maven\\.org|golang\\.org|rubygems\\.org|packagist\\.org|debian\\.org|ubuntu\\.com|docker\\.io|github\\.com";
const microsoftHosts = "oryx-cdn|oryxsdks|mcr\\.microsoft\\.com|visualstudio\\.com|azureedge\\.net";
const packageHosts = `${publicHosts}|${microsoftHosts}`;

export const egressBlockedBuild: Playbook = {
  code: "network.egress-blocked-build",
  title: text(
    "The build's outbound traffic is blocked by the virtual network",
    "가상 네트워크가 빌드의 아웃바운드 트래픽을 차단합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/overview-vnet-integration",
    "https://learn.microsoft.com/troubleshoot/azure/app-service/troubleshoot-deployment-oryx-build",
    "https://learn.microsoft.com/azure/azure-monitor/reference/tables/azfwapplicationrule",
  ],
  raisedBy: isBuild,
  needsTarget: false,
  competitors: ["network.nsg-egress-deny", "network.udr-blackhole"],
  reads: {
    ...outboundReads,
    ...firewallReads,
    /** ACR Tasks run in a virtual network where they are sent to an agent pool that stands in one. */
    agentPools: {
      title: text("Agent pools of {{registry.name}}", "{{registry.name}}의 에이전트 풀"),
      request: { kind: "arm", path: "{{registry.id}}/agentPools" },
      when: "usesPool",
      permission: "Microsoft.ContainerRegistry/registries/agentPools/read",
      optional: true,
    },
  },
  let: {
    ...outboundFacts,
    ...firewallFacts(packageHosts),
    ...freePriority("groups"),
    registry: "targets('microsoft.containerregistry/registries') | [0]",
    usesPool: `registry.id && sent_matches('agent[-_ ]?pool', 'az acr (build|run|task)')`,
    pool: "said(usesPool && readable(agentPools)) && agentPools.value[?mentions($.sentText, name)] | [0] || `null`",
    sentText:
      "join(' ', [request.error, not_null(request.context.notes, ''), join(' ', values(not_null(request.source_code, `{}`)))])",
    /** Without such a pool the run is on Microsoft's own machines, in no network of the tenant. */
    isTaskRun: errorMatches(
      "az acr (?:build|run|task)",
      "Queued a (?:build|run) with ID",
      "Run ID: .{1,20} failed",
    ),
    builder: "said(pool.name) || app.name",
    callerSubnet: `said(pool.name) && pool.properties.virtualNetworkSubnetResourceId || ${callerFacts["callerSubnet"]}`,
    /** The world's registries stand outside Azure, whatever service else the error names. */
    flow: `said(${errorMatches(publicHosts)} && !${errorMatches(microsoftHosts)}) && {direction: 'Outbound', port: port, address: peerAddress, tags: \`[]\`, local: subnet.properties.addressPrefix} || ${outboundFacts["flow"]}`,
    /** Traffic of the build goes through the network only where all of it does. */
    routesAll:
      "app.type != 'microsoft.web/sites' || app.properties.vnetRouteAllEnabled == `true` || app.properties.outboundVnetRouting.allTraffic == `true` || app.properties.outboundVnetRouting.applicationTraffic == `true`",
    blockedByHop:
      "subnet.properties.routeTable.id && routesAll && (route.properties.nextHopType == 'VirtualAppliance' && denial.Action == 'Deny' && denial.Fqdn || route.properties.nextHopType == 'None')",
    blockedByGroup:
      "subnet.properties.networkSecurityGroup.id && routesAll && denied.properties.access == 'Deny'",
    isBuild,
    blockedHost: "denial.Fqdn || `null`",
  },
  holds:
    "(blockedByHop || blockedByGroup) && isBuild && (!said(isTaskRun) || pool.properties.virtualNetworkSubnetResourceId)",
  layer: 3,
  explanation: text(
    "All outbound traffic of {{builder}} goes through the subnet {{subnet.name}}, the build's too. There it is stopped before it reaches the package source ({{blockedHost || 'Internet'}}), so the packages were never installed and the application does not find its modules.",
    "{{builder}}의 모든 아웃바운드 트래픽은 빌드를 포함해 서브넷 {{subnet.name}}을(를) 거칩니다. 여기에서 패키지 원본({{blockedHost || 'Internet'}})에 도달하기 전에 차단되어 패키지가 설치되지 않았고 애플리케이션이 모듈을 찾지 못합니다.",
  ),
  ruledOut: text(
    "Nothing in the app's network blocks the traffic of the build.",
    "앱의 네트워크에서 빌드 트래픽을 차단하는 것이 없습니다.",
  ),
  culprits: [
    "app.id",
    "pool.id",
    "subnet.id",
    "routeTable.id",
    "firewall.id",
    "said(blockedByGroup) && id_parent(denied.id)",
  ],
  actions: [
    {
      title: text("Allow the package sources outbound", "패키지 원본으로의 아웃바운드 허용"),
      why: text(
        "Add an application rule (FQDN) to the firewall, or a rule to the network security group, for the package registry and the build image source: pypi.org, files.pythonhosted.org, the host of your npm or NuGet feed, oryx-cdn.microsoft.io.",
        "방화벽에 애플리케이션 규칙(FQDN)을, 또는 네트워크 보안 그룹에 허용 규칙을 추가하세요: pypi.org, files.pythonhosted.org, 사용하는 npm·NuGet 피드 호스트, oryx-cdn.microsoft.io.",
      ),
      commands: ["az network firewall show --ids {{firewall.id}} --query firewallPolicy.id"],
      config: "Microsoft.Network/firewallPolicies/ruleCollectionGroups: application rule, targetFqdns",
      changes: false,
      needsRole: "Network Contributor",
      when: "firewall.id",
    },
    {
      title: text("Allow the package sources outbound", "패키지 원본으로의 아웃바운드 허용"),
      why: text(
        "The rule {{denied.name}} denies them: allow HTTPS to the Internet (or to the addresses of the package sources) before it, at least while builds run.",
        "규칙 {{denied.name}}이(가) 차단합니다. 빌드하는 동안만이라도 이 규칙보다 앞에 인터넷(또는 패키지 원본 주소)으로의 HTTPS 허용 규칙을 추가하세요.",
      ),
      commands: [
        "az network nsg rule create --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-package-sources --priority {{freePriority}} --direction Outbound --access Allow --protocol Tcp --destination-address-prefixes Internet --destination-port-ranges 443",
      ],
      config: "Microsoft.Network/networkSecurityGroups/securityRules: direction Outbound, access Allow",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network nsg rule delete --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-package-sources",
      when: "said(blockedByGroup)",
      effects: [
        allowEffect("Outbound", { name: "'allow-package-sources'", remote: "'Internet'", port: "'443'" }),
      ],
    },
    {
      title: text("Or build in CI and ship the packages", "또는 CI에서 빌드하여 패키지를 함께 배포"),
      why: text(
        "Build in the pipeline, include the installed packages in the deployment package, and set SCM_DO_BUILD_DURING_DEPLOYMENT=false.",
        "파이프라인에서 빌드하고 설치된 패키지를 배포 패키지에 포함한 뒤 SCM_DO_BUILD_DURING_DEPLOYMENT=false로 설정하세요.",
      ),
      commands: [
        "az webapp config appsettings set --resource-group {{app.resourceGroup}} --name {{app.name}} --settings SCM_DO_BUILD_DURING_DEPLOYMENT=false",
      ],
      config: "app setting SCM_DO_BUILD_DURING_DEPLOYMENT",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config appsettings set --resource-group {{app.resourceGroup}} --name {{app.name}} --settings SCM_DO_BUILD_DURING_DEPLOYMENT=true",
      when: "app.type == 'microsoft.web/sites'",
    },
    {
      title: text("Or let the build agent out of the network", "또는 빌드 에이전트의 아웃바운드 경로 변경"),
      why: text(
        "Allow outbound access from the build's subnet, or run the build where the package sources are reachable.",
        "빌드 서브넷의 아웃바운드를 허용하거나 패키지 원본에 접근할 수 있는 곳에서 빌드하세요.",
      ),
      commands: ["az network vnet subnet show --ids {{subnet.id}}"],
      changes: false,
      when: "app.type != 'microsoft.web/sites'",
    },
  ],
  verify: {
    text: text(
      "The next build installs its packages, and the firewall logs no denial for them.",
      "다음 빌드에서 패키지가 설치되고 방화벽 로그에 거부 기록이 없습니다.",
    ),
    commands: ["az network vnet subnet show --ids {{subnet.id}} --query routeTable.id"],
  },
};
