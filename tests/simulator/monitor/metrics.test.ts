import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import { otherVault, sampleTenant, vault } from "../support/sample-tenant.ts";

const points = (...values: [string, object][]): object[] =>
  values.map(([time, fields]) => ({ timeStamp: `2026-06-01T${time}Z`, ...fields }));

const metrics = [
  {
    resourceId: vault.toUpperCase(),
    name: "ServiceApiHit",
    unit: "Count",
    timeGrain: "PT5M",
    dimensions: { StatusCode: "200", ActivityName: "secretget" },
    points: points(
      ["11:00:00", { total: 4, count: 2 }],
      ["11:05:00", { total: 6, count: 3 }],
      ["11:30:00", { total: 1 }],
    ),
  },
  {
    resourceId: vault,
    name: "ServiceApiHit",
    unit: "Count",
    timeGrain: "PT5M",
    dimensions: [{ name: "StatusCode", value: 403 }],
    points: points(["11:05:00", { total: 9, count: 9 }]),
  },
  {
    resourceId: vault,
    name: "Latency",
    unit: "MilliSeconds",
    timeGrain: "PT1M",
    points: points(
      ["11:00:00", { average: 10, maximum: 20, minimum: 1, count: 1 }],
      ["11:01:00", { average: 40, maximum: 90, minimum: 5, count: 3 }],
    ),
  },
];

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure({ ...sampleTenant, metrics });
});
afterAll(() => azure.close());

const read = (query: Record<string, string>, resource = vault): Promise<Reply> =>
  azure.arm(`${resource}/providers/Microsoft.Insights/metrics`, query);
const hour = "2026-06-01T11:00:00Z/2026-06-01T12:00:00Z";
const series = (reply: Reply): unknown[] =>
  (reply.body as { value: { timeseries: unknown[] }[] }).value.map(({ timeseries }) => timeseries);

test("a metric comes with its unit, name and points of the asked aggregation", async () => {
  expect(
    await read({ metricnames: "latency", aggregation: "Maximum,Average", interval: "PT1M", timespan: hour }),
  ).toMatchObject({
    status: 200,
    body: {
      timespan: hour,
      interval: "PT1M",
      namespace: "microsoft.keyvault/vaults",
      resourceregion: "westeurope",
      value: [
        {
          id: `${vault}/providers/Microsoft.Insights/metrics/Latency`,
          type: "Microsoft.Insights/metrics",
          name: { value: "Latency", localizedValue: "Latency" },
          unit: "MilliSeconds",
          errorCode: "Success",
          timeseries: [
            {
              metadatavalues: [],
              data: [
                { timeStamp: "2026-06-01T11:00:00Z", maximum: 20, average: 10 },
                { timeStamp: "2026-06-01T11:01:00Z", maximum: 90, average: 40 },
              ],
            },
          ],
        },
      ],
    },
  });
});

test("points are put together in longer intervals, averages weighted by their counts", async () => {
  const reply = await read({
    metricnames: "Latency",
    aggregation: "average,minimum,maximum,count",
    interval: "PT1H",
    timespan: hour,
  });
  expect(series(reply)).toEqual([
    [
      {
        metadatavalues: [],
        data: [{ timeStamp: "2026-06-01T11:00:00Z", average: 32.5, minimum: 1, maximum: 90, count: 4 }],
      },
    ],
  ]);
});

test("an interval of FULL is one point for the whole time", async () => {
  const reply = await read({
    metricnames: "ServiceApiHit",
    aggregation: "Total",
    interval: "FULL",
    timespan: hour,
  });
  expect(series(reply)).toMatchObject([[{ data: [{ total: 20 }] }]]);
});

test("without a filter the series of all dimensions are one", async () => {
  const reply = await read({
    metricnames: "ServiceApiHit",
    aggregation: "Total",
    interval: "PT5M",
    timespan: hour,
  });
  expect(series(reply)).toEqual([
    [
      {
        metadatavalues: [],
        data: [
          { timeStamp: "2026-06-01T11:00:00Z", total: 4 },
          { timeStamp: "2026-06-01T11:05:00Z", total: 15 },
          { timeStamp: "2026-06-01T11:30:00Z", total: 1 },
        ],
      },
    ],
  ]);
});

