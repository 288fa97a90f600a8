import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

const saysShare = errorMatches(
  "storage file share|file share failed|content ?share|WEBSITE_CONTENT|check if the storage account is accessible",
  "Access to the path .{0,20}home.site.wwwroot.{0,40} is denied|Could not find a part of the path .{0,10}home|mount(?:ing)? .{0,60}(?:share|storage|volume)|network path was not found|volume is currently in R/O mode",
  "There was a conflict.{0,40}\\(403\\) Forbidden|콘텐츠 공유|파일 공유",
  "(?:function|함수|app).{0,80}(?:files?|content).{0,30}(?:not be loaded|cannot|could not|unreachable|missing)|specified network name",
);
/** What the portal says of every host that does not start. */
const saysUnreachable = errorMatches("runtime is unreachable|not able to load some functions");
/** A host that reads host.json and looks for its bundle has its files. */
const hostReadsFiles = errorMatches("extension ?bundle|ExtensionBundle");

export const functionsContentShare: Playbook = {
  code: "functions.content-share-not-over-vnet",
  title: text(
    "The content share is called past the virtual network",
    "콘텐츠 공유 트래픽이 가상 네트워크를 거치지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-functions/configure-networking-how-to#restrict-your-storage-account-to-a-virtual-network",
    "https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#content-share",
  ],
  raisedBy: `${saysShare} || ${saysUnreachable} || ${anyTextRaises("WEBSITE_CONTENTSHARE|vnetContentShareEnabled|WEBSITE_CONTENTOVERVNET")}`,
  /** What was to be created is not there: another app that stands beside is not it. */
  target:
    "targets('microsoft.web/sites', 'microsoft.web/sites/slots')[?matchedBy != 'neighbour' || !matches($.request.error, 'creation of storage file share failed')]",
  needsTarget: false,
  competitors: ["appservice.site-stopped"],
  reads: {
    site: {
      title: text(
        "{{target.name}}: virtual network and content share",
        "{{target.name}}: 가상 네트워크와 콘텐츠 공유",
      ),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "target",
      permission: "Microsoft.Web/sites/read",
    },
    accounts: {
      title: text(
        "Storage account {{id_name(item)}}: network rules",
        "스토리지 계정 {{id_name(item)}}: 네트워크 규칙",
      ),
      request: { kind: "arm", path: "{{item}}" },
      each: "accountIds",
      permission: "Microsoft.Storage/storageAccounts/read",
    },
  },
  let: {
    /** The account that the request names; else those beside the app, since the setting that names it is a secret. */
    accountIds:
      "(targets('microsoft.storage/storageaccounts') || candidates('microsoft.storage/storageaccounts'))[].id",
    account:
      "accounts[?properties.publicNetworkAccess == 'Disabled' || properties.networkAcls.defaultAction == 'Deny'] | [0]",
    isClosed:
      "same_text(account.properties.publicNetworkAccess, 'Disabled') || same_text(account.properties.networkAcls.defaultAction, 'Deny')",
    sources: "values(not_null(request.source_code, `{}`))",
    isRoutedInCode:
      "length(sources[?matches(@, 'WEBSITE_CONTENTOVERVNET|(?:vnetContentShareEnabled|vnet_content_share_enabled|contentShareTraffic)[\"]?.{1,6}true')]) > `0`",
    plannedSubnet:
      "sources[?matches(@, 'virtualNetworkSubnetId|virtual_network_subnet_id|--vnet|--subnet')] | [0]",
    saysNotCreated: errorMatches("Creation of storage file share failed|There was a conflict"),
    /** An app that is there says it itself; one that could not be created is what the template says. */
    isIntegrated: "site.properties.virtualNetworkSubnetId || !(target) && (plannedSubnet || saysNotCreated)",
    isPastNetwork:
      "target && site.properties.vnetContentShareEnabled != `true` && site.properties.outboundVnetRouting.contentShareTraffic != `true` || !(target) && `true`",
  },
  holds: `(${saysShare} || ${saysUnreachable} && !${hostReadsFiles}) && isIntegrated && isPastNetwork && !isRoutedInCode && isClosed`,
  layer: 2,
  explanation: text(
    "{{account.name}} admits no public traffic. The app is integrated with a virtual network, but the traffic to its content share does not go through it: the platform mounts the share over the public endpoint, and is refused.",
    "{{account.name}}은(는) 공용 트래픽을 허용하지 않습니다. 앱은 가상 네트워크와 통합되어 있지만 콘텐츠 공유 트래픽은 가상 네트워크를 거치지 않아 플랫폼이 공용 엔드포인트로 공유를 탑재하려다 거부됩니다.",
  ),
  ruledOut: text(
    "Content traffic goes through the virtual network, or the storage account is open.",
    "콘텐츠 트래픽이 가상 네트워크를 거치거나 스토리지 계정이 열려 있습니다.",
  ),
  culprits: ["account.id"],
  actions: [
    {
      title: text(
        "Send content traffic through the virtual network",
        "콘텐츠 트래픽을 가상 네트워크로 라우팅",
      ),
      why: text(
        "Set vnetContentShareEnabled (or the setting WEBSITE_CONTENTOVERVNET=1 on older templates) and create the share beforehand: the platform cannot create it in a closed account.",
        "vnetContentShareEnabled(이전 템플릿은 WEBSITE_CONTENTOVERVNET=1)를 설정하고 공유를 미리 만드세요. 닫힌 계정에서는 플랫폼이 공유를 만들 수 없습니다.",
      ),
      commands: [
        "az resource update --ids {{target.id}} --set properties.vnetContentShareEnabled=true",
        "az storage share-rm create --storage-account {{account.id}} --name {{lower(target.name)}}",
      ],
      config: "Microsoft.Web/sites: properties.vnetContentShareEnabled; WEBSITE_CONTENTOVERVNET=1",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az resource update --ids {{target.id}} --set properties.vnetContentShareEnabled=false",
      when: "target",
      effects: [
        { kind: "set", id: "{{target.id}}", values: { "/properties/vnetContentShareEnabled": "`true`" } },
      ],
    },
    {
      title: text(
        "Create the share first, and set vnetContentShareEnabled in the template",
        "공유를 먼저 만들고 템플릿에 vnetContentShareEnabled 설정",
      ),
      why: text(
        "WEBSITE_CONTENTSHARE names the share; with content over the virtual network the platform does not create it.",
        "WEBSITE_CONTENTSHARE에 공유 이름을 지정하세요. 가상 네트워크로 라우팅하면 플랫폼이 공유를 만들지 않습니다.",
      ),
      commands: ["az storage share-rm create --storage-account {{account.id}} --name function-content"],
      config: "Microsoft.Web/sites: properties.vnetContentShareEnabled; WEBSITE_CONTENTOVERVNET=1",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az storage share-rm delete --storage-account {{account.id}} --name function-content --yes",
      when: "!(target)",
    },
  ],
  verify: {
    text: text("The app starts, and its functions are listed.", "앱이 시작되고 함수가 나열됩니다."),
    commands: [],
  },
};
