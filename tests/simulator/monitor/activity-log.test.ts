import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import { group, ids, otherVault, sampleTenant, subscription, vault } from "../support/sample-tenant.ts";

const event = (name: string, eventTimestamp: string, fields: object = {}) => ({
  eventDataId: name,
  eventTimestamp,
  resourceId: vault,
  subscriptionId: ids.subscription,
  resourceGroupName: "rg-shop",
  resourceProviderName: { value: "Microsoft.KeyVault" },
  operationName: { value: "Microsoft.KeyVault/vaults/write" },
  status: { value: "Succeeded" },
  level: "Informational",
  caller: "ann@example.com",
  correlationId: "c-1",
  ...fields,
});

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure({
    ...sampleTenant,
    activityLog: [
      event("older", "2026-05-30T08:00:00Z"),
      event("newer", "2026-06-01T10:00:00Z", {
        level: "Error",
        status: { value: "Failed" },
        correlationId: "c-2",
      }),
      event("elsewhere", "2026-05-31T08:00:00Z", {
        resourceId: otherVault,
        resourceGroupName: undefined,
        resourceProviderName: undefined,
        caller: "bob@example.com",
      }),
      event("other", "2026-05-31T09:00:00Z", { subscriptionId: ids.otherSubscription }),
    ],
    denied: [{ prefix: otherVault, actions: ["Microsoft.KeyVault/vaults/read"] }],
  });
});
afterAll(() => azure.close());

const path = `${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
const since = "eventTimestamp ge '2026-05-01T00:00:00Z'";
const list = ($filter: string, query: Record<string, string> = {}): Promise<Reply> =>
  azure.arm(path, { "api-version": "2015-04-01", $filter, ...query });
const found = (reply: Reply): string[] =>
  (reply.body as { value: { eventDataId: string }[] }).value.map(({ eventDataId }) => eventDataId);

test("events of the subscription come newest first", async () => {
  expect(found(await list(since))).toEqual(["newer", "elsewhere", "older"]);
});

describe.each([
  ["eventTimestamp le '2026-05-31T00:00:00Z'", ["older"]],
  ["resourceGroupName eq 'RG-SHOP'", ["newer", "older"]],
  ["resourceGroupName eq 'rg-ops'", ["elsewhere"]],
  [`resourceUri eq '${vault.toUpperCase()}'`, ["newer", "older"]],
  [`resourceUri eq '${group}'`, []],
  ["resourceProvider eq 'Microsoft.KeyVault'", ["newer", "elsewhere", "older"]],
  ["correlationId eq 'c-2'", ["newer"]],
  ["caller eq 'bob@example.com'", ["elsewhere"]],
  ["levels eq 'Critical,Error'", ["newer"]],
  ["status eq 'Failed' and resourceGroupName eq 'rg-shop'", ["newer"]],
])("with %s", (condition, expected) => {
  test(`the events are ${expected.join(", ") || "none"}`, async () => {
    expect(found(await list(`${since} and ${condition}`))).toEqual(expected);
  });
});

test("$select keeps the named properties", async () => {
  const reply = await list(`${since} and correlationId eq 'c-2'`, { $select: "eventDataId, Level" });
  expect(reply.body).toEqual({ value: [{ eventDataId: "newer", level: "Error" }] });
});

test("long lists are paged", async () => {
  const paged = await openAzure(
    {
      ...sampleTenant,
      activityLog: [event("a", "2026-05-31T00:00:00Z"), event("b", "2026-05-30T00:00:00Z")],
    },
    { pageSize: 1 },
  );
  const first = await paged.arm(path, { $filter: since });
  const { nextLink } = first.body as { nextLink: string };
  const headers = { authorization: `Bearer ${await paged.token(paged.simulator.url)}` };
  const second = await paged.send(nextLink.slice(paged.simulator.url.length), { headers });
  await paged.close();
  expect([...found(first), ...found(second)]).toEqual(["a", "b"]);
  expect(second.body).not.toHaveProperty("nextLink");
});

test.each([
  ["no filter", "", /\$filter query parameter is required/],
  ["no start", "caller eq 'x'", /a start of eventTimestamp is required/],
  [
    "a start of more than 90 days ago",
    "eventTimestamp ge '2026-02-01T00:00:00Z'",
    /^The start time cannot be more than 90 days in the past\.$/,
  ],
  [
    "an end before the start",
    `${since} and eventTimestamp le '2026-04-01T00:00:00Z'`,
    /cannot be later than the end/,
  ],
  ["a time that is none", "eventTimestamp ge 'soon'", /must be an ISO 8601 instant/],
  [
    "a property that the service does not filter by",
    `${since} and weather eq 'fine'`,
    /'weather eq' is not allowed/,
  ],
  ["an or", `${since} or caller eq 'x'`, /only comparisons joined by 'and'/],
])("%s is a 400 that says so", async (_what, filter, message) => {
  expect(await list(filter)).toMatchObject({
    status: 400,
    body: { error: { code: "BadRequest", message: expect.stringMatching(message) as string } },
  });
});

test("events of what is denied are left out", async () => {
  const guarded = await openAzure({
    ...sampleTenant,
    activityLog: [event("hidden", "2026-05-31T00:00:00Z")],
    denied: [{ prefix: group }],
  });
  const reply = await guarded.arm(path, { $filter: since });
  await guarded.close();
  expect(reply.body).toEqual({ value: [] });
});
