import { expect, test } from "vitest";
import { closes, fixedTenant } from "../../../cli/eval/fixed-tenant.ts";
import type { Change } from "../../../domain/contract/change.ts";
import type { Action, Report } from "../../../domain/contract/report.ts";
import { sampleReport } from "../../mcp-gateway/support/sample-report.ts";

const vault = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv1";
const application = "/v1.0/applications(appId='a1')";
const tenant = {
  now: "2026-10-14T09:00:00Z",
  resources: [
    { id: vault, properties: { publicNetworkAccess: "Disabled" } },
    { id: `${vault}/providers/Microsoft.Authorization/locks/keep` },
  ],
  subscriptions: [{ id: "/subscriptions/s1", subscriptionId: "s1", state: "Disabled" }],
  graph: { [application]: { appId: "a1", web: { redirectUris: [] } } },
  metrics: [
    { resourceId: vault, name: "Saturation", points: [{ timeStamp: "2026-10-14T09:00:00Z", maximum: 100 }] },
  ],
  responses: [{ method: "GET", path: "/deleted", body: { value: [{ id: "/deleted/kv1" }] } }],
};

function reportWith(...effects: Change[]): Report {
  const action: Action = { title: "Do it", why: "It is wrong.", commands: [], changes: true, effects };
  return { ...sampleReport(), actions: [{ ...action, effects: undefined }, action] };
}

test("every kind of change reaches what it names, and the rest of the tenant stays", () => {
  const fixed = fixedTenant(
    reportWith(
      { kind: "set", id: vault, pointer: "/properties/publicNetworkAccess", value: "Enabled" },
      { kind: "set", id: "/subscriptions/s1", pointer: "/state", value: "Enabled" },
      { kind: "append", id: application, pointer: "/web/redirectUris", value: "https://x.example/cb" },
      { kind: "create", id: `${vault}/rules/office`, body: { properties: { a: 1 } } },
      { kind: "create", id: "/v1.0/groups/g1", body: { id: "g1" } },
      { kind: "delete", id: `${vault}/providers/Microsoft.Authorization/locks/keep` },
      { kind: "delete", id: "/deleted/kv1" },
      { kind: "measure", id: vault, metric: "saturation", value: 20 },
    ),
    tenant,
  );
  expect(fixed).toEqual({
    now: tenant.now,
    resources: [
      { id: vault, properties: { publicNetworkAccess: "Enabled" } },
      {
        id: `${vault}/rules/office`,
        name: "office",
        type: "Microsoft.KeyVault/vaults/rules",
        properties: { a: 1 },
      },
    ],
    subscriptions: [{ id: "/subscriptions/s1", subscriptionId: "s1", state: "Enabled" }],
    graph: {
      [application]: { appId: "a1", web: { redirectUris: ["https://x.example/cb"] } },
      "/v1.0/groups/g1": { id: "g1" },
    },
    metrics: [
      { resourceId: vault, name: "Saturation", points: [{ timeStamp: "2026-10-14T09:00:00Z", maximum: 20 }] },
    ],
    responses: [{ method: "GET", path: "/deleted", body: { value: [] } }],
  });
});

test("a report without a fix in the tenant leaves nothing to try", () => {
  expect(fixedTenant({ ...sampleReport(), actions: [] }, tenant)).toBeUndefined();
});

const caused = (code: string, verdict: Report["verdict"] = "azure", rest: Partial<Report> = {}): Report => ({
  ...sampleReport(),
  verdict,
  root_cause: { ...sampleReport().root_cause, code, title: `Title of ${code}` },
  also: [],
  actions: [],
  ...rest,
});

const elsewhere: Report = {
  ...caused("a"),
  root_cause: { ...caused("a").root_cause, title: "Title of a (elsewhere)" },
};
const saying = ({ root_cause: { title } }: Report): Action => ({
  title: "t",
  why: "w",
  commands: [],
  changes: true,
  // oxlint-disable-next-line unicorn/no-thenable -- the wire contract names it so
  then: `next: ${title}.`,
});

test.each([
  ["the cause is still named", caused("a"), caused("a"), false],
  [
    "the cause is left at another resource, as it was said",
    elsewhere,
    { ...caused("a"), actions: [saying(elsewhere)] },
    true,
  ],
  ["the cause is left at another resource, unsaid", elsewhere, caused("a"), false],
  ["nothing is found any more", caused("unknown", "unknown"), caused("a"), true],
  ["the code is at fault now", caused("code.x", "not_azure"), caused("a"), true],
  ["a cause that nobody announced is met", caused("b"), caused("a"), false],
  [
    "a cause that was reported beside it is left",
    caused("b"),
    caused("a", "azure", { also: [caused("b").root_cause] }),
    true,
  ],
  [
    "the cause that the action said would follow is met",
    caused("b"),
    caused("a", "azure", {
      // oxlint-disable-next-line unicorn/no-thenable -- the wire contract names it so
      actions: [{ title: "t", why: "w", commands: [], changes: true, then: "next: Title of b." }],
    }),
    true,
  ],
])("where %s, the case is closed or not", (_, after, before, isClosed) => {
  expect(closes(after, before)).toBe(isClosed);
});
