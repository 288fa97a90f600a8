import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  InvalidTenantError,
  PortInUseError,
  ScenarioNotFoundError,
} from "../../simulator/simulator-errors.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import { type Azure, openAzure } from "./support/open-azure.ts";
import { ids, sampleTenant, vault } from "./support/sample-tenant.ts";

async function open(...[tenant, options]: Parameters<typeof openAzure>): Promise<Azure> {
  const azure = await openAzure(tenant, options);
  onTestFinished(() => azure.close());
  return azure;
}

const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "azebal-simulator-"));

test("a folder that is not there is named", async () => {
  const scenarioDirectory = "/nowhere/at-all";
  await expect(startSimulator({ scenarioDirectory })).rejects.toThrow(
    new ScenarioNotFoundError(scenarioDirectory, "the folder"),
  );
});

test("a folder without tenant.json is told so", async () => {
  const scenarioDirectory = await emptyFolder();
  await expect(startSimulator({ scenarioDirectory })).rejects.toThrow(
    new ScenarioNotFoundError(scenarioDirectory, "tenant.json"),
  );
});

test("a tenant.json that is not JSON is refused", async () => {
  const scenarioDirectory = await emptyFolder();
  await writeFile(join(scenarioDirectory, "tenant.json"), "{");
  const refused = startSimulator({ scenarioDirectory });
  await expect(refused).rejects.toThrow(InvalidTenantError);
  await expect(refused).rejects.toThrow(/it is not JSON/);
});

test.each([
  ["users", { ...sampleTenant, users: [] }],
  ["now", { ...sampleTenant, now: "yesterday" }],
  ["resources.0.id", { ...sampleTenant, resources: [{ id: "kv" }] }],
  ["tables.log.T.rows", { ...sampleTenant, tables: { log: { T: { columns: [] } } } }],
])("a wrong %s is named", async (field, tenant) => {
  await expect(openAzure(tenant)).rejects.toMatchObject({
    name: "InvalidTenantError",
    code: "InvalidTenant",
    message: expect.stringContaining(`${field}: `) as string,
  });
});

test("fields that nobody described are no reason to refuse a tenant", async () => {
  const azure = await open({
    ...sampleTenant,
    weather: "fine",
    graph: null,
    users: [{ ...sampleTenant.users[0], age: 3 }],
  });
  expect((await azure.arm(vault)).status).toBe(200);
});

test("a busy port is refused with its number", async () => {
  const azure = await open(sampleTenant);
  const port = Number(new URL(azure.simulator.url).port);
  await expect(openAzure(sampleTenant, { port })).rejects.toThrow(new PortInUseError(port));
});

test("the port is free again once the simulator is closed", async () => {
  const first = await openAzure(sampleTenant);
  const port = Number(new URL(first.simulator.url).port);
  await first.close();
  const again = await open(sampleTenant, { port });
  expect(again.simulator.url).toBe(`http://127.0.0.1:${port}`);
});

test("the first user of the tenant is signed in", async () => {
  const azure = await open(sampleTenant);
  expect(azure.simulator.principal).toEqual({
    tenantId: ids.tenant,
    objectId: ids.ann,
    userPrincipalName: "ann@example.com",
  });
});

test("the clock starts at the tenant's now and runs on", async () => {
  let elapsedMs = 0;
  const azure = await open(sampleTenant, { elapsedMs: () => elapsedMs });
  const date = async (): Promise<string | null> => (await azure.arm(vault)).headers.get("date");
  expect(await date()).toBe("Mon, 01 Jun 2026 12:00:00 GMT");
  elapsedMs = 90_000;
  expect(await date()).toBe("Mon, 01 Jun 2026 12:01:30 GMT");
});

test("every answer carries its own ids, and keeps the caller's correlation id", async () => {
  const azure = await open(sampleTenant);
  const [first, second] = [await azure.arm(vault), await azure.arm(vault)];
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  expect(first.headers.get("x-ms-request-id")).toMatch(uuid);
  expect(first.headers.get("x-ms-request-id")).not.toBe(second.headers.get("x-ms-request-id"));
  expect(first.headers.get("x-ms-routing-request-id")).toMatch(/^WESTEUROPE:20260601T120000Z:[0-9a-f-]{36}$/);
  expect(first.headers.get("content-type")).toBe("application/json; charset=utf-8");
  const asked = await azure.send("/subscriptions", { headers: { "x-ms-correlation-request-id": "mine" } });
  expect(asked.headers.get("x-ms-correlation-request-id")).toBe("mine");
});

test("every request is on the record, and tokens do not count as reads", async () => {
  const azure = await open(sampleTenant);
  await azure.arm(vault, { "api-version": "2023-07-01" });
  await azure.post(`${vault}/purge`, {});
  expect(azure.simulator.reads()).toBe(2);
  expect(azure.simulator.requests()).toEqual([
    {
      method: "GET",
      path: "/simulator/token",
      query: { resource: "https://management.azure.com" },
      status: 200,
    },
    { method: "GET", path: vault, query: { "api-version": "2023-07-01" }, status: 200 },
    {
      method: "POST",
      path: `${vault}/purge`,
      query: { "api-version": "2024-01-01" },
      status: 403,
      body: "{}",
    },
  ]);
});

test("a parser that was warmed up answers its first query", async () => {
  const azure = await open(sampleTenant, { warmUp: true });
  expect((await azure.rows("resources | count")).body).toMatchObject({ data: [{ Count: 6 }] });
});

test("a fault of the simulator itself is a 500 that says so", async () => {
  let isBroken = false;
  const azure = await open(sampleTenant, {
    elapsedMs: () => {
      if (isBroken) throw new RangeError("the clock stands still");
      return 0;
    },
  });
  isBroken = true;
  expect(await azure.send("/subscriptions")).toMatchObject({
    status: 500,
    body: { error: { code: "SimulatorFault", message: "RangeError: the clock stands still" } },
  });
});

test("a path that is not valid percent-encoding is a 400, with ids like every answer", async () => {
  const azure = await open(sampleTenant);
  const { status, headers } = await azure.send("/subscriptions/%zz");
  expect(status).toBe(400);
  expect(headers.get("x-ms-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get("x-ms-correlation-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("the tenant's own response comes before everything else, by method, path and query", async () => {
  const path = `${vault}/usages`;
  const azure = await open({
    ...sampleTenant,
    denied: [{ prefix: vault }],
    responses: [
      {
        method: "GET",
        path,
        query: { kind: "b", "api-version": "1999-01-01" },
        status: 200,
        body: { kind: "b" },
      },
      {
        method: "GET",
        path: path.toUpperCase(),
        status: 429,
        headers: { "Retry-After": "7" },
        body: { error: { code: "TooManyRequests" } },
      },
    ],
  });
  expect(await azure.arm(path, { kind: "b" })).toMatchObject({ status: 200, body: { kind: "b" } });
  const busy = await azure.arm(path);
  expect(busy).toMatchObject({ status: 429, body: { error: { code: "TooManyRequests" } } });
  expect(busy.headers.get("retry-after")).toBe("7");
  expect((await azure.post(path, {})).status).toBe(403);
});
