import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";

export const saysUnauthorized = `(${hasCode("AuthorizationFailed", "LinkedAuthorizationFailed", "AuthorizationFailedForTemplateResource", "Authorization_RequestDenied", "ForbiddenError")} || ${errorMatches("does not have (authorization|permission)s? to perform action", "authorization failed for template resource")})`;

/** Who asked for what, where, as the error of ARM states it; and the role assignments there. */
export const authorizationReads: Playbook["reads"] = {
  assignments: {
    title: { en: "Role assignments at {{scope}} and above", ko: "{{scope}} 및 상위 범위의 역할 할당" },
    request: { kind: "arm", path: "{{readableScope}}/providers/Microsoft.Authorization/roleAssignments" },
    permission: "Microsoft.Authorization/roleAssignments/read",
  },
  definitions: {
    title: { en: "Role definition {{id_name(item)}}", ko: "역할 정의 {{id_name(item)}}" },
    request: { kind: "arm", path: "{{item}}" },
    each: "unread_roles(ownAssignments)",
    permission: "Microsoft.Authorization/roleDefinitions/read",
  },
  denyAssignments: {
    title: { en: "Deny assignments at {{scope}}", ko: "{{scope}}의 거부 할당" },
    request: { kind: "arm", path: "{{readableScope}}/providers/Microsoft.Authorization/denyAssignments" },
    permission: "Microsoft.Authorization/denyAssignments/read",
  },
  servicePrincipal: {
    title: {
      en: "The service principal of application {{appId}}",
      ko: "애플리케이션 {{appId}}의 서비스 주체",
    },
    request: { kind: "graph", path: "/v1.0/servicePrincipals(appId='{{appId}}')" },
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
};

export const authorizationFacts: NonNullable<Playbook["let"]> = {
  action: "(signals.actions[?scope] | [0].action) || signals.actions[0].action",
  scope: "(signals.actions[?scope] | [0].scope) || (signals.resourceIds[0].id)",
  /** An assignment or a deployment that does not exist yet cannot be asked: what it hangs on can. */
  readableScope:
    "matches(id_type(scope), 'microsoft.authorization/|microsoft.resources/deployments') && id_scope(scope) || scope",
  appId: "(signals.guids[?role == 'client_id' && starts_with(pointer, '/error')] | [0].guid)",
  principal:
    "(signals.guids[?role == 'object_id' && starts_with(pointer, '/error')] | [0].guid) || (readable(servicePrincipal) && servicePrincipal.id) || `null`",
  ownAssignments: "principal && assignments.value[?same_text(properties.principalId, $.principal)] || `[]`",
  grant: "access(assignments, definitions, principal, action, readableScope, 'control')",
};

/** What the principal does hold there, told beside what it lacks. */
export const heldRoles = [0, 1, 2]
  .map((index) => `(ownAssignments[${index}].properties.roleDefinitionId || \`true\`)`)
  .join(" && ");
