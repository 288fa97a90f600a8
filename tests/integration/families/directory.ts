import { type Area, developers, graphRead, person } from "./family.ts";

const appId = "7a0f5d1e-0000-4000-8000-000000000011";
const application = "7a0f5d1e-0000-4000-8000-000000000012";
const servicePrincipal = "7a0f5d1e-0000-4000-8000-000000000013";
const correlationId = "7a0f5d1e-0000-4000-8000-000000000014";
const policyId = "7a0f5d1e-0000-4000-8000-000000000015";
const applicationReadAll = "Application.Read.All (Microsoft Graph)";

/** Applications, service principals, consent, groups and sign-ins. */
export const directory: Area = {
  resources: [],
  graph: {
    [`/v1.0/applications(appId='${appId}')`]: {
      id: application,
      appId,
      signInAudience: "AzureADMyOrg",
      passwordCredentials: [{ keyId: "k-1", endDateTime: "2026-10-01T00:00:00Z", hint: "abc" }],
    },
    [`/v1.0/applications(appId='${appId}')/federatedIdentityCredentials`]: {
      value: [{ name: "main", subject: "repo:till/till:ref:refs/heads/main" }],
    },
    [`/v1.0/servicePrincipals(appId='${appId}')`]: { id: servicePrincipal, appId, accountEnabled: true },
    [`/v1.0/servicePrincipals/${servicePrincipal}/oauth2PermissionGrants`]: {
      value: [{ id: "g-1", consentType: "AllPrincipals", scope: "User.Read" }],
    },
    [`/v1.0/servicePrincipals/${servicePrincipal}/appRoleAssignments`]: {
      value: [{ id: "a-1", appRoleId: "7a0f5d1e-0000-4000-8000-000000000016" }],
    },
    [`/v1.0/groups/${developers}/members`]: { value: [{ id: person.objectId }] },
    "/v1.0/auditLogs/signIns": {
      value: [{ id: "s-1", correlationId, appId, status: { errorCode: 53003, failureReason: "Blocked" } }],
    },
    [`/v1.0/identity/conditionalAccess/policies/${policyId}`]: { id: policyId, state: "enabled" },
    "/v1.0/policies/authorizationPolicy": {
      id: "authorizationPolicy",
      defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [] },
    },
  },
  families: [
    {
      name: "an application, with the ends of its secrets and without them",
      read: graphRead(`/v1.0/applications(appId='${appId}')`),
      body: { appId, passwordCredentials: [{ endDateTime: "2026-10-01T00:00:00Z" }] },
      permission: applicationReadAll,
      usedBy: ["entra.client-secret-expired.application"],
    },
    {
      name: "federated credentials",
      read: graphRead(`/v1.0/applications(appId='${appId}')/federatedIdentityCredentials`),
      body: { value: [{ subject: "repo:till/till:ref:refs/heads/main" }] },
      permission: applicationReadAll,
      usedBy: ["entra.federated-subject-mismatch.federated"],
    },
    {
      name: "a service principal",
      read: graphRead(`/v1.0/servicePrincipals(appId='${appId}')`),
      body: { id: servicePrincipal, accountEnabled: true },
      permission: applicationReadAll,
      usedBy: ["entra.app-wrong-tenant.servicePrincipal"],
    },
    {
      name: "consent",
      read: graphRead(`/v1.0/servicePrincipals/${servicePrincipal}/oauth2PermissionGrants`),
      body: { value: [{ consentType: "AllPrincipals", scope: "User.Read" }] },
      permission: "Directory.Read.All (Microsoft Graph)",
      usedBy: ["entra.consent-missing.grants"],
    },
    {
      name: "application roles",
      read: graphRead(`/v1.0/servicePrincipals/${servicePrincipal}/appRoleAssignments`),
      body: { value: [{ id: "a-1" }] },
      permission: applicationReadAll,
      usedBy: ["entra.admin-consent-required.appRoles"],
    },
    {
      name: "the members of a group",
      read: graphRead(`/v1.0/groups/${developers}/members`),
      body: { value: [{ id: person.objectId }] },
      permission: "GroupMember.Read.All (Microsoft Graph)",
      usedBy: ["keyvault.rbac-via-group-not-effective.groupMembers"],
    },
    {
      name: "sign-ins",
      read: graphRead("/v1.0/auditLogs/signIns", { $filter: `correlationId eq '${correlationId}'` }),
      body: { value: [{ status: { errorCode: 53003 } }] },
      permission: "AuditLog.Read.All (Microsoft Graph), Reports Reader",
      usedBy: ["entra.conditional-access-block.signIns"],
    },
    {
      name: "a Conditional Access policy",
      read: graphRead(`/v1.0/identity/conditionalAccess/policies/${policyId}`),
      body: { state: "enabled" },
      permission: "Policy.Read.All (Microsoft Graph)",
      usedBy: ["entra.conditional-access-block.policy"],
    },
    {
      name: "what people may consent to",
      read: graphRead("/v1.0/policies/authorizationPolicy"),
      body: { id: "authorizationPolicy" },
      permission: "Policy.Read.All (Microsoft Graph)",
      usedBy: ["entra.consent-missing.consentPolicy"],
    },
  ],
};
