import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

/** A login that worked leaves a token that later commands of the very same session do not find. */
const saysMiss = errorMatches("can.t find token (?:from|in) (?:the )?msal cache");

export const codeCliTokenCache: Playbook = {
  code: "code.cli-token-cache-regression",
  title: text(
    "The token cache of the Azure CLI has a regression",
    "Azure CLI의 토큰 캐시에 회귀 문제가 있습니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect",
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
    "https://learn.microsoft.com/cli/azure/release-notes-azure-cli",
    "https://github.com/Azure/azure-cli/issues/32853",
  ],
  raisedBy: `${hasCode("AADSTS700024")} || ${saysMiss} || ${errorMatches("assertion is not within its valid time range", "token cache", "msal_token_cache")}`,
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
    /** Releases in which it is known: 2.59.0 sends an expired assertion, 2.83.0 finds none for anything but Azure Resource Manager. */
    isKnownRelease: "contains(['2.59.0', '2.83.0'], cliVersion)",
    /** Who tried says that another release, or another tool, gets its token. */
    isTried:
      "sent_matches('(?:az|cli|azure-cli|version)[^0-9]{0,20}2[.][0-9]{1,3}.{0,100}(?:works|fine|without (?:trouble|problem|error)|no (?:trouble|problem)|green|succeed|정상|문제없|됩니다)')",
    /** Nothing but the token of a CI system or of a federated workload lives for minutes. */
    isShortLived: "isKnownRelease && lifetimeSeconds <= `900`",
    missedAfterLogin: `${saysMiss} && signals.fields."azure-cli" && sent_matches('az login') && (isKnownRelease || isTried)`,
    didLogIn: "sent_matches('Login successful|Running Azure CLI Login|azure/login@|az login')",
  },
  holds: `missedAfterLogin || (${hasCode("AADSTS700024")}) && isCli && (isFederated || isShortLived) && didLogIn && now && from && until && hasExpired && lifetimeSeconds <= \`3600\``,
  layer: 8,
  explanation: text(
    "The sign-in itself worked; the client tool (version {{cliVersion || 'unknown'}}) does not make use of it, and no setting in Azure is wrong. Known are 2.59.0, which sends the token of a CI system again when it has expired (here valid from {{said(from) && trim(from) || '-'}} to {{said(until) && trim(until) || '-'}}, sent at {{now || '-'}}), and 2.83.0, which finds no token in its cache for anything but Azure Resource Manager.",
    "로그인 자체는 성공했지만 클라이언트 도구(버전 {{cliVersion || 'unknown'}})가 이를 사용하지 못하며 Azure 설정 문제가 아닙니다. 2.59.0은 만료된 CI 시스템 토큰을 다시 보내고(유효 기간 {{said(from) && trim(from) || '-'}}부터 {{said(until) && trim(until) || '-'}}까지, 전송 시각 {{now || '-'}}), 2.83.0은 Azure Resource Manager 이외의 리소스에 대한 토큰을 캐시에서 찾지 못하는 것으로 알려져 있습니다.",
  ),
  ruledOut: text(
    "The client tool did not lose its token, nor send an expired one again.",
    "클라이언트 도구가 토큰을 잃거나 만료된 토큰을 다시 보내지 않았습니다.",
  ),
  actions: [
    {
      title: text(
        "Go back to the release before, or on to a fixed one",
        "이전 버전으로 되돌리거나 수정된 버전 사용",
      ),
      why: text(
        "Install Azure CLI 2.82.0 and pin it until a later release has the fix. Logging in again does not help; Az PowerShell is not affected.",
        "Azure CLI 2.82.0을 설치해 수정된 버전이 나올 때까지 고정하세요. 다시 로그인해도 해결되지 않으며 Az PowerShell은 영향을 받지 않습니다.",
      ),
      commands: ["winget install --exact --id Microsoft.AzureCLI --version 2.82.0"],
      config: "azure-cli == 2.82.0",
      changes: false,
      when: "missedAfterLogin",
    },
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
      when: "!(said(missedAfterLogin))",
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
