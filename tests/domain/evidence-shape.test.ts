import { describe, expect, it } from "vitest";
import { shapeAnswer, tableOf } from "../../domain/evidence-shape.ts";
import type { ReadRequest } from "../../domain/read-step.ts";

const logs = (query: string): ReadRequest => ({
  kind: "logs",
  resourceId: "/subscriptions/s",
  query,
  from: "2026-01-01T00:00:00Z",
  to: "2026-01-02T00:00:00Z",
});
const metrics: ReadRequest = {
  kind: "metrics",
  resourceId: "/subscriptions/s",
  metricNames: ["workers_percent"],
  aggregation: ["Maximum"],
  interval: "PT1M",
  from: "2026-01-01T00:00:00Z",
  to: "2026-01-02T00:00:00Z",
};

describe("log answers", () => {
  it("become rows by column name, under the table that was asked", () => {
    const answer = {
      tables: [
        {
          name: "PrimaryResult",
          columns: [
            { name: "TimeGenerated", type: "datetime" },
            { name: "CallerIPAddress", type: "string" },
            { name: "httpStatusCode_d", type: "real" },
          ],
          rows: [
            ["2026-01-01T01:00:00Z", "40.74.28.9", 403],
            ["2026-01-01T02:00:00Z", null, 0],
          ],
        },
      ],
    };
    expect(shapeAnswer(answer, logs("AzureDiagnostics | where ResultSignature == 'Forbidden'"))).toEqual({
      table: "AzureDiagnostics",
      rows: [
        { TimeGenerated: "2026-01-01T01:00:00Z", CallerIPAddress: "40.74.28.9", httpStatusCode_d: 403 },
        { TimeGenerated: "2026-01-01T02:00:00Z", httpStatusCode_d: 0 },
      ],
    });
  });

  it.each([
    ["AzureDiagnostics | take 1", "AzureDiagnostics"],
    ["// why\nStorageBlobLogs\n| take 1", "StorageBlobLogs"],
    ["let start = ago(1h);\nAppServiceConsoleLogs | where TimeGenerated > start", "AppServiceConsoleLogs"],
    [
      "union isfuzzy=true ContainerAppConsoleLogs_CL, ContainerAppConsoleLogs | take 1",
      "ContainerAppConsoleLogs_CL",
    ],
    ["(AZFWApplicationRule | take 1)", "AZFWApplicationRule"],
    ["", "PrimaryResult"],
  ])("%j starts from %s", (query, table) => {
    expect(tableOf(query)).toBe(table);
  });

  it("an error body stays as it is", () => {
    const error = { error: { code: "BadArgumentError", message: "no such column" } };
    expect(shapeAnswer(error, logs("X"))).toEqual(error);
  });
});

describe("metric answers", () => {
  it("become the points of each metric under its name, with the dimensions in each point", () => {
    const answer = {
      value: [
        {
          name: { value: "workers_percent", localizedValue: "Workers percentage" },
          unit: "Percent",
          timeseries: [
            {
              metadatavalues: [{ name: { value: "database" }, value: "orders" }],
              data: [{ timeStamp: "2026-01-01T00:00:00Z", maximum: 100 }],
            },
            { data: [{ timeStamp: "2026-01-01T00:01:00Z", maximum: 3.42 }] },
          ],
        },
        { name: { value: "sessions_percent" }, timeseries: [] },
      ],
    };
    expect(shapeAnswer(answer, metrics)).toEqual({
      workers_percent: [
        { timeStamp: "2026-01-01T00:00:00Z", maximum: 100, database: "orders" },
        { timeStamp: "2026-01-01T00:01:00Z", maximum: 3.42 },
      ],
      sessions_percent: [],
    });
  });

  it("an error body stays as it is", () => {
    const error = { code: "BadRequest", message: "no such metric" };
    expect(shapeAnswer(error, metrics)).toEqual(error);
  });
});

it("other answers stay as they are", () => {
  const body = { value: [{ id: "/subscriptions/s" }] };
  expect(shapeAnswer(body, { kind: "arm", path: "/subscriptions" })).toBe(body);
});
