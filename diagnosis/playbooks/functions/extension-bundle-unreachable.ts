import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches } from "../error-text.ts";
import { firewallFacts, firewallReads } from "../network/firewall-denials.ts";
import { outboundFacts, outboundReads } from "../network/outbound-evidence.ts";
import { text } from "../text.ts";
import { hostLine, hostLogRead } from "./host-evidence.ts";

const unreachable =
  "(?:unable to|could not|cannot|can.t|failed to|error|failure).{0,60}extension ?bundle|extension ?bundle.{0,80}(?:failed|could not|cannot|not found|unable|not available)";
/** The frame in which the host looks for the bundle's versions or fetches one. */
const fetching = "ExtensionBundleManager[.][A-Za-z]{3,60}[(]";
const cdn =
  "(?:cdn[.]functions[.]azure|functionscdn[.]azureedge|cdn-staging[.]functions).{0,200}(?:refused|timed? ?out|failed|not known|403|No such host|reset|unreachable|SSL|443)";
const range =
  "does not meet the required minimum version|bundle.{0,60}(?:version|range).{0,40}(?:not valid|invalid|not found|no match|not supported)";

export const functionsBundleUnreachable: Playbook = {
  code: "functions.extension-bundle-unreachable",
  title: text(
    "The extension bundle cannot be fetched, or its range is wrong",
    "확장 번들을 가져올 수 없거나 버전 범위가 잘못되었습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-functions/extension-bundles",
    "https://learn.microsoft.com/azure/azure-functions/functions-recover-extension-bundle",
    "https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
  ],
  raisedBy: `${errorMatches(unreachable, cdn, range, "extension ?bundle|ExtensionBundle|0 functions (?:found|loaded)|No job functions found|확장 번들|binding type.{1,60}(?:are|is) not registered")} || ${anyTextRaises("ExtensionBundle")} && ${errorMatches("host error|host is not running|functions? (?:found|loaded)|503|did not start|sync(?:ing)? triggers?|functions?.{0,40}(?:empty|missing|gone|disappear|not (?:listed|shown))|함수.{0,30}(?:비어|없|사라|안 보)")}`,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: false,
  competitors: ["platform.defective-bundle-release", "appservice.site-stopped"],
  reads: {
    site: {
      title: text("{{target.name}}: outbound routing", "{{target.name}}: 아웃바운드 라우팅"),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "target",
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
    ...outboundReads,
    ...firewallReads,
    /** What a firewall wrote down only tells which host it was; many keep no such log. */
    denials: { ...firewallReads["denials"]!, optional: true },
    ...hostLogRead,
  },
  let: {
    ...outboundFacts,
    ...firewallFacts("functions[.]azure[.]com|functionscdn[.]azureedge"),
    /** The host itself calls, and nothing but the download address is of interest. */
    app: "site",
    addressed: "`null`",
    peerAddress: "`null`",
    port: "`443`",
    isBlocked:
      "routesAll && (route.properties.nextHopType == 'None' || denial.Action == 'Deny' && denial.Fqdn || denied.properties.access == 'Deny' && denied.properties.destinationAddressPrefix)",
    /** A host that started and lacks a binding has missed no bundle: then the words are somebody's guess. */
    isSaid: `(${errorMatches(cdn, range, fetching)} || ${errorMatches(unreachable)} && !(${errorMatches("binding type.{1,60}(?:are|is) not registered")}))`,
    logged: `${hostLine(unreachable)} || ${hostLine(cdn)} || ${hostLine(range)} || ${hostLine(fetching)}`,
    sources: "values(not_null(request.source_code, `{}`))",
    hostJson: "sources[?matches(@, 'Microsoft[.]Azure[.]Functions[.]ExtensionBundle')] | [0]",
    /** A host that asks for no bundle fetches none. */
    asksForNone:
      "length(items(not_null(request.source_code, `{}`))[?ends_with(@[0], 'host.json') && matches(@[1], '\"version\"') && !matches(@[1], 'extensionBundle')]) > `0` && hostJson == `null`",
    refusedHost: "routesAll && readable(denials) && denial.Fqdn || `null`",
    asked: 'find(not_null(hostJson, \'\'), \'"version" ?: ?"([[(][^"]{3,30})"\')',
    /** Host 4 loads no bundle of the first two majors, whatever the network lets through. */
    isTooOld: "said(asked) && matches(asked, '^[[(](?:1|2[.][0-5])[.,*]')",
    integration: "(readable(site) && site.properties.virtualNetworkSubnetId) || `null`",
    routesAll:
      "readable(site) && (site.properties.vnetRouteAllEnabled || site.properties.outboundVnetRouting.allTraffic || site.properties.outboundVnetRouting.applicationTraffic) || `null`",
    failsToStart: errorMatches(
      "host error|host is not running|did not start|0 functions|No job functions|unavailable|50[0-9]",
      "SSL|timed? ?out|refused|reset|No such host|closed the transport|네트워크|시간 ?초과",
    ),
  },
  holds:
    "(isSaid || isTooOld && asked || isBlocked && said(failsToStart) || logged != `null`) && !(said(asksForNone)) && not_null(refusedHost, `true`) && not_null(asked, `true`) && not_null(integration, `true`) && not_null(routesAll, `true`) && (said(routeTable.id) || `true`)",
  layer: 2,
  explanation: text(
    "The host needs the extension bundle that host.json asks for (range {{asked || 'not stated'}}) and does not get it: the range has no usable version, or the app's outbound traffic cannot reach the download address cdn.functions.azure.com. Without the bundle no trigger is registered.",
    "호스트가 host.json에서 요청한 확장 번들(범위 {{asked || 'not stated'}})을 가져오지 못합니다. 범위에 사용할 수 있는 버전이 없거나 앱의 아웃바운드 트래픽이 cdn.functions.azure.com에 도달하지 못합니다. 번들이 없으면 트리거가 등록되지 않습니다.",
  ),
  ruledOut: text(
    "The host loads its extension bundle, or needs none.",
    "호스트가 확장 번들을 로드하거나 번들이 필요하지 않습니다.",
  ),
  culprits: ["said(isBlocked) && routeTable.id", "said(isBlocked) && firewall.id"],
  actions: [
    {
      title: text(
        "Ask for a supported range, and let the app reach the download address",
        "지원되는 범위를 지정하고 다운로드 주소 허용",
      ),
      why: text(
        "Functions 4.x wants version [4.*, 5.0.0). With all traffic routed through the network, firewall and NSG must allow HTTPS to cdn.functions.azure.com.",
        "Functions 4.x에는 [4.*, 5.0.0)이 필요합니다. 모든 트래픽을 네트워크로 라우팅하면 방화벽과 NSG가 cdn.functions.azure.com으로의 HTTPS를 허용해야 합니다.",
      ),
      commands: [],
      config: "host.json: extensionBundle.version [4.*, 5.0.0); firewall rule to cdn.functions.azure.com:443",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The host logs which bundle it loads, and how many functions it found.",
      "호스트 로그에 로드한 번들과 함수 수가 표시됩니다.",
    ),
    commands: [],
  },
};
