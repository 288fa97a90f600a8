import type { Playbook } from "../../playbook.ts";
import { eligibilityFacts, eligibilityReads } from "../eligibility-evidence.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { namedPrincipalFacts, namedPrincipalReads } from "../named-principal.ts";
import { text } from "../text.ts";

export const saysUnauthorized = `(${hasCode("AuthorizationFailed", "LinkedAuthorizationFailed", "AuthorizationFailedForTemplateResource", "Authorization_RequestDenied", "ForbiddenError")} || ${errorMatches("do(es)? not have (the )?(required |sufficient )?(authorization|permission)s? to perform", "작업을 수행할 (수 있는 )?권한이 (없|부여되지)", "you (do not|don.t) have (the )?(permission|access|authorization|rights?|required)", "client does not have (authorization|permission)", "InsufficientAccessError|insufficient access to perform|lacks .{0,80}permission", "리소스에 (대한 )?(액세스|접근) ?권한이 없", "authorization failed for template resource")})`;

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
  elsewhere: {
    title: { en: "Every role assignment of the principal", ko: "보안 주체의 모든 역할 할당" },
    request: {
      kind: "resource_graph",
      query:
        "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | where properties.principalId =~ '{{principal}}' | project id, name, type, properties",
    },
    permission: "Microsoft.Authorization/roleAssignments/read",
    optional: true,
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
  me: {
    title: { en: "The signed-in developer", ko: "로그인한 개발자" },
    request: { kind: "graph", path: "/v1.0/me" },
    when: "isOwnWord",
    permission: "User.Read (Microsoft Graph)",
    optional: true,
  },
  ...eligibilityReads,
  /** Where the error masks who called, the log of the subscription has the refusal. */
  refusedCalls: {
    title: text(
      "Activity Log around the failure: who was refused {{action}}",
      "실패 시점 전후의 활동 로그: {{action}} 작업이 거부된 호출자",
    ),
    request: {
      kind: "arm",
      path: "/subscriptions/{{item}}/providers/Microsoft.Insights/eventtypes/management/values",
      query: {
        $filter:
          "eventTimestamp ge '{{hours_before(signals.observedAt, `1`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `15`)}}'",
      },
    },
    each: "callerIsTold || !action ? `[]` : concernedSubscriptions",
    permission: "Microsoft.Insights/eventtypes/values/Read",
    optional: true,
  },
  ...namedPrincipalReads,
};

export const authorizationFacts: NonNullable<Playbook["let"]> = {
  action: "(signals.actions[?scope] | [0].action) || signals.actions[0].action",
  /** Where the subscription in the ID is masked, the names that follow tell which resource it is. */
  maskedParts:
    "split(not_null(find(request.error, 'scope [^a-z]{0,3}subscriptions/([^ ]{10,400})'), ''), '/')",
  maskedGroup: "maskedParts[2] && replace(maskedParts[2], '\\'', '')",
  maskedName: "maskedParts[6] && replace(maskedParts[6], '\\'', '')",
  masked:
    "(signals.resources[?$.maskedName && same_text(name, $.maskedName)] || signals.resources[?$.maskedGroup && same_text(name, $.maskedGroup)]) | [0].id",
  scope:
    "(signals.actions[?scope && !contains(scope, '*')] | [0].scope) || (signals.resourceIds[?!contains(id, '*')] | [0].id) || masked || namedResource",
  /** Where people tell it in their own words, by name. */
  namedResource:
    "(signals.resources[?matchedBy != 'neighbour' && mentions($.request.error, name) && type != 'microsoft.resources/subscriptions/resourcegroups'] || signals.resources[?matchedBy != 'neighbour' && mentions($.request.error, name)]) | [0].id",
  /** An assignment or a deployment that does not exist yet cannot be asked: what it hangs on can. */
  readableScope:
    "matches(id_type(scope), 'microsoft.authorization/|microsoft.resources/deployments') && id_scope(scope) || matches(id_type(scope), '^microsoft.network/[a-z]{4,40}/[a-z]') && !matches(id_type(scope), '/subnets$') && id_parent(scope) || matches(id_type(scope), '^microsoft.web/sites/(slots/)?(config|functions|host|basicpub|extensions|publish|deployments|network|siteext|sourcecontrols)') && id_parent(scope) || scope",
  /** The portal speaks to the developer who is signed in. */
  isOwnWord: "said(matches(request.error, '\\byou (do not|don.t) have|(나|저|내|제) ?(계정|권한)'))",
  statedCaller:
    "signals.guids[?(role == 'object_id' || role == 'client_id') && starts_with(pointer, '/error')] | [0].guid",
  callerIsTold: "said(statedCaller || isOwnWord)",
  concernedSubscriptions:
    "length(signals.subscriptionIds) > `0` ? signals.subscriptionIds : distinct([[id_subscription(scope)], signals.resources[?matchedBy != 'neighbour'].subscriptionId][] | [?@])",
  /** Of a linked resource the log has the call that would have used it. */
  refusedCall:
    "!callerIsTold && readable(refusedCalls) && (not_null(refusedCalls, `[]`)[].value[] | [?same_text(level, 'Error') && mentions($.request.error, operationName.value) && (id_covers($.readableScope, resourceId) || mentions($.request.error, last_segment(resourceId)))] | [0]) || `null`",
  refusedCaller: "said(refusedCall.claims.appid) || said(refusedCall.caller) || `null`",
  refusedId: 'said(refusedCall.claims."http://schemas.microsoft.com/identity/claims/objectidentifier")',
  statedAppId: "(signals.guids[?role == 'client_id' && starts_with(pointer, '/error')] | [0].guid)",
  appId: "statedAppId || (refusedCaller && !contains(refusedCaller, '@') && refusedCaller) || `null`",
  ...namedPrincipalFacts,
  principal:
    "(signals.guids[?role == 'object_id' && starts_with(pointer, '/error')] | [0].guid) || refusedId || (readable(servicePrincipal) && servicePrincipal.id) || said(namedPrincipal) || said(readable(me) && me.id) || `null`",
  ownAssignments: "principal && assignments.value[?same_text(properties.principalId, $.principal)] || `[]`",
  /** A role that it holds over another resource group, often the one that was thought to cover this. */
  heldBeside:
    "readable(elsewhere) && principal && not_null(elsewhere.data, `[]`)[?same_text(properties.principalId, $.principal) && !id_covers(properties.scope, $.scope) && !contains(properties.scope, '/providers/')] | [0]",
  grant: "access(assignments, definitions, principal, action, readableScope, 'control')",
  /** Azure Resource Manager tells a person by the sign-in name, an application by a GUID. */
  isPerson:
    "said(matches(request.error, '(?:client|클라이언트)[^A-Za-z0-9]{1,4}[a-z0-9._%+#-]{1,80}@[a-z0-9]')) || said(refusedCaller && contains(refusedCaller, '@'))",
  isApplication:
    "!said(isPerson) && (said(appId) || said(matches(request.error, '(?:client|클라이언트)[^A-Za-z0-9]{1,4}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-')) || said(!(signals.guids[?role == 'object_id' && starts_with(pointer, '/error')]) && !(readable(me) && me.id)))",
  ...eligibilityFacts({ at: "readableScope", scope: "readableScope", action: "action", kind: "control" }),
};

/** What the principal does hold there, told beside what it lacks. */
export const heldRoles = [0, 1, 2]
  .map((index) => `(ownAssignments[${index}].properties.roleDefinitionId || \`true\`)`)
  .join(" && ");
