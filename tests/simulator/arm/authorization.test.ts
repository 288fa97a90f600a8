import { afterAll, beforeAll, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import {
  assignment,
  group,
  ids,
  managementGroup,
  otherVault,
  resources,
  sampleTenant,
  subscription,
  vault,
} from "../support/sample-tenant.ts";

/** An object of Privileged Identity Management: `<type>/<name>`. */
const scheduled = (scope: string, path: string, principalId: string) => ({
  id: `${scope}/providers/Microsoft.Authorization/${path}`,
  name: path.split("/")[1]!,
  type: `Microsoft.Authorization/${path.split("/")[0]!}`,
  properties: { principalId, roleDefinitionId: ids.owner, scope, status: "Provisioned" },
});

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure({
    ...sampleTenant,
    resources: [
      ...resources,
      assignment(managementGroup, "at-management-group", ids.everyone, ids.reader),
      assignment(otherVault, "at-other-vault", ids.bob, ids.owner),
      scheduled(subscription, "roleEligibilityScheduleInstances/of-ann", ids.ann),
      scheduled(managementGroup, "roleEligibilityScheduleInstances/of-everyone", ids.everyone),
      scheduled(otherVault, "roleEligibilityScheduleInstances/beside", ids.ann),
      scheduled(subscription, "roleAssignmentScheduleRequests/by-ann", ids.ann),
    ],
    graph: {
      "/v1.0/groups/cccccccc-0000-4000-8000-000000000002/members": {
        value: [{ id: ids.bob }, { id: ids.developers }],
      },
      "/v1.0/users/bob@example.com/memberOf": {
        value: [{ "@odata.type": "#microsoft.graph.directoryRole", id: "role" }],
      },
    },
  });
});
afterAll(() => azure.close());

const at = (scope: string, type = "roleAssignments"): string =>
  `${scope}/providers/Microsoft.Authorization/${type}`;
const names = (reply: Reply): string[] =>
  (reply.body as { value: { name: string }[] }).value.map(({ name }) => name).toSorted();

test("role assignments at a scope are those at, above and below it", async () => {
  expect(names(await azure.arm(at(group)))).toEqual([
    "at-group",
    "at-management-group",
    "at-subscription",
    "at-vault",
  ]);
  expect(names(await azure.arm(at(vault)))).toEqual([
    "at-group",
    "at-management-group",
    "at-subscription",
    "at-vault",
  ]);
  expect(names(await azure.arm(at(otherVault)))).toEqual([
    "at-management-group",
    "at-other-vault",
    "at-subscription",
  ]);
});

test.each([
  ["atScope()", ["at-group", "at-management-group", "at-subscription"]],
  ["atExactScope()", ["at-group"]],
  [`principalId eq '${ids.app}'`, ["at-vault"]],
  [`assignedTo('${ids.ann}')`, ["at-group", "at-management-group", "at-subscription"]],
  [`atScope() and assignedTo('${ids.app}')`, []],
  [`assignedTo('${ids.bob}')`, ["at-management-group"]],
])("role assignments of a group are narrowed by %s", async ($filter, expected) => {
  expect(names(await azure.arm(at(group), { $filter }))).toEqual(expected);
});

test.each([
  ["asTarget()", ["of-ann", "of-everyone"]],
  [`assignedTo('${ids.bob}')`, ["of-everyone"]],
  [`principalId eq '${ids.bob}'`, []],
])("who is eligible at and above a group is narrowed by %s", async ($filter, expected) => {
  expect(names(await azure.arm(at(group, "roleEligibilityScheduleInstances"), { $filter }))).toEqual(
    expected,
  );
});

test("requests to activate a role are listed at their scope and below, of one principal", async () => {
  const list = at(group, "roleAssignmentScheduleRequests");
  expect(names(await azure.arm(list, { $filter: `principalId eq '${ids.ann}'` }))).toEqual(["by-ann"]);
  expect(names(await azure.arm(list, { $filter: `principalId eq '${ids.bob}'` }))).toEqual([]);
});

test("locks of a group hold for the resources in it and for nothing beside it", async () => {
  expect(names(await azure.arm(at(vault, "locks")))).toEqual(["keep"]);
  expect(names(await azure.arm(at(subscription, "locks")))).toEqual(["keep"]);
  expect(names(await azure.arm(at(otherVault, "locks")))).toEqual([]);
});

test("policy assignments of a management group reach every resource", async () => {
  expect(names(await azure.arm(at(vault, "policyAssignments")))).toEqual(["deny-public"]);
});

test("role definitions are listed once, and found by name", async () => {
  expect(names(await azure.arm(at(vault, "roleDefinitions")))).toEqual([ids.owner, ids.reader]);
  const $filter = "roleName eq 'Reader'";
  expect(names(await azure.arm(at(subscription, "roleDefinitions"), { $filter }))).toEqual([ids.reader]);
});

test("a built-in role definition can be read at any scope", async () => {
  for (const scope of ["", vault])
    expect((await azure.arm(`${at(scope, "roleDefinitions")}/${ids.owner}`)).body).toMatchObject({
      properties: { roleName: "Owner" },
    });
  expect(await azure.arm(`${at("", "roleDefinitions")}/none`)).toMatchObject({
    status: 404,
    body: { error: { code: "RoleDefinitionDoesNotExist" } },
  });
});

test("the caller's permissions come from roles at and above the scope, through groups too", async () => {
  const reader = { actions: ["*/read"], notActions: [] };
  expect((await azure.arm(at(vault, "permissions"))).body).toEqual({ value: [reader, reader, reader] });
  expect((await azure.arm(at(otherVault, "permissions"))).body).toEqual({ value: [reader, reader] });
});
