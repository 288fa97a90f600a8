import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Outcome } from "../../../domain/failure.ts";
import type { ReadRequest } from "../../../domain/read-step.ts";
import type { AzureAnswer } from "../../../services/azure/azure-reader.ts";
import { type SimulatorOptions, startSimulator } from "../../../simulator/start-simulator.ts";
import { readerOnSimulator } from "../../support/reader-on-simulator.ts";

const scenarioDirectory = fileURLToPath(new URL("../../../simulator/scenarios/first-look", import.meta.url));
const subscription = "/subscriptions/c9cf8996-f839-45dc-a849-9b1d5e0dda1e";
const vault = `${subscription}/resourceGroups/rg-release-prod/providers/Microsoft.KeyVault/vaults/kv-release-fab`;

/** A reader wired as the product wires it, with the simulator as its Azure. */
async function openScenario(options: Omit<SimulatorOptions, "scenarioDirectory"> = {}) {
  const simulator = await startSimulator({ scenarioDirectory, elapsedMs: () => 0, ...options });
  onTestFinished(() => simulator.close());
  const { reader, credentials } = readerOnSimulator(simulator.url);
  return {
    simulator,
    credentials,
    read: (request: ReadRequest) => reader.read(simulator.principal, request),
  };
}

function answerOf(outcome: Outcome<AzureAnswer>): AzureAnswer {
  expect(outcome).toMatchObject({ ok: true });
  return (outcome as { value: AzureAnswer }).value;
}

function valuesOf(answer: AzureAnswer): Record<string, unknown>[] {
  return (answer.body as { value: Record<string, unknown>[] }).value;
}

describe("the reader on the simulated Azure", () => {
  it("is signed in as the scenario's first user", async () => {
    const { simulator, credentials } = await openScenario();
    expect(await credentials.signedInAs("token_endpoint", "https://management.azure.com")).toEqual({
      ok: true,
      value: simulator.principal,
    });
  });

  it("reads a resource by the scenario's clock", async () => {
    const { simulator, read } = await openScenario();
    const answer = answerOf(await read({ kind: "arm", path: vault }));
    expect(answer).toMatchObject({
      source: "arm",
      request: `GET ${vault}?api-version=2024-11-01`,
      status: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
      observedAt: "2026-10-14T09:20:00.000Z",
      body: { id: vault, properties: { networkAcls: { defaultAction: "Deny" } } },
      complete: true,
    });
    expect(simulator.reads()).toBe(1);
  });

  it("gets the same list in pages as in one", async () => {
    const roles: ReadRequest = {
      kind: "arm",
      path: `${vault}/providers/Microsoft.Authorization/roleAssignments`,
    };
    const whole = await openScenario();
    const paged = await openScenario({ pageSize: 1 });
    const inOne = answerOf(await whole.read(roles));
    const inPages = answerOf(await paged.read(roles));
    expect(valuesOf(inPages)).toEqual(valuesOf(inOne));
    expect([inOne.complete, inPages.complete]).toEqual([true, true]);
    expect(valuesOf(inOne).length).toBeGreaterThan(1);
    expect(paged.simulator.reads()).toBe(valuesOf(inOne).length);
  });

  it("finds a name with Resource Graph", async () => {
    const { read } = await openScenario();
    const query = "resources | where name =~ 'kv-release-fab' | project id, name, type";
    const answer = answerOf(await read({ kind: "resource_graph", query }));
    expect(answer).toMatchObject({
      source: "resource_graph",
      query,
      status: 200,
      body: { count: 1, data: [{ id: vault, name: "kv-release-fab", type: "microsoft.keyvault/vaults" }] },
      complete: true,
    });
  });

  it("keeps the service's own refusal of a query", async () => {
    const { read } = await openScenario();
    const answer = answerOf(await read({ kind: "resource_graph", query: "nowhere | frobnicate" }));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "BadRequest" } } });
  });

  it("reads the Activity Log by its filter", async () => {
    const { read } = await openScenario();
    const $filter = `eventTimestamp ge '2026-10-07T00:00:00Z' and eventTimestamp le '2026-10-14T09:20:00Z' and resourceUri eq '${vault}'`;
    const answer = answerOf(
      await read({
        kind: "arm",
        path: `${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
        query: { $filter },
      }),
    );
    expect(answer).toMatchObject({ source: "activity_log", query: $filter, status: 200, complete: true });
    expect(valuesOf(answer).map((event) => (event["operationName"] as { value: string }).value)).toContain(
      "Microsoft.KeyVault/vaults/write",
    );
  });

  it("reads who is signed in with Microsoft Graph", async () => {
    const { simulator, read } = await openScenario();
    const answer = answerOf(
      await read({ kind: "graph", path: `/v1.0/users/${simulator.principal.objectId}` }),
    );
    expect(answer).toMatchObject({
      source: "graph",
      status: 200,
      body: { id: simulator.principal.objectId, userPrincipalName: simulator.principal.userPrincipalName },
    });
  });

  it("gets the service's 404 for what is not there", async () => {
    const { read } = await openScenario();
    const answer = answerOf(await read({ kind: "arm", path: `${vault}-missing` }));
    expect(answer).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceNotFound" } },
      complete: true,
    });
  });
});
