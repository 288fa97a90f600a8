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
  appId: [
    "find(request.error, 'app(?:lication)?(?: with identifier| with id)? .?([0-9a-f]{8}-[0-9a-f-]{27})')",
    guidIn(" && starts_with(pointer, '/error')"),
    "clusterApp",
    guidIn(""),
    "(signals.settings[?matches(name, 'client.?id$|_app$|app_?id$') && matches(value, '^[0-9a-f]{8}-[0-9a-f-]{27}')].value | [0])",
    "`null`",
  ].join(" || "),
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
