import type { Playbook } from "../../playbook.ts";
import { eligibilityFacts, eligibilityReads } from "../eligibility-evidence.ts";
import { anyTextMatches, errorMentions } from "../error-text.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";

/** What every Key Vault cause is weighed on: the vault, its audit log, who called, and what that identity may do. */
export const keyVaultReads: Playbook["reads"] = {
  vault: {
    title: {
      en: "Key Vault {{target.name}}: network rules and permission model",
      ko: "Key Vault {{target.name}}: 네트워크 규칙과 권한 모델",
    },
    request: { kind: "arm", path: "{{target.id}}" },
    permission: "Microsoft.KeyVault/vaults/read",
  },
  logs: {
    title: {
      en: "Audit log of {{target.name}} around the failure",
      ko: "실패 시점 전후의 {{target.name}} 감사 로그",
    },
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "AzureDiagnostics | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  ...roleReads,
  ...workloadReads,
  ...eligibilityReads,
};

/** The columns of AzureDiagnostics carry the claim's full name or a short one, by the age of the workspace. */
const loggedOid =
  "(said(refusal.identity_claim_oid_g) || refusal.identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g)";
const firewallSentence = "Client address is not authorized and caller is not a trusted service";

export const keyVaultFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  ...roleFacts,
  /** The refused call nearest to the failure, where the audit log has it. */
  refusal:
    "readable(logs) && min_by(not_null(logs.rows, `[]`)[?to_number(to_string(httpStatusCode_d)) == `403`], &abs(seconds_between(TimeGenerated, $.signals.observedAt))) || `null`",
  loggedPrincipal: `${loggedOid} || \`null\``,
  loggedAddress: "refusal.CallerIPAddress || `null`",
  logSaysFirewall: `refusal && mentions(refusal.ResultDescription, '${firewallSentence}')`,
  errorSaysFirewall: errorMentions(
    firewallSentence,
    "ForbiddenByFirewall",
    "ForbiddenByConnection",
    "Public network access is disabled",
    "Firewall is turned on and your client IP address is not authorized",
    "is not authorized and caller is not a trusted service",
  ),
  net: "reachability(vault, caller)",
  trusts: "mentions(not_null(vault.properties.networkAcls.bypass, 'None'), 'AzureServices')",
  /** The developer counts on the exception for trusted services. */
  countsOnTrust: anyTextMatches(
    "trusted (microsoft |azure |first-party )?services",
    "trusted by (microsoft|azure)",
    "services? .{0,30}bypass",
    "신뢰(할 수 있는|된|하는).{0,20}서비스",
  ),
  firewallRefuses:
    "(readable(vault) && net.public != 'open' && (net.caller == 'denied' || mayAlready && said(isOutside) && net.caller == 'unstated' || (said(errorSaysFirewall) || said(logSaysFirewall)) && (callerUntold || net.caller != 'allowed'))) || (!readable(vault) && (logSaysFirewall || errorSaysFirewall))",
  /** The identity may do it: then only the way to the vault is left to refuse a caller from outside. */
  mayAlready: "usesRbac ? grant.granted == `true` : length(ownPolicies) > `0`",
  usesRbac: "vault.properties.enableRbacAuthorization == `true`",
  dataAction:
    "(signals.actions[?starts_with(lower(action), 'microsoft.keyvault/vaults/')] | [0].action) || 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
  /** The least role that carries the action; each of secrets, keys and certificates has roles of its own. */
  roleName:
    "matches(dataAction, '/certificate') && 'Key Vault Certificates Officer' || matches(dataAction, '/keys/') && 'Key Vault Crypto User' || isSecretWrite && 'Key Vault Secrets Officer' || 'Key Vault Secrets User'",
  roleId:
    "matches(dataAction, '/certificate') && 'a4417e6f-fecd-4de8-b567-7b0420556985' || matches(dataAction, '/keys/') && '12338af0-0e69-4776-bea7-57ae8d297424' || isSecretWrite && 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' || '4633458b-17de-408a-b874-0445c86b69e6'",
  isSecretWrite: "matches(dataAction, '/secrets/(set|delete|recover|purge|backup|restore|update)')",
  groupsOfCaller:
    "principal && readable(groupMembers) && not_null(groupMembers, `[]`)[?length(value[?same_text(id, $.principal)]) > `0`] || `[]`",
  grant: "access(assignments, definitions, principal, dataAction, target.id, 'data')",
  ...eligibilityFacts({ at: "target.id", scope: "target.id", action: "dataAction", kind: "data" }),
  ownPolicies:
    "principal && not_null(vault.properties.accessPolicies, `[]`)[?same_text(objectId, $.principal)] || `[]`",
};

export const keyVaultTarget = "targets('microsoft.keyvault/vaults')";
