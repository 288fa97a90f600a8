import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import { component, group, ids, sampleTenant, site, vault, workspace } from "../support/sample-tenant.ts";

const column = (name: string, type = "string"): object => ({ name, type });

const tables = {
  [workspace]: {
    AzureDiagnostics: {
      columns: [
        column("TimeGenerated", "datetime"),
        column("ResourceId"),
        column("CallerIPAddress"),
        column("httpStatusCode_d", "real"),
        column("detail", "dynamic"),
      ],
      rows: [
        ["2026-06-01T09:00:00.5000000Z", vault.toUpperCase(), "203.0.113.9", 403, '{"rule":["a",1]}'],
        ["2026-06-01T11:00:00Z", site, "203.0.113.10", 200, null],
      ],
    },
    AppTraces: {
      columns: [
        column("TimeGenerated", "datetime"),
        column("Message"),
        column("SeverityLevel", "int"),
        column("_ResourceId"),
      ],
      rows: [
        ["2026-06-01T10:00:00Z", "from the shop", 3, component],
        ["2026-06-01T10:00:00Z", "from another", 1, `${group}/providers/Microsoft.Insights/components/other`],
      ],
    },
  },
  [component]: {
    exceptions: {
      columns: [column("timestamp", "datetime"), column("type"), column("outerMessage")],
      rows: [["2026-06-01T10:30:00Z", "System.Exception", "boom"]],
    },
  },
};

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure({ ...sampleTenant, tables });
});
afterAll(() => azure.close());

const byCustomer = `/v1/workspaces/${ids.customer}/query`;
const ask = (query: string, path = byCustomer, timespan?: string): Promise<Reply> =>
  azure.logs(path, { query, ...(timespan === undefined ? {} : { timespan }) });
const rows = (reply: Reply): unknown => (reply.body as { tables: { rows: unknown }[] }).tables[0]?.rows;

test("a workspace is queried by its customer id", async () => {
  expect(
    await ask(
      "AzureDiagnostics | order by TimeGenerated asc | project TimeGenerated, CallerIPAddress, httpStatusCode_d, detail",
    ),
  ).toMatchObject({
    status: 200,
    body: {
      tables: [
        {
          name: "PrimaryResult",
          columns: [
            { name: "TimeGenerated", type: "datetime" },
            { name: "CallerIPAddress", type: "string" },
            { name: "httpStatusCode_d", type: "real" },
            { name: "detail", type: "dynamic" },
          ],
          rows: [
            ["2026-06-01T09:00:00.5Z", "203.0.113.9", 403, '{"rule":["a",1]}'],
            ["2026-06-01T11:00:00Z", "203.0.113.10", 200, null],
          ],
        },
      ],
    },
  });
});

test("a workspace and a component are queried by their resource ids, a component by its application id", async () => {
  expect(rows(await ask("AzureDiagnostics | count", `/v1${workspace}/query`))).toEqual([[2]]);
  expect(rows(await ask("exceptions | project type", `/v1${component.toLowerCase()}/query`))).toEqual([
    ["System.Exception"],
  ]);
  expect(rows(await ask("exceptions | count", `/v1/apps/${ids.appId}/query`))).toEqual([[1]]);
});

test("any other resource sees the rows that name it", async () => {
  expect(rows(await ask("AzureDiagnostics | project CallerIPAddress", `/v1${vault}/query`))).toEqual([
    ["203.0.113.9"],
  ]);
});

describe("Application Insights data has two spellings", () => {
  test("a component reads its workspace's rows by the classic names, its own alone", async () => {
    expect(
      rows(
        await ask("traces | where severityLevel >= 3 | project timestamp, message", `/v1${component}/query`),
      ),
    ).toEqual([["2026-06-01T10:00:00Z", "from the shop"]]);
    expect(rows(await ask("AppTraces | project Message", `/v1${component}/query`))).toEqual([
      ["from the shop"],
    ]);
  });

  test("a workspace reads its components' rows by the workspace names", async () => {
    expect(rows(await ask("AppExceptions | project TimeGenerated, ExceptionType, OuterMessage"))).toEqual([
      ["2026-06-01T10:30:00Z", "System.Exception", "boom"],
    ]);
  });
});

