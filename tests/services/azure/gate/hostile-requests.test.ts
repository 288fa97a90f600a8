import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { graphPaths } from "../../../../services/azure/gate/graph-routes.ts";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { pathTricks } from "../support/path-tricks.ts";
import { group, origins, tablePaths, vault } from "../support/table-paths.ts";

const span = { from: "2026-10-14T08:00:00Z", to: "2026-10-14T09:00:00Z" };
const id = "42d41113-ae2b-4edf-8af2-6bd0fcda536e";
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/n-1`;

const metricsOf = (resourceId: string): ReadRequest => ({
  kind: "metrics",
  resourceId,
  metricNames: ["Requests"],
  aggregation: ["Total"],
  interval: "PT1M",
  ...span,
});
const logsOf = (resourceId: string): ReadRequest => ({ kind: "logs", resourceId, query: "T", ...span });
const graphOf = (path: string): ReadRequest => ({ kind: "graph", path });

function isAdmitted(request: ReadRequest): boolean {
  return admitRead(request, origins).ok;
}

/** Paths of Microsoft Graph that are admitted, one of each template. */
const graphGoods = graphPaths.map(
  (path) =>
    `/v1.0/${path
      .replace("users/*", "users/mara@contoso.example")
      .replace("domains/*", "domains/contoso.example")
      .replaceAll("*", id)}`,
);

describe("a trick", () => {
  it("starts from what is admitted", () => {
    expect([isAdmitted(metricsOf(workspace)), isAdmitted(logsOf(workspace))]).toEqual([true, true]);
    expect(graphGoods.filter((path) => !isAdmitted(graphOf(path)))).toEqual([]);
  });

  it.each(pathTricks)("with the resource of metrics or logs is refused: %s", (_, make) => {
    expect([isAdmitted(metricsOf(make(workspace))), isAdmitted(logsOf(make(workspace)))]).toEqual([
      false,
      false,
    ]);
  });

  it.each(pathTricks)("with a path of Microsoft Graph is refused: %s", (_, make) => {
    const passed = graphGoods
      .map((path) => [path, make(path)] as const)
      .filter(([path, trick]) => trick !== path && isAdmitted(graphOf(trick)));
    expect(passed.map(([, trick]) => trick)).toEqual([]);
  });
});

describe("a parameter that none has", () => {
  const arms = tablePaths()
    .filter(({ rule }) => !rule.scopeOnly)
    .map(({ path }) => path);

  it.each([
    "api-version",
    "API-Version",
    "api-version ",
    " api-version",
    "api%2Dversion",
    "api-version[]",
    "api_version",
    "_method",
    "X-HTTP-Method-Override",
    "x-http-method",
    "$format",
    "$batch",
    "callback",
    "x-ms-version",
    "Authorization",
    "__proto__x",
    "",
  ])("is refused for every ARM path: %j", (name) => {
    const passed = arms.filter((path) => isAdmitted({ kind: "arm", path, query: { [name]: "2015-01-01" } }));
    expect(passed).toEqual([]);
    expect(isAdmitted({ kind: "graph", path: "/v1.0/me", query: { [name]: "x" } })).toBe(false);
  });

  it("is refused behind another of the same name in another case", () => {
    const roles = `${vault}/providers/Microsoft.Authorization/roleAssignments`;
    const twice = { $filter: "atScope()", $FILTER: "principalId eq 'x'" };
    expect(isAdmitted({ kind: "arm", path: roles, query: twice })).toBe(false);
    const expanded = { $expand: "memberOf", $EXPAND: "messages" };
    expect(isAdmitted({ kind: "graph", path: "/v1.0/me", query: expanded })).toBe(false);
  });
});

describe("a batch", () => {
  it.each([
    "/batch",
    "/$batch",
    "/providers/Microsoft.Resources/batch",
    `${group}/providers/Microsoft.Storage/storageAccounts/$batch`,
    "/subscriptions/11111111-2222-4333-8444-555555555555/$batch",
  ])("of ARM is refused: %s", (path) => {
    expect(isAdmitted({ kind: "arm", path })).toBe(false);
  });

  it.each(["/v1.0/$batch", "/beta/$batch", "/$batch", "/v1.0/me/$batch"])(
    "of Microsoft Graph is refused: %s",
    (path) => {
      expect(isAdmitted(graphOf(path))).toBe(false);
    },
  );
});

describe("an action of Microsoft Graph", () => {
  it.each([
    "me/sendMail",
    "me/microsoft.graph.sendMail",
    "me/getMemberGroups",
    `users/${id}/revokeSignInSessions`,
    `users/${id}/changePassword`,
    `applications/${id}/addPassword`,
    `applications/${id}/addKey`,
    `applications(appId='${id}')/addPassword`,
    `servicePrincipals/${id}/addTokenSigningCertificate`,
    `servicePrincipals/${id}/createPasswordSingleSignOnCredentials`,
    "directoryObjects/getByIds",
    "domains/getByIds",
    "domains/verify",
    "domains/microsoft.graph.delta",
    "auditLogs/signIns/confirmCompromised",
    "auditLogs/signIns/delta",
    "auditLogs/directoryAudits/getSummary",
    "identity/conditionalAccess/policies/evaluate",
    "policies/permissionGrantPolicies/microsoft.graph.delta",
    `directory/deletedItems/${id}/restore`,
  ])("is refused in both versions: %s", (path) => {
    expect([isAdmitted(graphOf(`/v1.0/${path}`)), isAdmitted(graphOf(`/beta/${path}`))]).toEqual([
      false,
      false,
    ]);
  });
});
