import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Evidence } from "../../domain/evidence.ts";
import { limits } from "../../domain/limits.ts";
import { callTool, createHttpBench } from "./support/gateway-bench.ts";
import { sampleReport } from "./support/sample-report.ts";

function evidence(body: string, changes: Partial<Evidence> = {}): Evidence {
  return {
    diagnosisId: "d1",
    evidenceId: "e5",
    source: "arm",
    requestKey: "arm /x",
    request: "GET /subscriptions/s1/vaults/kv-orders?api-version=2023-07-01",
    status: 200,
    requestId: "r-1",
    observedAt: "2026-01-31T08:59:00Z",
    body,
    sha256: createHash("sha256").update(body).digest("hex"),
    complete: true,
    ...changes,
  };
}

test("own diagnoses are listed newest first, page by page, by status", async () => {
  const { app, client } = await createHttpBench();
  for (const error of ["first\nline two", "second", "third"])
    await callTool(client, "debug_error", { error, wait_seconds: 0 });
  app.complete("d1", sampleReport());
  const item = (id: string, status: string, title: string) => ({
    diagnosis_id: id,
    status,
    created_at: "2026-01-31T09:00:00Z",
    updated_at: "2026-01-31T09:00:00Z",
    title,
  });
  const page = await callTool(client, "list_diagnoses", { limit: 2 });
  expect(page.structured).toEqual({
    diagnoses: [item("d3", "running", "third"), item("d2", "running", "second")],
    next_cursor: "2",
  });
  expect(page.text).toBe(
    "- `d3` 2026-01-31T09:00:00Z **running**: third\n- `d2` 2026-01-31T09:00:00Z **running**: second\nMore: `list_diagnoses` with `cursor` `2`",
  );
  const rest = await callTool(client, "list_diagnoses", { limit: 2, cursor: "2" });
  expect(rest.structured).toEqual({
    diagnoses: [{ ...item("d1", "completed", "first"), root_cause: "keyvault.firewall" }],
  });
  const done = await callTool(client, "list_diagnoses", { status: "completed" });
  expect(done.text).toBe("- `d1` 2026-01-31T09:00:00Z **completed** `keyvault.firewall`: first");
});

test("no diagnoses are said in words too", async () => {
  const { client } = await createHttpBench();
  const { text, structured } = await callTool(client, "list_diagnoses", {});
  expect([text, structured]).toEqual(["No diagnoses.", { diagnoses: [] }]);
});

test("fifty diagnoses with endless titles fit into one answer", async () => {
  const { client } = await createHttpBench();
  for (let index = 0; index < 50; index += 1)
    await callTool(client, "debug_error", { error: `${index} ${"긴 제목 ".repeat(500)}`, wait_seconds: 0 });
  const result = await client.callTool({ name: "list_diagnoses", arguments: { limit: 50 } });
  expect((result.structuredContent as { diagnoses: unknown[] }).diagnoses).toHaveLength(50);
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(limits.envelopeBytes);
});

test("stored evidence is shown whole, with its hash and the command that shows the same", async () => {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  const stored = evidence('{"defaultAction":"Deny"}');
  app.evidence.set("e5", { evidence: stored, command: "az keyvault show --name kv-orders" });
  const reply = await callTool(client, "get_evidence", { diagnosis_id: "d1", evidence_id: "e5" });
  expect(reply.structured).toEqual({
    diagnosis_id: "d1",
    evidence_id: "e5",
    source: "arm",
    request: stored.request,
    status: 200,
    request_id: "r-1",
    observed_at: stored.observedAt,
    complete: true,
    sha256: stored.sha256,
    body_bytes: 24,
    command: "az keyvault show --name kv-orders",
    body: stored.body,
  });
  for (const told of [stored.sha256, stored.body, "az keyvault show --name kv-orders", "HTTP 200"])
    expect(reply.text).toContain(told);
});

test("the values that the report cites of it come with their own commands, as many as fit", async () => {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  const citations = Array.from({ length: 9 }, (_, index) => ({
    id: `c${index}`,
    pointer: `/p/${index}`,
    command: `az ${"x".repeat(600)} ${index}`,
    shows: "Deny",
  }));
  app.evidence.set("e5", { evidence: evidence("y".repeat(100_000)), command: "z".repeat(9_000), citations });
  const input = { diagnosis_id: "d1", evidence_id: "e5" };
  const result = await client.callTool({ name: "get_evidence", arguments: input });
  const shown = result.structuredContent as { citations: unknown[]; command?: string };
  expect(shown.citations).toEqual(citations.slice(0, 4));
  expect(shown.command).toBeUndefined();
  const [block] = result.content as { text: string }[];
  expect(block?.text).toContain(`c3 \`/p/3\`:\n\`\`\`sh\n${citations[3]?.command}\n\`\`\``);
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(limits.envelopeBytes);
});

test("evidence of megabytes is cut and marked, and its hash stays that of the whole", async () => {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  const stored = evidence(JSON.stringify(Array.from({ length: 50_000 }, (_, index) => `항목 "${index}"`)), {
    source: "resource_graph",
    query: "resources\n| project id",
  });
  app.evidence.set("e5", { evidence: stored });
  const input = { diagnosis_id: "d1", evidence_id: "e5" };
  const result = await client.callTool({ name: "get_evidence", arguments: input });
  const shown = result.structuredContent as {
    body: string;
    truncated: boolean;
    sha256: string;
    body_bytes: number;
  };
  expect(shown).toMatchObject({
    truncated: true,
    sha256: stored.sha256,
    body_bytes: Buffer.byteLength(stored.body),
    query: "resources\n| project id",
  });
  expect(stored.body.startsWith(shown.body.replace("\n… (cut)", ""))).toBe(true);
  expect(shown.body.length).toBeGreaterThan(3_000);
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(limits.envelopeBytes);
});

test("evidence that is not there is a failed tool", async () => {
  const { client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  const reply = await callTool(client, "get_evidence", { diagnosis_id: "d1", evidence_id: "e77" });
  expect([reply.isError, reply.text.split(".")[0]]).toEqual([true, "NotFound: There is no evidence e77"]);
});