describe.each([
  ["2026-06-01T10:00:00Z/2026-06-01T12:00:00Z", 1],
  ["PT2H", 1],
  ["PT4H", 2],
  ["2026-06-01T08:00:00Z/PT90M", 1],
  ["P1D/2026-06-01T09:30:00Z", 1],
])("the timespan %s", (timespan, expected) => {
  test(`leaves ${expected} rows`, async () => {
    expect(rows(await ask("AzureDiagnostics | count", byCustomer, timespan))).toEqual([[expected]]);
  });
});

test("a query may come by GET", async () => {
  const headers = { authorization: `Bearer ${await azure.token("https://api.loganalytics.io")}` };
  expect(
    rows(await azure.send(`${byCustomer}?query=AzureDiagnostics%20%7C%20count&timespan=PT2H`, { headers })),
  ).toEqual([[1]]);
});

test("ago and now count from the simulated clock", async () => {
  expect(rows(await ask("AzureDiagnostics | where TimeGenerated > ago(2h) | project now()"))).toEqual([
    ["2026-06-01T12:00:00Z"],
  ]);
});

describe("what cannot be answered", () => {
  const inner = (reply: Reply): unknown =>
    (reply.body as { error: { innererror: unknown } }).error.innererror;

  test("an unknown table is a semantic error that names it", async () => {
    const reply = await ask("NoSuchTable | where x == 1");
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { code: "BadArgumentError", message: "The request had some invalid properties" } },
    });
    expect(inner(reply)).toEqual({
      code: "SemanticError",
      message: "A semantic error occurred.",
      innererror: {
        code: "SEM0100",
        message: "'where' operator: Failed to resolve table or column expression named 'NoSuchTable'",
      },
    });
  });

  test("what is no KQL is a syntax error with its place", async () => {
    expect(inner(await ask("AzureDiagnostics | where"))).toMatchObject({
      code: "SyntaxError",
      innererror: { code: "SYN0002", line: 1, pos: 24, token: "<EOF>" },
    });
  });

  test("a missing query and a wrong timespan are named", async () => {
    expect(inner(await azure.logs(byCustomer, {}))).toMatchObject({ code: "QueryNotSpecifiedError" });
    expect(inner(await ask("AzureDiagnostics", byCustomer, "two hours"))).toMatchObject({
      code: "InvalidTimespanError",
    });
  });

  test("an unknown workspace, resource and path are 404s", async () => {
    expect(await ask("print 1", "/v1/workspaces/nobody/query")).toMatchObject({
      status: 404,
      body: { error: { code: "WorkspaceNotFoundError" } },
    });
    expect(await ask("print 1", `/v1${vault}-none/query`)).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceNotFoundError" } },
    });
    expect(await ask("print 1", "/v1/workspaces/nobody")).toMatchObject({
      status: 404,
      body: { error: { code: "PathNotFoundError" } },
    });
  });

  test("a denied workspace is a 403", async () => {
    const guarded = await openAzure({ ...sampleTenant, tables, denied: [{ prefix: workspace }] });
    const reply = await guarded.logs(byCustomer, { query: "AzureDiagnostics" });
    await guarded.close();
    expect(reply).toMatchObject({ status: 403, body: { error: { code: "InsufficientAccessError" } } });
  });
});

test("a tenant may name a workspace by its customer id, without its resource", async () => {
  const bare = await openAzure({
    ...sampleTenant,
    resources: [],
    tables: { [ids.customer]: tables[workspace] },
  });
  const reply = await bare.logs(byCustomer, { query: "AzureDiagnostics | count" });
  await bare.close();
  expect(rows(reply)).toEqual([[2]]);
});
