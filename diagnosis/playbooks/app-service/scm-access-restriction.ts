import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { siteReads, siteTarget } from "./site-evidence.ts";

export const appServiceScmRestriction: Playbook = {
  code: "appservice.scm-access-restriction",
  title: text(
    "An access restriction of the SCM (Kudu) site refuses the deployment client",
    "SCM(Kudu) 사이트의 액세스 제한이 배포 클라이언트를 차단합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-an-scm-site",
    "https://learn.microsoft.com/azure/app-service/deploy-zip",
  ],
  raisedBy: `(${errorMatches("[.]scm[.]|kudu|zip ?deploy|msdeploy|OneDeploy|webapps-deploy|functions-action|az webapp deploy|az functionapp (?:deploy|publish)|func azure functionapp publish|publish profile|deploy web package|webapp-maven|azure-functions-maven|azurewebapp|remote: |logstream|log tail")} || ${concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"])} && ${errorMatches("deploy|publish|release|pipeline|배포|게시")}) && (${hasCode("403", "401")} || ${errorMatches("Ip Forbidden|Forbidden|forcibly closed|Site Unauthorized|refused|denied|거부|차단|막[히혀힘]")})`,
  target: siteTarget,
  needsTarget: true,
  competitors: ["appservice.site-stopped", "platform.service-incident"],
  reads: siteReads,
  let: {
    address: "signals.clientAddresses[0].address",
    usesMain: "config.properties.scmIpSecurityRestrictionsUseMain == `true`",
    rules:
      "not_null((usesMain && config.properties.ipSecurityRestrictions) || config.properties.scmIpSecurityRestrictions, `[]`)",
    isDefaultDeny:
      "!usesMain && config.properties.scmIpSecurityRestrictionsDefaultAction == 'Deny' || usesMain && config.properties.ipSecurityRestrictionsDefaultAction == 'Deny'",
    /** An older site has no default action: whoever no rule admits is refused as soon as there is one. */
    isListed:
      "!(config.properties.scmIpSecurityRestrictionsDefaultAction) && !usesMain && length(rules[?action == 'Allow' && ipAddress != 'Any']) > `0`",
    denyRule: "rules[?action == 'Deny'] | [0].ipAddress",
    allowed: "rules[?action == 'Allow'] | [0].ipAddress",
    admitted:
      "length(rules[?action == 'Allow' && ipAddress == 'Any']) > `0` || address && length(rules[?action == 'Allow' && any_in_cidr($.address, split(not_null(ipAddress, '')))]) > `0`",
    isClosed:
      "same_text(site.properties.publicNetworkAccess, 'Disabled') || same_text(config.properties.publicNetworkAccess, 'Disabled')",
    denies: "isDefaultDeny || denyRule || isListed",
  },
  holds: `site.properties.state == 'Running' && (denies && !admitted && not_null(allowed, \`true\`) || isClosed) && (rules[?action == 'Deny'] | [0].action || \`true\`) && (${errorMatches("[.]scm[.]|kudu|deploy|publish|logstream|log tail|배포|게시")})`,
  layer: 2,
  explanation: text(
    "The deployment goes to the SCM site of {{target.name}}, whose access restrictions admit only listed sources; the deployment client ({{address || 'its address is not stated'}}) is none of them. The main site may be open all the same.",
    "배포는 {{target.name}}의 SCM 사이트로 가며 액세스 제한은 등록된 원본만 허용합니다. 배포 클라이언트({{address || 'its address is not stated'}})는 포함되지 않습니다. 기본 사이트는 열려 있을 수 있습니다.",
  ),
  ruledOut: text("The SCM site admits the deployment client.", "SCM 사이트가 배포 클라이언트를 허용합니다."),
  actions: [
    {
      title: text("Admit the deployment client", "배포 클라이언트 허용"),
      why: text(
        "Hosted build agents change their address: add a rule in the pipeline and remove it afterwards, use the service tag AzureCloud or AzureDevOps, or a self-hosted agent in the network.",
        "호스팅 빌드 에이전트는 주소가 바뀝니다. 파이프라인에서 규칙을 추가하고 이후 제거하거나 AzureCloud, AzureDevOps 서비스 태그 또는 네트워크 안의 자체 호스팅 에이전트를 사용하세요.",
      ),
      commands: [
        "az webapp config access-restriction add --ids {{target.id}} --scm-site true --rule-name allow-deploy --action Allow --ip-address {{address}} --priority 150",
      ],
      config: "Microsoft.Web/sites/config: properties.scmIpSecurityRestrictions",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config access-restriction remove --ids {{target.id}} --scm-site true --rule-name allow-deploy",
      effects: [
        {
          kind: "append",
          id: "{{target.id}}/config/web",
          values: {
            "/properties/scmIpSecurityRestrictions":
              "{ipAddress: join('', [address, '/32']), action: 'Allow', priority: `150`, name: 'allow-deploy'}",
          },
          when: "address && !usesMain",
        },
        {
          kind: "append",
          id: "{{target.id}}/config/web",
          values: {
            "/properties/ipSecurityRestrictions":
              "{ipAddress: join('', [address, '/32']), action: 'Allow', priority: `150`, name: 'allow-deploy'}",
          },
          when: "address && usesMain",
        },
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/publicNetworkAccess": "'Enabled'" },
          when: "isClosed",
        },
      ],
    },
  ],
  verify: {
    text: text("The deployment passes.", "배포가 성공합니다."),
    commands: ["az webapp config access-restriction show --ids {{target.id}}"],
  },
};
