import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads } from "./entra-evidence.ts";

const saysBlocked = `(${hasCode("AADSTS53003", "AADSTS53000", "AADSTS53001", "AADSTS53002", "AADSTS53009", "AADSTS530002", "AADSTS530003", "AADSTS530001", "AADSTS530031", "AADSTS530032", "AADSTS530035", "AADSTS53010", "AADSTS53011", "AADSTS530033", "AADSTS530034")} || ${errorMatches("(blocked|denied|required|enforced) by (a )?conditional access", "conditional access.{0,60}(block|den|prevent|requir)", "조건부 액세스", "does not meet the criteria to access this resource", "blocked by security defaults", "access policy does not allow token issuance", "(LocationConditionEvaluation|TokenCreatedWithOutdatedPolicies)")})`;
/** A second factor may be asked for by other means than Conditional Access, so that the sign-in log must say so. */
const saysChallenge = `(${hasCode("AADSTS50076", "AADSTS50079", "AADSTS50158", "AADSTS50097", "interaction_required")} || ${errorMatches("you must use multi-factor authentication")})`;

export const entraConditionalAccessBlock: Playbook = {
  code: "entra.conditional-access-block",
  title: text("A Conditional Access policy blocks the sign-in", "조건부 액세스 정책이 로그인을 차단합니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access",
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-assignment-network",
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
  ],
  raisedBy: `${saysBlocked} || ${saysChallenge}`,
  needsTarget: false,
  competitors: ["entra.app-wrong-tenant"],
  reads: {
    ...applicationReads,
    signIns: {
      title: text(
        "Sign-ins of application {{appId}} around the failure",
        "실패 시점 전후 애플리케이션 {{appId}}의 로그인 로그",
      ),
      request: {
        kind: "graph",
        path: "/v1.0/auditLogs/signIns",
        query: {
          $filter:
            "appId eq '{{appId}}' and createdDateTime ge {{hours_before(signals.observedAt, `2`)}} and createdDateTime le {{minutes_after(signals.observedAt, `15`)}}",
        },
      },
      permission: "AuditLog.Read.All (Microsoft Graph), Reports Reader",
      optional: true,
    },
    sameSignIn: {
      title: text(
        "The sign-in with correlation ID {{correlationId}}",
        "상관 관계 ID {{correlationId}}의 로그인",
      ),
      request: {
        kind: "graph",
        path: "/v1.0/auditLogs/signIns",
        query: { $filter: "correlationId eq '{{correlationId}}'" },
      },
      permission: "AuditLog.Read.All (Microsoft Graph), Reports Reader",
      optional: true,
    },
    policy: {
      title: text(
        "Conditional Access policy {{failed.displayName}}",
        "조건부 액세스 정책 {{failed.displayName}}",
      ),
      request: { kind: "graph", path: "/v1.0/identity/conditionalAccess/policies/{{failed.id}}" },
      permission: "Policy.Read.All (Microsoft Graph)",
      optional: true,
    },
    locations: {
      title: text("Named location {{item}}", "명명된 위치 {{item}}"),
      request: { kind: "graph", path: "/v1.0/identity/conditionalAccess/namedLocations/{{item}}" },
      each: "places",
      permission: "Policy.Read.All (Microsoft Graph)",
      optional: true,
    },
  },
  let: {
    ...applicationFacts,
    correlationId: "(signals.guids[?role == 'correlation_id' && starts_with(pointer, '/error')] | [0].guid)",
    says: saysBlocked,
    saysMore: saysChallenge,
    logged:
      "[readable(sameSignIn) && sameSignIn.value || `[]`, readable(signIns) && signIns.value || `[]`][]",
    refused: "(logged[?conditionalAccessStatus == 'failure'] | [0])",
    failed: "(refused.appliedConditionalAccessPolicies[?result == 'failure'] | [0])",
    places:
      "[readable(policy) && policy.conditions.locations.excludeLocations || `[]`, readable(policy) && policy.conditions.locations.includeLocations || `[]`][][?matches(@, '^[0-9a-f]{8}-')]",
    outside:
      "readable(locations) && locations[0].ipRanges[0].cidrAddress && length(locations[].ipRanges[][] | [?cidrAddress && in_cidr($.refused.ipAddress, cidrAddress)]) == `0`",
    signInsSettled:
      "(readable(sameSignIn) || !(readable(sameSignIn))) && (readable(signIns) || !(readable(signIns)))",
  },
  holds:
    "signInsSettled && ((said(says) && (failed.displayName && refused.ipAddress && refused.status.errorCode && (said(outside) || `true`) || `true`)) || (said(saysMore) && !said(says) && failed.displayName && refused.ipAddress))",
  layer: 1,
  explanation: text(
    "Policy {{not_null(failed.displayName, 'of Conditional Access')}} refused the sign-in from {{not_null(refused.ipAddress, 'this client')}}: the user and the secret are right, the conditions (network location, device, application, second factor) are not met.",
    "정책 {{not_null(failed.displayName, 'of Conditional Access')}}이(가) {{not_null(refused.ipAddress, 'this client')}}에서의 로그인을 거부했습니다. 사용자와 암호는 맞지만 조건(네트워크 위치, 디바이스, 애플리케이션, 다단계 인증)을 충족하지 않습니다.",
  ),
  ruledOut: text(
    "No Conditional Access policy refused the sign-in.",
    "로그인을 거부한 조건부 액세스 정책이 없습니다.",
  ),
  culprits: [
    "failed.id && join('', ['/v1.0/identity/conditionalAccess/policies/', failed.id])",
    "applicationPath",
  ],
  actions: [
    {
      title: text(
        "Sign in as a workload: a managed identity or a service principal",
        "관리 ID나 서비스 주체로 로그인",
      ),
      why: text(
        "Unattended jobs should not sign in as a user with a password. Policies for users do not apply to a managed identity or to client credentials.",
        "무인 작업은 사용자 암호로 로그인하지 않아야 합니다. 사용자 대상 정책은 관리 ID나 클라이언트 자격 증명에는 적용되지 않습니다.",
      ),
      commands: ["az ad sp create-for-rbac --name unattended-job --create-cert"],
      changes: true,
      needsRole: "Application Developer",
    },
    {
      title: text("Or have the location or the account admitted", "또는 위치나 계정을 허용하도록 요청"),
      why: text(
        "The owners of Conditional Access can add the address to a named location, or exclude the account from the policy.",
        "조건부 액세스 관리자는 주소를 명명된 위치에 추가하거나 계정을 정책에서 제외할 수 있습니다.",
      ),
      commands: [
        "az rest --method get --url https://graph.microsoft.com/v1.0/identity/conditionalAccess/namedLocations",
      ],
      config: "conditions.locations.excludeLocations",
      changes: false,
      needsRole: "Conditional Access Administrator",
    },
  ],
  verify: {
    text: text(
      "The next sign-in log entry of the application has Conditional Access status success or not applied.",
      "애플리케이션의 다음 로그인 로그에서 조건부 액세스 상태가 성공 또는 적용 안 됨입니다.",
    ),
    commands: ["az rest --method get --url https://graph.microsoft.com/v1.0/auditLogs/signIns"],
  },
};
