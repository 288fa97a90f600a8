import { describe, expect, it } from "vitest";
import { claimText } from "../../../diagnosis/report/claim-text.ts";
import type { Citation } from "../../../domain/citation.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { evidenceOf } from "../evidence-of.ts";

const vault = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";
const arm = evidenceOf("e5", {}, { request: `GET ${vault}?api-version=2024-11-01` });
const list = evidenceOf(
  "e5",
  {},
  { request: `GET ${vault}/providers/Microsoft.Authorization/roleAssignments?x=y` },
);
const rows = evidenceOf("e5", { table: "AzureDiagnostics", rows: [] }, { source: "logs" });
const request = evidenceOf("e0", {}, { source: "request" });
const signals = evidenceOf("e1", {}, { source: "request" });
const metric = evidenceOf("e5", {}, { source: "metrics" });
const activity = evidenceOf("e5", {}, { source: "activity_log" });
const graph = evidenceOf("e5", {}, { source: "graph", request: "GET /v1.0/applications(appId='x')" });
const gone = evidenceOf("e5", {}, { request: `GET ${vault}`, status: 404 });

type Row = [Evidence, Omit<Citation, "evidenceId">, string, string];
const sentences: Row[] = [
  [
    arm,
    { pointer: "/properties/networkAcls/defaultAction", op: "equals", operand: "Deny", value: "Deny" },
    "Key Vault `kv`: `properties.networkAcls.defaultAction` is `Deny`.",
    "Key Vault `kv`: `properties.networkAcls.defaultAction` 값은 `Deny`입니다.",
  ],
  [
    arm,
    { pointer: "/properties/x", op: "equals", operand: "null", value: "null" },
    "Key Vault `kv`: `properties.x` is null.",
    "Key Vault `kv`: `properties.x` 값은 null입니다.",
  ],
  [
    arm,
    { pointer: "/properties/x", op: "differs_from", operand: "a", value: "b" },
    "Key Vault `kv`: `properties.x` is `b`, not `a`.",
    "Key Vault `kv`: `properties.x` 값은 `b`이며, `a`과(와) 다릅니다.",
  ],
  [
    arm,
    { pointer: "/properties", op: "absent", operand: "encryption.key", value: "null" },
    "Key Vault `kv`: `properties.encryption.key` is not set.",
    "Key Vault `kv`: `properties.encryption.key` 속성이 설정되어 있지 않습니다.",
  ],
  [
    list,
    {
      pointer: "/value",
      op: "none_match",
      operand: "properties.principalId == 'p'",
      value: "3 entries, none with …",
    },
    "`roleAssignments` of Key Vault `kv` has 3 entries, and none with `properties.principalId == 'p'`.",
    "Key Vault `kv`의 `roleAssignments` 항목 3개 중 `properties.principalId == 'p'` 조건에 맞는 항목이 없습니다.",
  ],
  [
    list,
    { pointer: "/value", op: "none_match", operand: "`true`", value: "0 entries" },
    "`roleAssignments` of Key Vault `kv` is empty.",
    "Key Vault `kv`의 `roleAssignments` 목록이 비어 있습니다.",
  ],
  [
    list,
    {
      pointer: "/value/2/properties/principalId",
      op: "equals",
      operand: "p",
      value: "p",
      resourceId: `${vault}/providers/Microsoft.Authorization/roleAssignments/one`,
    },
    "role assignment `one`: `properties.principalId` is `p`.",
    "역할 할당 `one`: `properties.principalId` 값은 `p`입니다.",
  ],
  [
    arm,
    { pointer: "/properties/rules/0/value", op: "in_range", operand: "10.0.0.4", value: "10.0.0.0/24" },
    "Key Vault `kv`: `properties.rules[0].value` `10.0.0.0/24` covers `10.0.0.4`.",
    "Key Vault `kv`: `properties.rules[0].value` `10.0.0.0/24`: `10.0.0.4` 주소를 포함합니다.",
  ],
  [
    rows,
    { pointer: "/rows/3/CallerIPAddress", op: "in_range", operand: "10.0.0.0/24", value: "10.0.0.4" },
    "`AzureDiagnostics`: `CallerIPAddress` `10.0.0.4` lies in `10.0.0.0/24`.",
    "`AzureDiagnostics`: `CallerIPAddress` `10.0.0.4`: `10.0.0.0/24` 범위에 속합니다.",
  ],
  [
    rows,
    { pointer: "/rows/3/Message", op: "contains", operand: "denied", value: "access denied" },
    "`AzureDiagnostics`: `Message` says `access denied`.",
    "`AzureDiagnostics`: `Message`에 `access denied` 내용이 있습니다.",
  ],
  [
    metric,
    { pointer: "/workers_percent/4/maximum", op: "in_range", operand: ">= 100", value: "100" },
    "`workers_percent`: `maximum` is `100` (`>= 100`).",
    "`workers_percent`: `maximum` 값은 `100`입니다(`>= 100`).",
  ],
  [
    activity,
    { pointer: "/value/0/operationName/value", op: "equals", operand: "a/write", value: "a/write" },
    "Activity Log: `operationName.value` is `a/write`.",
    "활동 로그: `operationName.value` 값은 `a/write`입니다.",
  ],
  [
    graph,
    {
      pointer: "/passwordCredentials/0/endDateTime",
      op: "before",
      operand: "2026-02-01",
      value: "2026-01-12",
    },
    "`/v1.0/applications(appId='x')`: `passwordCredentials[0].endDateTime` is `2026-01-12`, before `2026-02-01`.",
    "`/v1.0/applications(appId='x')`: `passwordCredentials[0].endDateTime` 값은 `2026-01-12`이며, `2026-02-01`보다 이전입니다.",
  ],
  [
    request,
    { pointer: "/error", op: "contains", operand: "403", value: "HTTP 403 Forbidden", line: 12 },
    "The error, line 12: `HTTP 403 Forbidden`.",
    "오류 메시지 12행: `HTTP 403 Forbidden`",
  ],
  [
    request,
    { pointer: "/source_code/src~1app.ts", op: "contains", operand: "x()", value: "await x();", line: 3 },
    "`src/app.ts`, line 3: `await x();`.",
    "`src/app.ts` 3행: `await x();`",
  ],
  [
    request,
    {
      pointer: "/error",
      op: "none_match",
      operand: "mentions(@, '429')",
      value: "text, none with mentions(@, '429')",
    },
    "The error holds nothing that passes `mentions(@, '429')`.",
    "오류 메시지 `mentions(@, '429')` 조건에 맞는 내용이 없습니다.",
  ],
  [
    signals,
    { pointer: "/fields/Substatus", op: "equals", operand: "5300", value: "5300", line: 2 },
    "The error, line 2: `Substatus` is `5300`.",
    "오류 메시지 2행: `Substatus` 값은 `5300`입니다.",
  ],
  [
    signals,
    { pointer: "/codes/0/code", op: "equals", operand: "ScopeLocked", value: "ScopeLocked", line: 4 },
    "The request, line 4, names the error code `ScopeLocked`.",
    "요청 4행: 오류 코드 `ScopeLocked`.",
  ],
  [
    gone,
    { pointer: "/error/code", op: "equals", operand: "ResourceNotFound", value: "ResourceNotFound" },
    "Key Vault `kv` does not exist: Azure answers `ResourceNotFound`.",
    "Key Vault `kv`: 존재하지 않습니다. Azure 응답: `ResourceNotFound`.",
  ],
];

describe("a citation as a sentence", () => {
  it.each(sentences)("%#", (evidence, citation, english, korean) => {
    const whole = { evidenceId: evidence.evidenceId, ...citation };
    expect([claimText(whole, evidence, "en"), claimText(whole, evidence, "ko")]).toEqual([english, korean]);
  });

  it("keeps mark-up, line breaks and control characters of a value from being taken as such", () => {
    const citation: Citation = {
      evidenceId: "e5",
      pointer: "/tags/x",
      op: "equals",
      operand: "",
      value: "`a`\n# [click](http://x) \u202e",
    };
    expect(claimText(citation, arm, "en")).toBe("Key Vault `kv`: `tags.x` is `'a' # [click](http://x)`.");
  });
});
