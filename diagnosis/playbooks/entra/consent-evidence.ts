import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads } from "./entra-evidence.ts";

export const saysNoConsent = `(${hasCode("AADSTS65001", "AADSTS65004", "consent_required")} || ${errorMatches("(has|have) not consented", "동의하지 않")})`;
export const saysAdminConsent = `(${hasCode("AADSTS90094", "AADSTS90093", "AADSTS900941", "AADSTS90095", "AADSTS65002")} || ${errorMatches("(need|requires?) admin(istrator)?.{0,2} (approval|consent|permission)", "admin(istrator)? consent is required", "관리자(만|의)? ?.{0,10}(승인|동의|부여)", "unless an admin(istrator)? grants")})`;
/** An application's own call to Microsoft Graph, refused for a permission that nobody granted. */
export const saysInsufficient = `(${hasCode("Authorization_RequestDenied")} || ${errorMatches("insufficient privileges to complete the operation", "missing role permissions on the request", "ErrorAccessDenied")})`;

/** What the application asks for, what was granted to it, and who may grant it. */
export const consentReads: Playbook["reads"] = {
  ...applicationReads,
  grants: {
    title: text(
      "Permissions that were granted to application {{appId}} for users",
      "애플리케이션 {{appId}}에 동의된 위임된 권한",
    ),
    request: {
      kind: "graph",
      path: "/v1.0/servicePrincipals/{{servicePrincipal.id}}/oauth2PermissionGrants",
    },
    permission: "Directory.Read.All (Microsoft Graph)",
    optional: true,
  },
  appRoles: {
    title: text(
      "Application permissions that were granted to application {{appId}}",
      "애플리케이션 {{appId}}에 동의된 애플리케이션 권한",
    ),
    request: { kind: "graph", path: "/v1.0/servicePrincipals/{{servicePrincipal.id}}/appRoleAssignments" },
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
  resource: {
    title: text(
      "The API that the application asks for: which permissions need an administrator",
      "애플리케이션이 요청하는 API: 관리자 동의가 필요한 권한",
    ),
    request: { kind: "graph", path: "/v1.0/servicePrincipals(appId='{{item}}')" },
    each: "distinct(application.requiredResourceAccess[].resourceAppId)",
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
  consentPolicy: {
    title: text("Whether users may consent", "사용자 동의 허용 여부"),
    request: { kind: "graph", path: "/v1.0/policies/authorizationPolicy" },
    permission: "Policy.Read.All (Microsoft Graph)",
    optional: true,
  },
};

export const consentFacts: NonNullable<Playbook["let"]> = {
  ...applicationFacts,
  servicePrincipalPath: "servicePrincipal.id && join('/', ['/v1.0/servicePrincipals', servicePrincipal.id])",
  asked: "not_null(application.requiredResourceAccess, `[]`)[].resourceAccess[]",
  askedRoles: "asked[?type == 'Role']",
  grantedRoles: "not_null(appRoles.value, `[]`)",
  missingRoles: "askedRoles[?!contains($.grantedRoles[].appRoleId, id)]",
  adminScopes:
    "(resource[].oauth2PermissionScopes[] || `[]`)[?type == 'Admin' && contains($.asked[].id, id)]",
  mayConsent: "consentPolicy.defaultUserRolePermissions.permissionGrantPoliciesAssigned",
  /** An administrator alone can consent: to what the application asks for, or to anything in this tenant. */
  onlyAdmin:
    "said(readable(resource) && length(adminScopes) > `0`) || said(readable(consentPolicy) && mayConsent && length(mayConsent[?matches(@, 'ManagePermissionGrantsForSelf')]) == `0`)",
};
