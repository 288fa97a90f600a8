import { describe, expect, it } from "vitest";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { origins } from "../support/table-paths.ts";

const id = "42d41113-ae2b-4edf-8af2-6bd0fcda536e";

function admit(path: string, query?: Record<string, string>) {
  return admitRead({ kind: "graph", path, ...(query ? { query } : {}) }, origins);
}

describe("a Microsoft Graph path", () => {
  it.each([
    "/v1.0/applications",
    `/v1.0/applications/${id}`,
    `/v1.0/applications(appId='${id}')`,
    "/v1.0/applications(uniqueName='orders-api')",
    `/v1.0/applications(appId='${id}')/federatedIdentityCredentials`,
    `/v1.0/applications/${id}/federatedIdentityCredentials/github-main`,
    `/v1.0/servicePrincipals(appId='${id}')`,
    `/v1.0/servicePrincipals/${id}/appRoleAssignments`,
    `/v1.0/servicePrincipals/${id}/appRoleAssignedTo`,
    `/v1.0/servicePrincipals/${id}/oauth2PermissionGrants`,
    `/v1.0/servicePrincipals/${id}/transitiveMemberOf`,
    `/v1.0/servicePrincipals/${id}/transitiveMemberOf/microsoft.graph.group`,
    `/v1.0/users/${id}`,
    "/v1.0/users/mara.lindqvist@fabrikamretail.example",
    `/v1.0/users/${id}/transitiveMemberOf`,
    "/v1.0/me",
    "/v1.0/me/memberOf",
    `/v1.0/groups/${id}/members`,
    `/v1.0/groups/${id}/transitiveMembers/microsoft.graph.user`,
    `/v1.0/directoryObjects/${id}`,
    "/v1.0/directory/deletedItems/microsoft.graph.application",
    `/v1.0/directory/deletedItems/${id}`,
    "/v1.0/oauth2PermissionGrants",
    "/v1.0/oauth2PermissionGrants/xAbCd-_opaque",
    "/v1.0/policies/permissionGrantPolicies/microsoft-user-default-low",
    "/v1.0/auditLogs/directoryAudits/Directory_ESQ_75VYH_24F9B",
    "/v1.0/auditLogs/signIns",
    "/beta/auditLogs/signIns",
    "/v1.0/auditLogs/directoryAudits",
    "/v1.0/identity/conditionalAccess/policies",
    `/v1.0/identity/conditionalAccess/namedLocations/${id}`,
    "/v1.0/policies/tokenLifetimePolicies",
    "/v1.0/organization",
    "/v1.0/domains/contoso.onmicrosoft.com",
  ])("of the list is admitted: %s", (path) => {
    expect(admit(path)).toEqual({
      ok: true,
      value: {
        plane: "graph",
        method: "GET",
        url: new URL(`https://graph.microsoft.com${path}`),
        source: "graph",
        request: `GET ${path}`,
      },
    });
  });

  it.each([
    ["mail", `/v1.0/users/${id}/messages`],
    ["the caller's mail", "/v1.0/me/messages"],
    ["files", "/v1.0/me/drive/root/children"],
    ["a photo", `/v1.0/users/${id}/photo/$value`],
    ["calendars", `/v1.0/users/${id}/calendar/events`],
    ["chats", "/v1.0/chats"],
    ["passwords", `/v1.0/users/${id}/authentication/passwordMethods`],
    ["synchronisation secrets", `/v1.0/servicePrincipals/${id}/synchronization/secrets`],
    ["adding a password", `/v1.0/applications/${id}/addPassword`],
    ["a change feed", "/v1.0/users/delta"],
    ["a change feed of grants", "/v1.0/oauth2PermissionGrants/delta"],
    ["a count", "/v1.0/users/$count"],
    ["references", `/v1.0/groups/${id}/members/$ref`],
    ["BitLocker keys", "/v1.0/informationProtection/bitlocker/recoveryKeys"],
    ["a batch", "/v1.0/$batch"],
    ["another version", `/v2.0/users/${id}`],
    ["no version", `/users/${id}`],
    ["an alternate key that is no GUID", "/v1.0/applications(appId='x')"],
    ["an alternate key with a second one", `/v1.0/applications(appId='${id}',x='1')`],
    ["an alternate key that breaks out", `/v1.0/applications(appId='${id}')/..`],
    ["an alternate key of another collection", `/v1.0/users(appId='${id}')`],
    ["a user's name for a group", "/v1.0/groups/mara@fabrikam.example"],
    ["a cast that is none", `/v1.0/users/${id}/memberOf/microsoft.graph.message`],
    [
      "a cast of what is no list of objects",
      `/v1.0/applications/${id}/federatedIdentityCredentials/microsoft.graph.user/x`,
    ],
    ["another host", "https://evil.example/v1.0/me"],
    ["another host without scheme", "//evil.example/v1.0/me"],
    ["a parent", "/v1.0/me/../users"],
    ["an encoded slash", `/v1.0/users%2f${id}`],
    ["a query in the path", "/v1.0/me?$select=id"],
    ["credentials", "/v1.0/me@evil.example"],
    ["a domain that is a path", "/v1.0/domains/a/b"],
  ])("is refused: %s", (_, path) => {
    const admitted = admit(path);
    expect(!admitted.ok && admitted.failure.code).toBe("ReadNotAllowed");
  });
});

