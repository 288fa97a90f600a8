import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

export const codeCliTokenCache: Playbook = {
  code: "code.cli-token-cache-regression",
  title: text(
    "The Azure CLI uses a federated token again after it has expired",
    "Azure CLI가 만료된 페더레이션 토큰을 다시 사용합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect",
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
    "https://learn.microsoft.com/cli/azure/release-notes-azure-cli",
  ],
  raisedBy: `${hasCode("AADSTS700024")} || ${errorMatches("assertion is not within its valid time range", "token cache", "msal_token_cache")}`,
  needsTarget: false,
  competitors: ["code.jwt-exp-timezone", "entra.federated-subject-mismatch", "entra.client-secret-expired"],
  reads: {},
  let: {
    now: "find(request.error, 'Current time: ?([0-9T:-]{19})')",
    from: "find(request.error, 'assertion valid from ?:?([0-9T :-]{19,20})')",
    until: "find(request.error, 'expiry time of assertion ?:?([0-9T :-]{19,20})')",
    /** A CI system's token lives for minutes; a client assertion that code signs lives as long as the code says. */
    lifetimeSeconds: "seconds_between(join('', [trim(from), 'Z']), join('', [trim(until), 'Z']))",
    hasExpired: "before(join('', [trim(until), 'Z']), join('', [now, 'Z']))",
    cliVersion:
      "signals.fields.\"azure-cli\" || (signals.tools[?tool == 'azure-cli' && version] | [0].version)",
    isCli:
      "cliVersion || length(signals.tools[?tool == 'azure-cli' || tool == 'azure-powershell' || tool == 'azd']) > `0`",
    isFederated:
      "sent_matches('id-token: ?write|azure/login@|AZURE_FEDERATED_TOKEN|addSpnToEnvironment|federated|ACTIONS_ID_TOKEN|workloadIdentityFederation|--federated-token|ID_TOKEN')",
    didLogIn: "sent_matches('Login successful|Running Azure CLI Login|azure/login@|az login')",
  },
  holds: `(${hasCode("AADSTS700024")}) && isCli && isFederated && didLogIn && now && from && until && hasExpired && lifetimeSeconds <= \`3600\``,
  layer: 8,
  explanation: text(
    "The sign-in itself worked. The token of the CI system (valid from {{trim(from)}} to {{trim(until)}}) was kept by the client tool (version {{cliVersion || 'unknown'}}) and sent again at {{now}}, when it had expired: the tool asks for a new access token although a cached one should serve. Azure CLI 2.59.0 has this regression; no setting in Azure is wrong.",
    "로그인 자체는 성공했습니다. 클라이언트 도구(버전 {{cliVersion || 'unknown'}})가 CI 시스템의 토큰({{trim(from)}}부터 {{trim(until)}}까지)을 보관했다가 만료 후인 {{now}}에 다시 보냈습니다. 캐시된 액세스 토큰을 써야 하는데 새 토큰을 요청하는 Azure CLI 2.59.0의 회귀 문제이며 Azure 설정 문제가 아닙니다.",
  ),
  ruledOut: text(
    "The client tool did not send an expired federated token again.",
    "클라이언트 도구가 만료된 페더레이션 토큰을 다시 보내지 않았습니다.",
  ),
  actions: [
    {
      title: text(
        "Use another version of the Azure CLI, or sign in again before the late step",
        "다른 버전의 Azure CLI를 사용하거나 늦은 단계 전에 다시 로그인",
      ),
      why: text(
        "Pin 2.58.0 or update the Azure CLI to 2.60.0 or newer. Until then run azure/login again right before the step that fails.",
        "Azure CLI를 2.58.0으로 고정하거나 2.60.0 이상으로 업데이트하세요. 그 전에는 실패하는 단계 바로 앞에서 azure/login을 다시 실행하세요.",
      ),
      commands: ["az upgrade --yes"],
      config: "azure-cli >= 2.60.0",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The late step passes more than five minutes after the sign-in.",
      "로그인 후 5분이 지나도 늦은 단계가 성공합니다.",
    ),
    commands: ["az version"],
  },
};
