import { describe, expect, test } from "vitest";
import { actionMatches, roleGrants } from "../../../diagnosis/analyses/access/action-match.ts";
import { builtInRoles } from "../../../diagnosis/analyses/access/built-in-roles.ts";

test.each([
  ["*", "Microsoft.Web/sites/write", true],
  ["*/read", "Microsoft.Web/sites/read", true],
  ["*/read", "Microsoft.Web/sites/write", false],
  ["Microsoft.Web/*", "microsoft.web/sites/write", true],
  ["Microsoft.Web/*", "Microsoft.WebX/sites/write", false],
  ["Microsoft.ServiceBus/*/send/action", "Microsoft.ServiceBus/namespaces/queues/messages/send/action", true],
  ["Microsoft.ServiceBus/*/send/action", "Microsoft.ServiceBus/send/action", false],
  ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/roleAssignments/write", true],
  ["Microsoft.Web/sites/read", "Microsoft.Web/sites/read", true],
  ["Microsoft.Web/sites/read", "Microsoft.Web/sites/readX", false],
  ["a*b*c", "abc", true],
  ["a*b*c", "acb", false],
  ["a*a", "a", false],
])("%s covers %s: %s", (pattern, action, covers) => {
  expect(actionMatches(pattern, action)).toBe(covers);
});

describe("built-in roles", () => {
  const grants = (name: string, action: string, kind: "control" | "data") => {
    const role = [...builtInRoles.values()].find((each) => each.name === name);
    if (role === undefined) throw new Error(`There is no role ${name}.`);
    return roleGrants(role, action, kind);
  };

  test.each([
    ["Owner", "Microsoft.Authorization/roleAssignments/write", "control", true],
    ["Contributor", "Microsoft.Web/sites/write", "control", true],
    ["Contributor", "Microsoft.Authorization/roleAssignments/write", "control", false],
    ["Contributor", "Microsoft.Authorization/locks/delete", "control", false],
    ["User Access Administrator", "Microsoft.Authorization/roleAssignments/write", "control", true],
    ["Reader", "Microsoft.KeyVault/vaults/read", "control", true],
    ["Owner", "Microsoft.KeyVault/vaults/secrets/getSecret/action", "data", false],
    ["Key Vault Secrets User", "Microsoft.KeyVault/vaults/secrets/getSecret/action", "data", true],
    ["Key Vault Reader", "Microsoft.KeyVault/vaults/secrets/getSecret/action", "data", false],
    ["Key Vault Contributor", "Microsoft.KeyVault/vaults/secrets/getSecret/action", "data", false],
    [
      "Storage Blob Data Owner",
      "Microsoft.Storage/storageAccounts/queueServices/queues/messages/read",
      "data",
      false,
    ],
    [
      "Storage Blob Data Reader",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
      "data",
      false,
    ],
    ["Storage Account Contributor", "Microsoft.Storage/storageAccounts/listKeys/action", "control", true],
    [
      "Azure Service Bus Data Sender",
      "Microsoft.ServiceBus/namespaces/messages/receive/action",
      "data",
      false,
    ],
    [
      "Cosmos DB Operator",
      "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write",
      "control",
      false,
    ],
    ["AcrPush", "Microsoft.ContainerRegistry/registries/pull/read", "control", true],
  ] as const)("%s grants %s (%s): %s", (name, action, kind, expected) => {
    expect(grants(name, action, kind)).toBe(expected);
  });

  test("every entry is a GUID with a name, and no GUID stands twice", () => {
    const ids = [...builtInRoles.keys()];
    expect(ids.filter((id) => !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(new Set([...builtInRoles.values()].map(({ name }) => name)).size).toBe(ids.length);
  });
});
