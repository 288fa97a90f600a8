import { expect, test } from "vitest";
import { sampleReport } from "../mcp-gateway/support/sample-report.ts";
import { alice, started, startFunctionApp } from "./support/function-app.ts";

test("evidence comes with the command that shows the same; the request itself has none", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const evidence = {
    diagnosisId: id,
    evidenceId: "e5",
    source: "arm" as const,
    requestKey: "arm /subscriptions",
    request: "GET /subscriptions?api-version=2022-12-01",
    status: 200,
    observedAt: "2026-03-01T10:00:05Z",
    body: "{}",
    sha256: "x",
    complete: true,
  };
  await app.stores.evidence.put(evidence);
  const found = await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e5`);
  const request = await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e0`);
  const missing = await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e9`);
  expect({ status: found.status, body: found.body }).toEqual({
    status: 200,
    body: { evidence, command: "az rest --method get --url '/subscriptions?api-version=2022-12-01'" },
  });
  expect(Object.keys(request.body as object)).toEqual(["evidence"]);
  expect(missing).toMatchObject({
    status: 404,
    body: { error: { code: "EvidenceNotFound", retryable: false } },
  });
});

test("a command names the services of the cloud that was read", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  await app.stores.evidence.put({
    diagnosisId: id,
    evidenceId: "e5",
    source: "graph",
    requestKey: "graph /v1.0/me",
    request: "GET /v1.0/me",
    status: 200,
    observedAt: "2026-03-01T10:00:05Z",
    body: "{}",
    sha256: "x",
    complete: true,
  });
  const { body } = await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e5`);
  expect((body as { command: string }).command).toBe(
    "az rest --method get --url https://graph.microsoft.us/v1.0/me",
  );
});

test("evidence comes with the commands of the report's citations on it, and of no others", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const evidence = {
    diagnosisId: id,
    evidenceId: "e5",
    source: "arm" as const,
    requestKey: "arm /subscriptions",
    request: "GET /subscriptions?api-version=2022-12-01",
    status: 200,
    observedAt: "2026-03-01T10:00:05Z",
    body: "{}",
    sha256: "x",
    complete: true,
  };
  await app.stores.evidence.put(evidence);
  const report = sampleReport();
  const [entry] = report.evidence;
  const cited = (change: object) => ({ ...entry!, evidence_id: "e5", ...change });
  await app.stores.reports.put(id, {
    ...report,
    evidence: [
      cited({ id: "c1", command: "az one" }),
      cited({ id: "c2", command: "az two", shows: "3" }),
      cited({ id: "c3" }),
      cited({ id: "c4", command: "az four", evidence_id: "e6" }),
    ],
  });
  const { body } = await app.send(alice, "GET", `/api/diagnoses/${id}/evidence/e5`);
  const { pointer } = entry!;
  expect((body as { citations: unknown }).citations).toEqual([
    { id: "c1", pointer, command: "az one", shows: "Deny" },
    { id: "c2", pointer, command: "az two", shows: "3" },
  ]);
});

test("the history is the raw trigger of each turn", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const turn = {
    diagnosisId: id,
    executionId: "x1",
    turn: 1,
    trigger: '{"history":[1]}',
    buildId: "build-1",
    recordedAt: "2026-03-01T10:00:01Z",
  };
  await app.stores.history.append(turn);
  expect((await app.send(alice, "GET", `/api/diagnoses/${id}/history`)).body).toEqual({
    diagnosis_id: id,
    build_id: "build-1",
    turns: [
      {
        turn: 1,
        execution_id: "x1",
        build_id: "build-1",
        recorded_at: "2026-03-01T10:00:01Z",
        trigger: { history: [1] },
      },
    ],
  });
});
