import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv-provider.js";
import { expect, test } from "vitest";
import { limits } from "../../../domain/limits.ts";
import { publishedTools } from "../../../mcp-gateway/publication/published-tools.ts";
import { createHttpBench } from "../support/gateway-bench.ts";
import { sampleReport } from "../support/sample-report.ts";

const wires = [
  ["stdio", { sourcePaths: true }],
  ["HTTP", { sourcePaths: false }],
] as const;

test.each(wires)("the whole tool list on %s takes no more of a context than it may", (_, offers) => {
  const bytes = Buffer.byteLength(JSON.stringify({ tools: publishedTools(offers) }));
  expect(bytes).toBeLessThanOrEqual(limits.toolListBytes);
});

test("the list that a client gets is the list of the catalogue, in its order", async () => {
  const { client } = await createHttpBench();
  const { tools } = await client.listTools();
  expect(tools).toEqual(publishedTools({ sourcePaths: false }));
  expect(tools.map(({ name }) => name)).toEqual([
    "debug_error",
    "get_diagnosis",
    "answer_diagnosis",
    "cancel_diagnosis",
    "list_diagnoses",
    "get_evidence",
    "verify_fix",
    "submit_feedback",
    "login",
    "whoami",
    "logout",
  ]);
});

test("annotations tell what only reads and what ends something", () => {
  const tools = publishedTools({ sourcePaths: false });
  expect(Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]))).toEqual({
    debug_error: { readOnlyHint: true },
    get_diagnosis: { readOnlyHint: true },
    answer_diagnosis: { destructiveHint: false, idempotentHint: true },
    cancel_diagnosis: { idempotentHint: true },
    list_diagnoses: { readOnlyHint: true, openWorldHint: false },
    get_evidence: { readOnlyHint: true, openWorldHint: false },
    verify_fix: { readOnlyHint: true },
    submit_feedback: { destructiveHint: false, idempotentHint: true },
    login: { destructiveHint: false },
    whoami: { readOnlyHint: true, openWorldHint: false },
    logout: { idempotentHint: true, openWorldHint: false },
  });
});

test.each(wires)("inputs are closed and outputs are open on %s, all the way down", (_, offers) => {
  const closed = (schema: unknown): unknown[] => {
    if (typeof schema !== "object" || schema === null) return [];
    const { additionalProperties, type } = schema as { additionalProperties?: unknown; type?: unknown };
    const here = type === "object" ? [additionalProperties] : [];
    return [...here, ...Object.values(schema).flatMap(closed)];
  };
  for (const { inputSchema, outputSchema } of publishedTools(offers)) {
    expect(new Set(closed(inputSchema))).toEqual(new Set([false]));
    expect(new Set(closed(outputSchema))).toEqual(new Set([undefined]));
  }
});

test("source_paths is offered on stdio only", () => {
  const fields = wires.map(([, offers]) =>
    Object.keys(publishedTools(offers)[0]?.inputSchema["properties"] ?? {}),
  );
  expect(fields.map((names) => names.includes("source_paths"))).toEqual([true, false]);
});

test("an envelope with fields that a later version adds still passes the published schemas", () => {
  const envelope = {
    diagnosis_id: "d1",
    status: "completed",
    progress: { done: 1, total: 2, message: "m", elapsed_ms: 1.5, phase: "new" },
    next: { tool: "t", arguments: { x: 1 }, after_seconds: 1 },
    report: { ...sampleReport(), added: true },
    added: { later: true },
  };
  const validator = new AjvJsonSchemaValidator();
  const verdicts = publishedTools({ sourcePaths: true })
    .slice(0, 4)
    .map(({ name, outputSchema }) => [name, validator.getValidator(outputSchema)(envelope).valid]);
  expect(verdicts).toEqual([
    ["debug_error", true],
    ["get_diagnosis", true],
    ["answer_diagnosis", true],
    ["cancel_diagnosis", true],
  ]);
});

test("the published input schema accepts a full request and refuses an unknown field", () => {
  const [debugError] = publishedTools({ sourcePaths: true });
  const validate = new AjvJsonSchemaValidator().getValidator(debugError?.inputSchema ?? {});
  const request = {
    error: "boom",
    source_code: [{ path: "a.py", content: "x" }],
    source_paths: ["b.py"],
    context: { subscription_id: "s", resource_ids: ["/x"], observed_at: "2026-01-31T08:00:00Z", notes: "n" },
    language: "ko",
    idempotency_key: "k",
    wait_seconds: 240,
  };
  expect([validate(request).valid, validate({ ...request, extra: 1 }).valid]).toEqual([true, false]);
});