describe("the parameters of Microsoft Graph", () => {
  it("are sent as they are, and the filter is the query", () => {
    const filter = `correlationId eq '${id}'`;
    expect(admit("/v1.0/auditLogs/signIns", { $filter: filter, $top: "5" })).toMatchObject({
      ok: true,
      value: {
        request: `GET /v1.0/auditLogs/signIns?$filter=correlationId%20eq%20%27${id}%27&$top=5`,
        query: filter,
      },
    });
  });

  it("bring the header that counting and searching need", () => {
    const counted = admit("/v1.0/users", { $count: "true", $filter: "endsWith(mail,'@contoso.example')" });
    expect(counted.ok && counted.value.headers).toEqual({ ConsistencyLevel: "eventual" });
    const plain = admit("/v1.0/users", { $filter: "mail eq 'a@contoso.example'" });
    expect(plain.ok && plain.value.headers).toBeUndefined();
  });

  it("may expand directory relations", () => {
    const expand = "appRoleAssignments,owners($select=id,displayName)";
    expect(admit(`/v1.0/servicePrincipals/${id}`, { $expand: expand }).ok).toBe(true);
  });

  it.each([
    ["an expansion to mail", { $expand: "messages" }],
    ["an expansion to mail behind another", { $expand: "memberOf,messages" }],
    ["an expansion within an expansion", { $expand: "memberOf($expand=owners)" }],
    ["an expansion to a mailbox", { $expand: "memberOf($select=id,mailboxSettings)" }],
    ["an expansion that is a second parameter", { $expand: "memberOf($select=id)&$expand=messages" }],
    ["everything", { $expand: "*" }],
    ["a mailbox", { $select: "id,mailboxSettings" }],
    ["a part of a mailbox", { $select: "mailboxSettings/automaticRepliesSetting" }],
    ["what a sign-in is proven with", { $select: "id, passwordProfile" }],
    ["a selection that is a second parameter", { $select: "id&$expand=messages" }],
    ["a selection that expands", { $select: "id,memberOf($expand=owners)" }],
    ["an unknown parameter", { $skiptoken: "x" }],
    ["a format", { $format: "xml" }],
    ["a count that is none", { $count: "maybe" }],
  ])("are refused: %s", (_, query) => {
    const admitted = admit(`/v1.0/users/${id}`, query as Record<string, string>);
    expect(!admitted.ok && admitted.failure.code).toBe("ReadNotAllowed");
  });
});
