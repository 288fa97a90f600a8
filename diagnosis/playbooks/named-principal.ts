import type { Playbook } from "../playbook.ts";
import { text } from "./text.ts";

const inProse = "(mentions($.request.error, @) || mentions(not_null($.request.context.notes, ''), @))";

/**
 * Who called, where the error masks or leaves out every ID and people tell it by name: a user-assigned identity, or the
 * service principal of an application. A playbook binds `callerIsTold` where something else tells it.
 */
export const namedPrincipalReads: Playbook["reads"] = {
  namedIdentities: {
    title: text("The managed identity that the text names", "본문에 언급된 관리 ID"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where id in~ ({{namedIdentityIds}}) | where type =~ 'microsoft.managedidentity/userassignedidentities' | project id, name, type, properties",
    },
    when: "!callerIsTold",
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    optional: true,
  },
  namedServicePrincipals: {
    title: text("The service principal that the text names", "본문에 언급된 서비스 주체"),
    request: {
      kind: "graph",
      path: "/v1.0/servicePrincipals",
      query: { $filter: "displayName in ({{principalNames}})" },
    },
    when: "!callerIsTold && length(namedIdentityIds) == `0`",
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
};

export const namedPrincipalFacts: NonNullable<Playbook["let"]> = {
  namedIdentityIds: `signals.resources[?type == 'microsoft.managedidentity/userassignedidentities' && matchedBy != 'neighbour' && (mentions($.request.error, name) || mentions(not_null($.request.context.notes, ''), name))].id`,
  /** Microsoft Graph takes fifteen. */
  principalNames: `signals.names[?contains(@, '-') && !contains($.signals.resources[].name, @) && ${inProse}] | [:15]`,
  namedPrincipals:
    "distinct([said(readable(namedIdentities)) && not_null(namedIdentities.data, `[]`)[].properties.principalId || `[]`, said(readable(namedServicePrincipals)) && not_null(namedServicePrincipals.value, `[]`)[].id || `[]`][])",
  /** Of several it is not known which one the error is of. */
  namedPrincipal: "length(namedPrincipals) == `1` && namedPrincipals[0] || `null`",
};
