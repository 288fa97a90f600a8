import { expect, test } from "vitest";
import { known, listOf, unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { type Result, run } from "./support/evaluation.ts";

const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";
const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const custom = "00000000-1111-4222-8333-444444444444";
const action = "Microsoft.KeyVault/vaults/secrets/getSecret/action";

interface Assignment {
  principal?: string;
  role?: string;
  at?: string;
  condition?: string | null;
}

const assignment = ({ principal = "p1", role = secretsUser, at = scope, condition = null }: Assignment) => ({
  id: `${at}/providers/Microsoft.Authorization/roleAssignments/a-${role}`,
  properties: {
    principalId: principal,
    roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    scope: at,
    condition,
  },
});

function granted(list: readonly Assignment[], principals = "'p1'", definitions = "`null`"): Result {
  return run(`access(assignments, ${definitions}, ${principals}, '${action}', '${scope}', 'data').granted`, {
    assignments: { value: list.map(assignment) },
    definitions: [
      {
        name: custom,
        properties: {
          roleName: "Own",
          permissions: [{ dataActions: ["Microsoft.KeyVault/vaults/secrets/*"] }],
        },
      },
    ],
  });
}

test("a role at the scope grants, and the assignment is cited", () => {
  const { value, proof } = granted([{}]);
  expect(value).toBe(true);
  expect(proof).toContain("e5/value/0/properties/principalId equals p1");
  expect(
    proof.some(
      (line) =>
        line.startsWith("e5/value/0/properties/roleDefinitionId equals") && line.includes(secretsUser),
    ),
  ).toBe(true);
});

test.each([
  ["the subscription", "/subscriptions/s"],
  ["the resource group", "/subscriptions/s/resourceGroups/G"],
  ["a management group", "/providers/Microsoft.Management/managementGroups/m"],
  ["the root", "/"],
])("a role at %s grants below it", (_, at) => {
  expect(granted([{ at }]).value).toBe(true);
});

test.each<[string, Assignment]>([
  ["another principal's", { principal: "p2" }],
  ["a role beside the scope", { at: `${scope}x` }],
  ["a role below the scope", { at: `${scope}/secrets/a` }],
  ["a role that only manages", { role: reader }],
])("%s grants nothing", (_, one) => {
  expect(granted([one]).value).toBe(false);
});

test("with nothing assigned, the whole list is the proof, and it names the principal", () => {
  const { value, proof } = granted([{ principal: "p2" }, { principal: "p3" }]);
  expect(value).toBe(false);
  expect(proof).toHaveLength(1);
  expect(proof[0]).toMatch(/^e5\/value none_match .*same_text\(properties\.principalId, 'p1'\)/);
});

test("with roles that do not fit, the proof names the roles that would", () => {
  const { value, proof } = granted([{ role: reader }]);
  expect(value).toBe(false);
  expect(proof.join("\n")).toMatch(/none_match/);
});

test("what a group of the identity holds counts where the group is given", () => {
  expect(granted([{ principal: "g1" }], "['p1', 'g1']").value).toBe(true);
  expect(granted([{ principal: "g1" }]).value).toBe(false);
});

test("a role that is not built in decides only once its definition was read", () => {
  expect(granted([{ role: custom }]).value).toBe("unknown");
  expect(granted([{ role: custom }], "'p1'", "definitions").value).toBe(true);
});

test("a definition that is being read is waited for, also as one of a list", () => {
  const pending = unknown({ kind: "pending", read: "definitions", key: "k" });
  const { evaluated } = run(
    `access(assignments, definitions, 'p1', '${action}', '${scope}', 'data').granted`,
    { assignments: { value: [assignment({ role: custom })] } },
    { definitions: listOf([pending]) },
  );
  expect(evaluated).toEqual(pending);
});

test("a condition leaves it open", () => {
  const { evaluated } = granted([{ condition: "@Resource[…] StringEquals 'a'" }]);
  expect(evaluated).toEqual({
    kind: "unknown",
    reasons: [
      {
        kind: "undecided",
        what: {
          en: "whether the condition of the role assignment is met",
          ko: "역할 할당의 조건이 충족되는지 여부",
        },
      },
    ],
  });
});

test("without a principal nothing is decided", () => {
  expect(granted([{}], "`null`").evaluated).toMatchObject({ kind: "unknown" });
});

test("assignments that were not read leave it open, for their own reason", () => {
  const denied = unknown({
    kind: "denied",
    read: "assignments",
    permission: "x",
    code: "AuthorizationFailed",
  });
  const { evaluated } = run(
    `access(assignments, \`null\`, 'p1', '${action}', '${scope}', 'data').granted`,
    {},
    { assignments: denied },
  );
  expect(evaluated).toEqual(denied);
});

test("the roles to be read are those that are not built in", () => {
  const { value } = run("unread_roles(assignments.value)", {
    assignments: { value: [assignment({}), assignment({ role: custom })] },
  });
  expect(value).toEqual([`/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${custom}`]);
  expect(run("unread_roles(none)", {}, { none: known([]) }).value).toEqual([]);
});

test("the assignments that grant without a condition are given, and only those", () => {
  const grantingOf = (list: readonly Assignment[], definitions = "`null`") =>
    run(
      `access(assignments, ${definitions}, 'p1', '${action}', '${scope}', 'data').granting[].properties.scope`,
      { assignments: { value: list.map(assignment) } },
    ).value;
  const conditional = { condition: "@Resource[…] StringEquals 'a'" };
  expect(grantingOf([{ role: reader }, conditional, { at: "/subscriptions/s" }])).toEqual([
    "/subscriptions/s",
  ]);
  expect(grantingOf([{ role: reader }, conditional])).toEqual([]);
  expect(grantingOf([{ role: custom }])).toBe("unknown");
});
