import { describe, expect, it } from "vitest";
import { applyChanges } from "../../../diagnosis/counterfactual/apply-changes.ts";
import type { JsonValue } from "../../../domain/json-value.ts";
import type { Change } from "../../../domain/contract/change.ts";
import type { Evidence } from "../../../domain/evidence.ts";

const group = "/subscriptions/s1/resourceGroups/rg-orders";
const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-orders`;

function answerTo(path: string, body: JsonValue, rest: Partial<Evidence> = {}): Evidence {
  return {
    diagnosisId: "d1",
    evidenceId: "e5",
    source: "arm",
    requestKey: path,
    request: `GET ${path}?api-version=2026-01-01`,
    status: 200,
    observedAt: "2026-10-14T09:00:00Z",
    body: JSON.stringify(body),
    sha256: "of the stored bytes",
    complete: true,
    ...rest,
  };
}

function after(answer: Evidence, ...changes: Change[]): { status: number; body: unknown } {
  const [changed] = applyChanges([answer], changes);
  return { status: changed!.status, body: JSON.parse(changed!.body) };
}

describe("a field", () => {
  const denying = { id: vault, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } };
  const open: Change = {
    kind: "set",
    id: vault.toUpperCase(),
    pointer: "/properties/networkAcls/defaultAction",
    value: "Allow",
  };

  it("gets its value in the resource's own answer, and the stored one stays", () => {
    const answer = answerTo(vault, denying);
    expect(after(answer, open).body).toEqual({
      id: vault,
      properties: { networkAcls: { defaultAction: "Allow", ipRules: [] } },
    });
    expect(JSON.parse(answer.body)).toEqual(denying);
  });

  it("gets it in lists and in the rows of Resource Graph", () => {
    const list = answerTo(`${group}/providers/Microsoft.KeyVault/vaults`, {
      value: [{ id: "/other" }, denying],
    });
    expect(after(list, open).body).toMatchObject({
      value: [{ id: "/other" }, { properties: { networkAcls: { defaultAction: "Allow" } } }],
    });
    const rows = answerTo("/providers/Microsoft.ResourceGraph/resources", { data: [denying] });
    expect(after({ ...rows, source: "resource_graph" }, open).body).toMatchObject({
      data: [{ properties: { networkAcls: { defaultAction: "Allow" } } }],
    });
  });

  it("is made with the parents that it lacks, found whatever its case, and taken away by null", () => {
    const body = { id: vault, Properties: { a: 1 } };
    const set = (pointer: string, value: JsonValue): Change => ({ kind: "set", id: vault, pointer, value });
    expect(after(answerTo(vault, body), set("/properties/b/c", "x")).body).toEqual({
      id: vault,
      Properties: { a: 1, b: { c: "x" } },
    });
    expect(after(answerTo(vault, body), set("/properties/a", null)).body).toEqual({
      id: vault,
      Properties: {},
    });
  });

  it("of a list gets one more element", () => {
    const change: Change = {
      kind: "append",
      id: vault,
      pointer: "/properties/networkAcls/ipRules",
      value: { value: "203.0.113.7" },
    };
    expect(after(answerTo(vault, denying), change).body).toMatchObject({
      properties: { networkAcls: { ipRules: [{ value: "203.0.113.7" }] } },
    });
  });

  it("of a Microsoft Graph object is found by the path that was read", () => {
    const path = "/v1.0/applications(appId='a1')";
    const answer = answerTo(path, { appId: "a1", web: { redirectUris: [] } }, { source: "graph" });
    const change: Change = {
      kind: "append",
      id: path,
      pointer: "/web/redirectUris",
      value: "https://x.example/cb",
    };
    expect(after(answer, change).body).toEqual({
      appId: "a1",
      web: { redirectUris: ["https://x.example/cb"] },
    });
  });

  it("of what was not there does not make it exist", () => {
    const missing = answerTo(vault, { error: { code: "ResourceNotFound" } }, { status: 404 });
    expect(after(missing, open)).toEqual({ status: 404, body: { error: { code: "ResourceNotFound" } } });
  });
});

describe("a resource", () => {
  const rule = `${group}/providers/Microsoft.Sql/servers/sql1/firewallRules/office`;
  const create: Change = {
    kind: "create",
    id: rule,
    body: { properties: { startIpAddress: "203.0.113.7" } },
  };

  it("that is made answers its GET, and stands in the list of its siblings", () => {
    const made = {
      id: rule,
      name: "office",
      type: "Microsoft.Sql/servers/firewallRules",
      properties: { startIpAddress: "203.0.113.7" },
    };
    const missing = answerTo(rule, { error: { code: "ResourceNotFound" } }, { status: 404 });
    expect(after(missing, create)).toEqual({ status: 200, body: made });
    const list = answerTo(rule.slice(0, rule.lastIndexOf("/")), { value: [] });
    expect(after(list, create).body).toEqual({ value: [made] });
  });

  it("stands in no list of another parent", () => {
    const other = answerTo(`${group}/providers/Microsoft.Sql/servers/sql2/firewallRules`, { value: [] });
    expect(after(other, create).body).toEqual({ value: [] });
  });

  it("a role assignment that is made shows at its scope, above it and below it, and at no other", () => {
    const at = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const assign: Change = {
      kind: "create",
      id: `${at(group)}/new`,
      body: { properties: { principalId: "p1" } },
    };
    const shown = (scope: string) =>
      (after(answerTo(at(scope), { value: [] }), assign).body as { value: unknown[] }).value.length;
    expect([shown(vault), shown(group), shown("/subscriptions/s1"), shown("/subscriptions/s2")]).toEqual([
      1, 1, 1, 0,
    ]);
  });

  it("a role assignment at a management group shows at every subscription", () => {
    const at = (scope: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const id = `${at("/providers/Microsoft.Management/managementGroups/mg")}/new`;
    const assign: Change = { kind: "create", id, body: { properties: { principalId: "p1" } } };
    expect(after(answerTo(at(vault), { value: [] }), assign).body).toMatchObject({ value: [{ id }] });
  });

  it("that is deleted is not found any more, nor is what was below it, and no list shows it", () => {
    const lock = `${group}/providers/Microsoft.Authorization/locks/keep`;
    const remove: Change = { kind: "delete", id: lock };
    expect(after(answerTo(lock, { id: lock }), remove).status).toBe(404);
    expect(after(answerTo(`${lock}/below`, { id: `${lock}/below` }), remove).status).toBe(404);
    expect(
      after(answerTo(`${group}/locks`, { value: [{ id: lock }, { id: "/other" }] }), remove).body,
    ).toEqual({
      value: [{ id: "/other" }],
    });
  });
});

describe("a metric", () => {
  const points = (maximum: number) => [{ timeStamp: "2026-10-14T09:00:00Z", maximum }];
  const answer = answerTo(
    `${vault}/providers/Microsoft.Insights/metrics`,
    { Saturation: points(100), Other: points(7) },
    { source: "metrics" },
  );

  it("has the new value at every point, and another metric keeps its own", () => {
    const change: Change = { kind: "measure", id: vault, metric: "saturation", value: 20 };
    expect(after(answer, change).body).toEqual({ Saturation: points(20), Other: points(7) });
  });

  it("of another resource stays", () => {
    const change: Change = { kind: "measure", id: `${group}/x`, metric: "Saturation", value: 20 };
    expect(after(answer, change).body).toEqual(JSON.parse(answer.body));
  });
});

it("what the developer sent and what logs recorded stay, whatever is changed", () => {
  const sources = ["request", "user", "logs"] as const;
  const answers = sources.map((source) => answerTo(vault, { id: vault, properties: {} }, { source }));
  const change: Change = { kind: "set", id: vault, pointer: "/properties/a", value: 1 };
  expect(applyChanges(answers, [change])).toEqual(answers);
});
