const lists = ["memberOf", "transitiveMemberOf", "owners", "appRoleAssignments", "oauth2PermissionGrants"];
const groupLists = [
  "members",
  "transitiveMembers",
  "memberOf",
  "transitiveMemberOf",
  "owners",
  "appRoleAssignments",
];

/**
 * Microsoft Graph reads, relative to `/v1.0/` or `/beta/`. `*` is one object (a GUID or an alternate key); a path that
 * ends in it allows the collection too. Mail, files, messages and whatever else belongs to people is not here.
 *
 * @see https://learn.microsoft.com/graph/api/overview
 */
export const graphPaths: readonly string[] = [
  "applications/*",
  "applications/*/federatedIdentityCredentials/*",
  "applications/*/owners",
  "applications/*/appManagementPolicies",
  "applications/*/tokenLifetimePolicies",
  "servicePrincipals/*",
  ...lists.map((list) => `servicePrincipals/*/${list}`),
  "servicePrincipals/*/appRoleAssignedTo",
  "servicePrincipals/*/claimsMappingPolicies",
  "servicePrincipals/*/tokenLifetimePolicies",
  "servicePrincipals/*/federatedIdentityCredentials/*",
  "users/*",
  ...["memberOf", "transitiveMemberOf", "appRoleAssignments", "oauth2PermissionGrants"].map(
    (list) => `users/*/${list}`,
  ),
  "groups/*",
  ...groupLists.map((list) => `groups/*/${list}`),
  "me",
  "me/memberOf",
  "me/transitiveMemberOf",
  "me/appRoleAssignments",
  "directoryObjects/*",
  "directoryRoles/*",
  "directoryRoles/*/members",
  "directory/deletedItems/*",
  ...["application", "servicePrincipal", "group", "user"].map(
    (type) => `directory/deletedItems/microsoft.graph.${type}`,
  ),
  "oauth2PermissionGrants/*",
  "auditLogs/signIns/*",
  "auditLogs/directoryAudits/*",
  "identity/conditionalAccess/policies/*",
  "identity/conditionalAccess/namedLocations/*",
  "roleManagement/directory/roleAssignments/*",
  "roleManagement/directory/roleDefinitions/*",
  "roleManagement/directory/roleAssignmentScheduleInstances/*",
  "roleManagement/directory/roleEligibilityScheduleInstances/*",
  "policies/adminConsentRequestPolicy",
  "policies/appManagementPolicies/*",
  "policies/authorizationPolicy",
  "policies/claimsMappingPolicies/*",
  "policies/crossTenantAccessPolicy",
  "policies/crossTenantAccessPolicy/default",
  "policies/crossTenantAccessPolicy/partners/*",
  "policies/defaultAppManagementPolicy",
  "policies/identitySecurityDefaultsEnforcementPolicy",
  "policies/permissionGrantPolicies/*",
  "policies/tokenLifetimePolicies/*",
  "organization/*",
  "domains/*",
];

/** Lists of directory objects, which may be narrowed to one type by a cast: `memberOf/microsoft.graph.group`. */
export const castableLists: readonly string[] = [
  ...new Set([...lists.slice(0, 3), ...groupLists.slice(0, 5)]),
];

export const graphCast =
  /^microsoft\.graph\.(?:administrativeUnit|application|device|directoryRole|group|servicePrincipal|user)$/u;

/** What `$expand` may bring along: never messages, drives, photos, managers' reports. */
export const expandable: readonly string[] = [
  "appRoleAssignedTo",
  "appRoleAssignments",
  "federatedIdentityCredentials",
  "memberOf",
  "members",
  "oauth2PermissionGrants",
  "owners",
  "tokenLifetimePolicies",
  "transitiveMemberOf",
  "transitiveMembers",
];

/**
 * What people keep elsewhere, which Graph fetches where it is selected by name: mailboxes, profiles, and what a sign-in is
 * proven with. None of it decides why a call failed.
 *
 * @see https://learn.microsoft.com/graph/api/resources/user#properties
 */
export const personalProperty =
  /^(?:aboutMe|authorizationInfo|birthday|customSecurityAttributes|deviceKeys|hireDate|interests|mailboxSettings|mySite|passwordProfile|pastProjects|preferredName|print|responsibilities|schools|settings|skills)(?:\/|$)/iu;
