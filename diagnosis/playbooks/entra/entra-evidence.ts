import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/** The application that the error of Entra ID names, with its credentials. */
export const applicationReads: Playbook["reads"] = {
  application: {
    title: text("Application {{appId}} and its credentials", "애플리케이션 {{appId}} 및 자격 증명"),
    request: { kind: "graph", path: "/v1.0/applications(appId='{{appId}}')" },
    permission: "Application.Read.All (Microsoft Graph)",
  },
  servicePrincipal: {
    title: text("Application {{appId}} in this tenant", "이 테넌트의 애플리케이션 {{appId}}"),
    request: { kind: "graph", path: "/v1.0/servicePrincipals(appId='{{appId}}')" },
    permission: "Application.Read.All (Microsoft Graph)",
  },
  federated: {
    title: text(
      "Federated credentials of application {{appId}}",
      "애플리케이션 {{appId}}의 페더레이션 자격 증명",
    ),
    request: { kind: "graph", path: "/v1.0/applications(appId='{{appId}}')/federatedIdentityCredentials" },
    permission: "Application.Read.All (Microsoft Graph)",
  },
  identityRow: {
    title: text("The managed identity with client ID {{appId}}", "클라이언트 ID {{appId}}의 관리 ID"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.managedidentity/userassignedidentities' | where properties.clientId =~ '{{appId}}' | project id, name, type, properties",
    },
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
  },
  identityCredentials: {
    title: text("Federated credentials of the managed identity", "관리 ID의 페더레이션 자격 증명"),
    request: { kind: "arm", path: "{{identityRow.data[0].id}}/federatedIdentityCredentials" },
    permission: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
  },
  /** People and some messages name the application, and no ID of it. Microsoft Graph takes fifteen names. */
  namedApplications: {
    title: text("The application that the text names", "본문에 언급된 애플리케이션"),
    request: {
      kind: "graph",
      path: "/v1.0/applications",
      query: { $filter: "displayName in ({{applicationNames}})" },
    },
    when: "!(statedAppId)",
    permission: "Application.Read.All (Microsoft Graph)",
    optional: true,
  },
  /** Or the app's built-in authentication says as which application it signs people in. */
  authSettings: {
    title: text("Built-in authentication of {{id_name(item)}}", "{{id_name(item)}}의 기본 제공 인증 설정"),
    request: { kind: "arm", path: "{{item}}/config/authsettingsV2" },
    each: "statedAppId ? `[]` : concernedSites",
    permission: "Microsoft.Web/sites/config/read",
    optional: true,
  },
  /** The cluster whose node resource group stands in the error: an AKS cluster signs in with its service principal. */
  clusterRow: {
    title: text(
      "The AKS cluster of node resource group {{nodeGroup}}",
      "노드 리소스 그룹 {{nodeGroup}}의 AKS 클러스터",
    ),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.containerservice/managedclusters' | where properties.nodeResourceGroup =~ '{{nodeGroup}}' | project id, name, type, properties",
    },
    permission: "Microsoft.ContainerService/managedClusters/read",
  },
  cluster: {
    title: text(
      "The service principal that the cluster signs in with",
      "클러스터가 로그인에 사용하는 서비스 주체",
    ),
    request: { kind: "arm", path: "{{clusterRow.data[0].id}}" },
    permission: "Microsoft.ContainerService/managedClusters/read",
  },
};

const guidIn = (where: string) => `(signals.guids[?role == 'client_id'${where}] | [0].guid)`;

export const applicationFacts: NonNullable<Playbook["let"]> = {
  nodeGroup: "find(request.error, 'resourcegroups/(MC_[^/ ]{1,80})/')",
  clusterApp: "said(cluster.properties.servicePrincipalProfile.clientId)",
  /** `new ClientSecretCredential(tenant, "…", secret)`, `ConfidentialClientApplication("…", …)`. */
  clientInCode:
    "map(&(find(@, 'Client(?:Secret|Certificate|Assertion)Credential[( ]{1,4}[^,]{1,80}, {0,4}[^0-9a-f]?([0-9a-f]{8}-[0-9a-f-]{27})') || find(@, 'ClientApplication[( ]{1,4}[^0-9a-f]?([0-9a-f]{8}-[0-9a-f-]{27})')), values(not_null(request.source_code, `{}`))) | [?@] | [0]",
  statedAppId: [
    "find(request.error, 'app(?:lication)?(?: with identifier| with id)? .?([0-9a-f]{8}-[0-9a-f-]{27})')",
    "find(request.error, '(?:애플리케이션|앱)[^0-9a-f]{0,20}([0-9a-f]{8}-[0-9a-f-]{27})')",
    guidIn(" && starts_with(pointer, '/error')"),
    "clusterApp",
    guidIn(""),
    "clientInCode",
    "(signals.settings[?matches(name, 'client.?id$|_app$|app_?id$') && matches(value, '^[0-9a-f]{8}-[0-9a-f-]{27}')].value | [0])",
    "`null`",
  ].join(" || "),
  /** What stands in quotes after `named`, and whatever could be a name in the error and the notes. */
  applicationNames: `[[find(request.error, 'named [^A-Za-z0-9]([A-Za-z0-9][A-Za-z0-9 ._-]{1,80}[A-Za-z0-9])[^A-Za-z0-9 ._-]')], signals.names[?matches(@, '[-_]|[0-9]') && (mentions($.request.error, @) || mentions(not_null($.request.context.notes, ''), @))]][] | [?@] | [:15]`,
  namedApps:
    "readable(namedApplications) && distinct(not_null(namedApplications.value, `[]`)[].appId) || `[]`",
  concernedSites: "signals.resources[?type == 'microsoft.web/sites' && matchedBy != 'neighbour'].id | [:2]",
  authClients:
    "readable(authSettings) && distinct(not_null(authSettings, `[]`)[].properties.identityProviders.azureActiveDirectory.registration.clientId | [?@]) || `[]`",
  appId:
    "statedAppId || said(length(namedApps) == `1` && namedApps[0]) || said(length(authClients) == `1` && authClients[0]) || `null`",
  applicationPath: "appId && join('', ['/v1.0/applications(appId=\\'', appId, '\\')'])",
  expired: "application.passwordCredentials[?before(endDateTime, $.signals.observedAt)]",
  /** A secret that was made since the failure: whoever made it has dealt with the old one. */
  rotated:
    "readable(application) && application.passwordCredentials[?startDateTime && !before(startDateTime, $.signals.observedAt)]",
  valid: "application.passwordCredentials[?!before(endDateTime, $.signals.observedAt)]",
};

/** Settled once a read is answered or refused, whatever it says: what it says is told where it adds to the proof. */
export function toldIfThere(fact: string, read: string): string {
  return `(exists(${fact}) || !readable(${read}) || !exists(${fact}))`;
}
