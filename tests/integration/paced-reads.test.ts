import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedRequest } from "../../simulator/http/request-log.ts";
import { endOfDiagnosis, scenarioFile, startDiagnosis } from "../support/app-diagnoses.ts";
import { type RunningApp, runApp } from "../support/running-app.ts";

/** One person starts 32 diagnoses at once, each of another failure: none can use what another one asks. */

const request = scenarioFile("first-look", "request.json");
const atOnce = 32;
/** Resource Graph's quota of a person. */
const queriesPerWindow = 15;
const windowMs = 5_000;

let app: RunningApp;
let requests: RecordedRequest[];
let elapsedMs: number;
let statuses: unknown[];

beforeAll(async () => {
  app = await runApp("first-look");
  const startedAtMs = performance.now();
  const ids = await Promise.all(
    Array.from({ length: atOnce }, (_, index) => {
      const other = `https://kv-other-${index}.vault.azure.net/secrets/token refuses it too.`;
      return startDiagnosis(
        app,
        { ...request, error: `${String(request["error"])}\n${other}` },
        `failure ${index}`,
      );
    }),
  );
  await Promise.all(ids.map((id) => endOfDiagnosis(app, id)));
  elapsedMs = performance.now() - startedAtMs;
  requests = app.simulator.requests();
  statuses = await Promise.all(
    ids.map(async (id) => (await app.send("GET", `diagnoses/${id}`)).body["status"]),
  );
}, 180_000);

afterAll(() => app?.stop());

const isQuery = ({ path }: RecordedRequest) => path === "/providers/Microsoft.ResourceGraph/resources";

test("all of them are completed", () => {
  expect(statuses).toEqual(Array.from({ length: atOnce }, () => "completed"));
});

test("they ask more than Azure takes at once, and Azure refuses none of it", () => {
  expect(new Set(requests.filter(isQuery).map(({ body }) => body)).size).toBeGreaterThanOrEqual(atOnce);
  expect(requests.filter(({ status }) => status === 429)).toEqual([]);
});

test("they take as long as Azure's quota makes them", () => {
  const windows = Math.ceil(requests.filter(isQuery).length / queriesPerWindow);
  expect(windows).toBeGreaterThanOrEqual(3);
  expect(elapsedMs).toBeGreaterThanOrEqual((windows - 1) * windowMs);
});

test("the same Azure refuses whoever does not pace", async () => {
  const { url } = app.simulator;
  const token = await fetch(`${url}/simulator/token?resource=https://management.azure.com`);
  const { access_token: accessToken } = (await token.json()) as { access_token: string };
  const query = async () => {
    const response = await fetch(
      `${url}/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query: "resources | count" }),
      },
    );
    return response.status;
  };
  const answered = await Promise.all(Array.from({ length: 2 * queriesPerWindow + 1 }, query));
  expect(answered).toContain(429);
});
