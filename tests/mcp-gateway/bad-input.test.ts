import { ErrorCode, type McpError, ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { limits } from "../../domain/limits.ts";
import { callTool, createHttpBench } from "./support/gateway-bench.ts";

const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `f${index}.ts`, content: "x" }));

const cases: [title: string, tool: string, input: Record<string, unknown>, text: string][] = [
  [
    "no error",
    "debug_error",
    {},
    "error: is missing (string). Send: The error exactly as printed, with its stack trace (50 KB).",
  ],
  [
    "an empty error",
    "debug_error",
    { error: "" },
    "error: is empty. Send: The error exactly as printed, with its stack trace (50 KB).",
  ],
  [
    "a blank error",
    "debug_error",
    { error: " \n\t" },
    "error: is blank. Send the error text as it was printed, stack trace included.",
  ],
  [
    "an error that is a list",
    "debug_error",
    { error: ["a"] },
    "error: must be a string. Send: The error exactly as printed, with its stack trace (50 KB).",
  ],
  [
    "a binary error",
    "debug_error",
    { error: `MZ\u0000\u0001\u0002${"\ufffd".repeat(40)}` },
    "error: holds binary data, not text. Send the readable text, or leave it out.",
  ],
  [
    "a binary file",
    "debug_error",
    { error: "boom", source_code: [...files(1), { path: "a.dll", content: "MZ\u0000" }] },
    "source_code[1].content (a.dll): holds binary data, not text. Send the readable text, or leave it out.",
  ],
  [
    "an error of 60 KB",
    "debug_error",
    { error: "x".repeat(60_000) },
    `error: 60000 bytes; at most ${limits.errorBytes}. Send the last lines, from the first error on.`,
  ],
  [
    "files of 11 MB",
    "debug_error",
    { error: "boom", source_code: [{ path: "big.log", content: "x".repeat(11_000_000) }] },
    `source_code: 11000000 bytes in all; at most ${limits.sourceBytes}. Send the files around the failing call.`,
  ],
  [
    "200 files",
    "debug_error",
    { error: "boom", source_code: files(200) },
    "source_code: is too large: at most 50 entries. Send: Code and configuration around the failing call (50 files, 10 MB).",
  ],
  [
    "a file without its content",
    "debug_error",
    { error: "boom", source_code: [{ path: "a.ts" }] },
    "source_code[0].content: is missing (string). Send: Code and configuration around the failing call (50 files, 10 MB).",
  ],
  [
    "files as a map",
    "debug_error",
    { error: "boom", source_code: { "a.ts": "x" } },
    "source_code: must be an array. Send: Code and configuration around the failing call (50 files, 10 MB).",
  ],
  [
    "an unknown field",
    "debug_error",
    { error: "boom", sourceCode: [] },
    "sourceCode: unknown. Leave it out. Fields are: error, source_code, context, language, idempotency_key, wait_seconds.",
  ],
  [
    "an unknown field inside",
    "debug_error",
    { error: "boom", context: { subscription: "s" } },
    "subscription: unknown in context. Leave it out.",
  ],
  [
    "paths over HTTP",
    "debug_error",
    { error: "boom", source_paths: ["a.ts"] },
    "source_paths: only a server on stdio reads files itself: send their text in source_code.",
  ],
  [
    "another language",
    "debug_error",
    { error: "boom", language: "fr" },
    "language: must be one of en, ko. Send: Of the report; default: the error's own.",
  ],
  [
    "a wait that is too long",
    "debug_error",
    { error: "boom", wait_seconds: 241 },
    "wait_seconds: is too large: at most 240. Send: How long to wait for the report; default 25, or 240 with a progress token.",
  ],
  [
    "a wait below zero",
    "debug_error",
    { error: "boom", wait_seconds: -1 },
    "wait_seconds: is too small: at least 0. Send: How long to wait for the report; default 25, or 240 with a progress token.",
  ],
  [
    "half a second",
    "debug_error",
    { error: "boom", wait_seconds: 0.5 },
    "wait_seconds: must be a whole number. Send: How long to wait for the report; default 25, or 240 with a progress token.",
  ],
  [
    "a time that is none",
    "debug_error",
    { error: "boom", context: { observed_at: "yesterday" } },
    "context.observed_at: must be an ISO 8601 instant such as 2026-01-31T09:30:00Z. Send: What you know about where it happened.",
  ],
  [
    "an ID that leaves its path",
    "get_diagnosis",
    { diagnosis_id: "../diagnoses" },
    "diagnosis_id: is not an ID: take it from an earlier answer or from list_diagnoses.",
  ],
  [
    "no question",
    "answer_diagnosis",
    { diagnosis_id: "d1", answer: "x" },
    "question_id: is missing (string).",
  ],
  [
    "an evidence ID with a slash",
    "get_evidence",
    { diagnosis_id: "d1", evidence_id: "e1/../e2" },
    "evidence_id: is not an ID: take it from an earlier answer or from list_diagnoses. Send: evidence_id of a citation, such as e5.",
  ],
];

test.each(cases)(
  "%s is a failed tool that says which field, why and what to send",
  async (_, tool, input, text) => {
    const { app, client } = await createHttpBench();
    expect(await callTool(client, tool, input)).toEqual({
      isError: true,
      structured: undefined,
      links: [],
      text: `Nothing was started.\n${text}`,
    });
    expect(app.requests).toEqual([]);
  },
);

test("several wrong fields are told at once, five at most", async () => {
  const { client } = await createHttpBench();
  const reply = await callTool(client, "debug_error", {
    error: 1,
    source_code: 2,
    context: 3,
    language: 4,
    idempotency_key: 5,
    wait_seconds: "6",
  });
  const lines = reply.text.split("\n");
  expect(lines.map((line) => line.split(":", 1)[0])).toEqual([
    "Nothing was started.",
    "error",
    "source_code",
    "context",
    "language",
    "idempotency_key",
    "(and 1 more)",
  ]);
});

test("the values that were sent are never repeated", async () => {
  const { client } = await createHttpBench();
  const reply = await callTool(client, "debug_error", {
    error: "boom",
    language: "hunter2",
    wait_seconds: "s3cret",
  });
  expect(reply.text).not.toMatch(/hunter2|s3cret/);
});

test("ten megabytes of source within the limit pass", async () => {
  const { app, client } = await createHttpBench();
  const content = "x".repeat(limits.sourceBytes);
  const reply = await callTool(client, "debug_error", {
    error: "boom",
    source_code: [{ path: "big.ts", content }],
    wait_seconds: 0,
  });
  expect([reply.isError, app.started]).toEqual([false, 1]);
});

test.each([
  [
    "an unknown tool",
    "tools/call",
    { name: "delete_everything", arguments: {} },
    /Unknown tool "delete_everything"\. Tools are: debug_error, /,
  ],
  ["arguments that are a list", "tools/call", { name: "debug_error", arguments: [] }, /arguments/],
  ["no tool name", "tools/call", {}, /name/],
  ["an unknown prompt", "prompts/get", { name: "other" }, /Unknown prompt "other"\. There is: diagnose\./],
  ["a prompt without its error", "prompts/get", { name: "diagnose" }, /needs its argument error/],
])("%s is a protocol error with invalid params", async (_, method, params, message) => {
  const { client } = await createHttpBench();
  const failure = await client.request({ method, params } as never, ResultSchema).then(
    () => undefined,
    (error: McpError) => error,
  );
  expect(failure?.code).toBe(ErrorCode.InvalidParams);
  expect(failure?.message).toMatch(message);
});
