import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import {
  consentFacts,
  consentReads,
  saysAdminConsent,
  saysInsufficient,
  saysNoConsent,
} from "./consent-evidence.ts";

const sources = [
  "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts65001-user-or-administrator-has-not-consented",
  "https://learn.microsoft.com/entra/identity/enterprise-apps/user-admin-consent-overview",
];

export const entraConsentMissing: Playbook = {
  code: "entra.consent-missing",
  title: text(
    "Nobody has consented to the application's permissions",
    "애플리케이션이 요청하는 권한에 동의한 사람이 없습니다",
  ),
  verdict: "azure",
  sources,
  raisedBy: saysNoConsent,
  needsTarget: false,
  competitors: ["entra.admin-consent-required", "entra.app-wrong-tenant"],
  reads: consentReads,
  let: { ...consentFacts, says: saysNoConsent, saysAdmin: saysAdminConsent },
  holds:
    "said(says) && !said(saysAdmin) && !said(onlyAdmin) && (exists(grants) || !readable(grants) || !exists(grants)) && (grants.value[0].scope || `true`) && (grants.value[1].scope || `true`)",
  layer: 1,
  explanation: text(
    "Application {{appId}} asks for permissions that neither the user nor an administrator has granted, and the sign-in could not show the consent page (a silent, on-behalf-of or command-line flow).",
    "애플리케이션 {{appId}}이(가) 요청하는 권한에 사용자도 관리자도 동의하지 않았고, 자동 로그인이나 On-Behalf-Of 흐름이라 동의 화면을 표시할 수 없었습니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID did not ask for a consent that a user can give.",
    "Microsoft Entra ID가 사용자가 할 수 있는 동의를 요구하지 않았습니다.",
  ),
  culprits: ["applicationPath", "servicePrincipalPath", "appId ? `null` : concernedSites[0]"],
  actions: [
    {
      title: text("Consent to the permissions", "권한에 동의"),
      why: text(
        "A user can consent by signing in interactively once; an administrator can consent for all users. For a web API in the middle, list the client under knownClientApplications or pre-authorise it.",
        "사용자가 한 번 대화형으로 로그인하여 동의하거나 관리자가 모든 사용자에 대해 동의할 수 있습니다. 중간 계층 API라면 knownClientApplications에 클라이언트를 추가하거나 사전 승인하세요.",
      ),
      commands: ["az ad app permission admin-consent --id {{appId}}"],
      config: "requiredResourceAccess / prompt=consent",
      changes: true,
      needsRole: "Cloud Application Administrator",
    },
  ],
  verify: {
    text: text(
      "The grants are listed, and the sign-in succeeds.",
      "동의된 권한이 표시되고 로그인이 성공합니다.",
    ),
    commands: ["az ad app permission list-grants --id {{appId}} --output table"],
  },
};

export const entraAdminConsentRequired: Playbook = {
  code: "entra.admin-consent-required",
  title: text("The permission needs an administrator's consent", "권한에 관리자 동의가 필요합니다"),
  verdict: "azure",
  sources,
  raisedBy: `${saysAdminConsent} || ${saysNoConsent} || ${saysInsufficient}`,
  needsTarget: false,
  competitors: ["entra.consent-missing", "entra.app-wrong-tenant"],
  reads: consentReads,
  let: {
    ...consentFacts,
    says: saysAdminConsent,
    saysNone: saysNoConsent,
    saysDenied: saysInsufficient,
    /** Where the code asks for what only an administrator may grant: nearly all that reaches beyond the user's own data. */
    wideScope:
      "file_matches('[A-Z][A-Za-z]{2,40}[.](Read|ReadWrite|ReadBasic|Send|Create|Manage|AccessAsUser|FullControl)[.]All', '(Directory|AuditLog|Policy|RoleManagement|Application)[.](Read|ReadWrite|AccessAsUser)')",
  },
  holds:
    "(wideScope || `true`) && (said(says) && (onlyAdmin || `true`)) || (said(saysNone) && onlyAdmin) || (said(saysDenied) && length(missingRoles) > `0`)",
  layer: 1,
  explanation: text(
    "Application {{appId}} asks for a permission that only an administrator can grant (an application permission, a scope of type Admin, or any scope where users may not consent), and no administrator has.",
    "애플리케이션 {{appId}}이(가) 관리자만 부여할 수 있는 권한(애플리케이션 권한, 관리자 유형의 범위, 또는 사용자 동의가 꺼진 테넌트의 권한)을 요청하지만 관리자가 동의하지 않았습니다.",
  ),
  ruledOut: text(
    "The permission does not wait for an administrator.",
    "관리자 동의를 기다리는 권한이 아닙니다.",
  ),
  culprits: ["applicationPath", "servicePrincipalPath", "appId ? `null` : concernedSites[0]"],
  actions: [
    {
      title: text("Have an administrator grant consent", "관리자에게 동의 요청"),
      why: text(
        "In the Enterprise application under Permissions, or with this command. Ask only for the permissions that the app needs.",
        "엔터프라이즈 애플리케이션의 사용 권한 메뉴나 이 명령으로 관리자 동의를 부여하세요. 앱에 필요한 권한만 요청하세요.",
      ),
      commands: ["az ad app permission admin-consent --id {{appId}}"],
      config: "requiredResourceAccess",
      changes: true,
      needsRole: "Privileged Role Administrator",
    },
  ],
  verify: {
    text: text(
      "The application permissions are listed as assigned, and the call succeeds with a new token.",
      "애플리케이션 권한이 할당된 것으로 표시되고 새 토큰으로 호출이 성공합니다.",
    ),
    commands: ["az ad app permission list-grants --id {{appId}} --output table"],
  },
};
