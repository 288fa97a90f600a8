import { describe, expect, test } from "vitest";
import { isCited } from "../../../cli/eval/match-evidence.ts";
import type { ReportEvidence } from "../../../domain/contract/report.ts";

const vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv";

function citation(part: Partial<ReportEvidence>): ReportEvidence {
  return {
    id: "c1",
    evidence_id: "e5",
    source: "arm",
    request: `GET ${vault}?api-version=2024-11-01`,
    pointer: "/properties/networkAcls/defaultAction",
    op: "equals",
    operand: "Deny",
    value: "Deny",
    observed_at: "2026-01-01T00:00:00Z",
    sha256: "0",
    ...part,
  };
}

const expected = {
  path: vault,
  field: "properties.networkAcls.defaultAction",
  value: "Deny",
  required: true,
};

describe("an ARM citation", () => {
  test("counts with source, field and value, whatever the case of the ID", () => {
    expect(isCited({ ...expected, path: vault.toUpperCase() }, [citation({})])).toBe(true);
  });

  test.each([
    ["another resource", { request: `GET ${vault}2?api-version=1` }],
    ["a resource below it", { request: `GET ${vault}/secrets/x?api-version=1` }],
    ["another field", { pointer: "/properties/networkAcls/bypass" }],
    ["another value", { value: "Allow", operand: "Allow" }],
    ["another source", { source: "resource_graph" as const, request: "POST /providers/…" }],
  ])("does not count with %s", (_, part) => {
    expect(isCited(expected, [citation(part)])).toBe(false);
  });

  test("counts inside a list when it names the item's own ID", () => {
    const list = {
      request: "GET /subscriptions/s/x?api-version=1",
      pointer: "/value/2/properties/networkAcls/defaultAction",
      resource_id: vault,
    };
    expect(isCited(expected, [citation(list)])).toBe(true);
  });

  test("does not add up source, field and value from several citations", () => {
    const parts = [
      citation({ value: "Allow", operand: "Allow" }),
      citation({ pointer: "/properties/other" }),
    ];
    expect(isCited(expected, parts)).toBe(false);
  });

  test("counts a list field whatever the index", () => {
    const rules = { path: vault, field: "passwordCredentials[0].endDateTime", value: "2026" };
    expect(
      isCited(rules, [citation({ pointer: "/passwordCredentials/3/endDateTime", value: "2026-01-01" })]),
    ).toBe(true);
  });

  test("counts a field of any element of a list", () => {
    const any = { path: vault, field: "properties.ipRules[].value", value: "1.2.3.4" };
    expect(isCited(any, [citation({ pointer: "/properties/ipRules/2/value", value: "1.2.3.4" })])).toBe(true);
  });

  test("counts an absence whose filter names the field and the value", () => {
    const list = {
      path: `${vault}/providers/Microsoft.Authorization/roleAssignments`,
      field: "properties.principalId",
      value: "abc",
    };
    const none = citation({
      request: `GET ${vault}/providers/Microsoft.Authorization/roleAssignments?api-version=1&$filter=x`,
      pointer: "/value",
      op: "none_match",
      operand: "[?properties.principalId=='abc']",
      value: "3 items",
    });
    expect(isCited(list, [none])).toBe(true);
  });
});

test.each([
  [
    "request.error",
    "error",
    "exec format error",
    { source: "request", pointer: "/error", value: "exec format error" },
  ],
  ["request.error", "Substatus", "5300", { source: "request", pointer: "/fields/Substatus", value: "5300" }],
  [
    "request.source_code",
    "src/a.cs",
    "GetMetric",
    { source: "request", pointer: "/source_code/src~1a.cs", value: "x.GetMetric()" },
  ],
  [
    "activityLog",
    "operationName.value",
    "a/write",
    { source: "activity_log", pointer: "/value/0/operationName/value", value: "a/write" },
  ],
  [
    "tables:Logs",
    "Level",
    "Error",
    { source: "logs", query: "Logs | take 1", pointer: "/rows/0/Level", value: "Error" },
  ],
  ["metrics:cpu", "maximum", "100", { source: "metrics", pointer: "/cpu/4/maximum", value: "100" }],
  [
    "graph:/v1.0/applications(appId='1')",
    "appId",
    "1",
    { source: "graph", request: "GET /v1.0/applications(appId='1')", pointer: "/appId", value: "1" },
  ],
] as const)("%s %s is matched by its own kind of citation only", (path, field, value, part) => {
  expect(isCited({ path, field, value }, [citation({ operand: "", ...part })])).toBe(true);
  expect(isCited({ path, field, value }, [citation({ operand: "", ...part, source: "user" })])).toBe(false);
});