describe("a filter on dimensions", () => {
  const dimension = (value: string): object => ({
    name: { value: "statuscode", localizedValue: "statuscode" },
    value,
  });
  const total = async ($filter: string): Promise<unknown> =>
    series(
      await read({
        metricnames: "ServiceApiHit",
        aggregation: "Total",
        interval: "PT1H",
        timespan: hour,
        $filter,
      }),
    );

  test("keeps one value", async () => {
    expect(await total("StatusCode eq '403'")).toMatchObject([
      [{ metadatavalues: [dimension("403")], data: [{ total: 9 }] }],
    ]);
    expect(await total("statuscode ne '403'")).toMatchObject([
      [{ metadatavalues: [dimension("200")], data: [{ total: 11 }] }],
    ]);
  });

  test("splits by every value", async () => {
    expect(await total("StatusCode eq '*'")).toMatchObject([
      [
        { metadatavalues: [dimension("200")], data: [{ total: 11 }] },
        { metadatavalues: [dimension("403")], data: [{ total: 9 }] },
      ],
    ]);
  });

  test("needs all of its conditions", async () => {
    expect(await total("StatusCode eq '403' and ActivityName eq 'secretget'")).toEqual([[]]);
  });

  test("that cannot be read is a 400", async () => {
    expect(
      await read({ metricnames: "ServiceApiHit", timespan: hour, $filter: "StatusCode is 1" }),
    ).toMatchObject({ status: 400, body: { code: "BadRequest" } });
  });
});

test("without parameters the first metric of the last hour comes, in its own grain and aggregation", async () => {
  const reply = await read({});
  expect(reply.body).toMatchObject({
    timespan: hour,
    interval: "PT5M",
    value: [{ name: { value: "ServiceApiHit" } }],
  });
  expect(series(reply)).toMatchObject([[{ data: [{ total: 4 }, { total: 15 }, { total: 1 }] }]]);
});

test("a metric of the type that a resource has no data of is empty", async () => {
  const reply = await read({ metricnames: "Latency", timespan: hour }, otherVault);
  expect(series(reply)).toEqual([[]]);
});

test("a metric that the type does not have is named, beside those it has", async () => {
  expect(await read({ metricnames: "Latency,Nonsense" })).toMatchObject({
    status: 400,
    body: {
      code: "BadRequest",
      message:
        "Failed to find metric configuration for provider: Microsoft.KeyVault, resource Type: vaults, metric: Nonsense, Valid metrics: ServiceApiHit,Latency",
    },
  });
});

test.each([
  ["timespan", "yesterday", "Detected invalid time span input: yesterday"],
  [
    "timespan",
    "2026-06-01T12:00:00Z/2026-06-01T11:00:00Z",
    "Detected invalid time span input: 2026-06-01T12:00:00Z/2026-06-01T11:00:00Z",
  ],
  ["interval", "5m", "Detected invalid time grain input: 5m"],
  ["aggregation", "Median", "Detected invalid aggregation type input: median"],
])("a wrong %s is refused", async (name, text, message) => {
  expect(await read({ [name]: text })).toMatchObject({ status: 400, body: { code: "BadRequest", message } });
});

test("metrics of what is not there are a 404, and of what is denied a 403", async () => {
  expect((await read({}, `${vault}-none`)).status).toBe(404);
  const guarded = await openAzure({ ...sampleTenant, metrics, denied: [{ prefix: vault }] });
  const reply = await guarded.arm(`${vault}/providers/Microsoft.Insights/metrics`);
  await guarded.close();
  expect(reply).toMatchObject({ status: 403, body: { error: { code: "AuthorizationFailed" } } });
});

test("metrics of a resource whose body is not given can be read", async () => {
  const resourceId = `${vault}-sub/secretsService/default`;
  const only = await openAzure({ ...sampleTenant, metrics: [{ ...metrics[2], resourceId }] });
  const reply = await only.arm(`${resourceId}/providers/Microsoft.Insights/metrics`, { timespan: hour });
  await only.close();
  expect(reply.status).toBe(200);
});

test("metric definitions tell aggregations, grain and dimensions", async () => {
  const { body } = await azure.arm(`${vault}/providers/Microsoft.Insights/metricDefinitions`);
  expect(body).toMatchObject({
    value: [
      {
        name: { value: "ServiceApiHit" },
        unit: "Count",
        supportedAggregationTypes: ["Total", "Count"],
        metricAvailabilities: [{ timeGrain: "PT5M" }],
        dimensions: [{ value: "StatusCode" }, { value: "ActivityName" }],
      },
      { name: { value: "Latency" }, primaryAggregationType: "Average" },
    ],
  });
  expect((await azure.arm(`${vault}/providers/Microsoft.Insights/metricNamespaces`)).body).toMatchObject({
    value: [{ name: "microsoft.keyvault/vaults" }],
  });
});
