import { expect, test } from "vitest";
import { alice, startFunctionApp } from "./support/function-app.ts";

const authorization = `Bearer ${alice.objectId}`;
const refusal = (code: string, message: string, retryable = false) => ({
  error: { code, message, retryable },
});
const file = (content: string) => ({ path: "a.py", content });

test.each<[string, unknown, number, string, string]>([
  [
    "an empty object",
    {},
    400,
    "InvalidInput",
    "error: is missing (string). Send the error as it was printed, as one text.",
  ],
  [
    "an empty error",
    { error: "" },
    400,
    "InvalidInput",
    "error: is empty. Send the error as it was printed, as one text.",
  ],
  [
    "a blank error",
    { error: " \n" },
    400,
    "InvalidInput",
    "error: blank. Send the error as it was printed, as one text.",
  ],
  ["a list", [1], 400, "InvalidInput", "request: must be an object."],
  ["an unknown field", { error: "x", eror: 1 }, 400, "InvalidInput", "eror: unknown. Leave it out."],
  [
    "an unknown field that may be a secret",
    { error: "x", "hunter2 hunter2": 1 },
    400,
    "InvalidInput",
    "(a name that is no field name): unknown. Leave it out.",
  ],
  [
    "a field of another type",
    { error: "x", source_code: [{ path: "a", content: 5 }] },
    400,
    "InvalidInput",
    "source_code[0].content: must be a string. Send a list of { path, content }, only the files around the failing call.",
  ],
  [
    "200 files",
    { error: "x", source_code: Array.from({ length: 200 }, () => file("x")) },
    400,
    "InvalidInput",
    "source_code: is too large: at most 50 entries. Send a list of { path, content }, only the files around the failing call.",
  ],
  [
    "a time without its offset",
    { error: "x", context: { observed_at: "yesterday" } },
    400,
    "InvalidInput",
    "context.observed_at: must be an ISO 8601 instant such as 2026-01-31T09:30:00Z. Send { subscription_id?, resource_ids?, observed_at?, notes? }, or leave it out.",
  ],
  [
    "an unknown language",
    { error: "x", language: "fr" },
    400,
    "InvalidInput",
    "language: must be one of en, ko. Send en or ko, or leave it out.",
  ],
  [
    "a binary error",
    { error: "MZ\u0000\u0003" },
    400,
    "InvalidInput",
    "error: binary data, not text. Send the error as it was printed, as one text.",
  ],
  [
    "a binary file",
    { error: "x", source_code: [file("ok"), file("\u0001\u0002\ufffd\ufffd")] },
    400,
    "InvalidInput",
    "source_code[1].content: binary data, not text. Leave this file out.",
  ],
  [
    "an error of 60 KB",
    { error: "가".repeat(20_000) },
    413,
    "TooLarge",
    "error: 60000 bytes; at most 51200. Send the last lines, from the first error on.",
  ],
  [
    "files of 11 MB",
    { error: "x", source_code: [file("x".repeat(11 * 2 ** 20))] },
    413,
    "TooLarge",
    "source_code: 11534336 bytes in all; at most 10485760. Send the files around the failing call.",
  ],
])("%s is refused with what to send, and nothing is kept", async (_, body, status, code, message) => {
  const app = startFunctionApp();
  const reply = await app.send(alice, "POST", "/api/diagnoses", body);
  expect({ status: reply.status, body: reply.body }).toEqual({ status, body: refusal(code, message) });
  expect([(await app.stores.diagnoses.list(alice, { limit: 1 })).diagnoses, app.engine.starts]).toEqual([
    [],
    [],
  ]);
});

test.each<[string, { headers?: Record<string, string>; body?: string | Uint8Array }, number, string, string]>(
  [
    ["an empty body", {}, 400, "InvalidInput", "body: empty. Send a JSON object."],
    [
      "a body that is no JSON",
      { body: '{"error": "hunter2' },
      400,
      "InvalidInput",
      "body: not JSON. Send one JSON object, UTF-8.",
    ],
    [
      "a body that is no text",
      { body: Uint8Array.of(0x7b, 0xff, 0xfe) },
      400,
      "InvalidInput",
      "body: not UTF-8 text. Send one JSON object, UTF-8.",
    ],
    [
      "a body announced as too large",
      { headers: { "content-length": "99999999" }, body: "{}" },
      413,
      "TooLarge",
      "body: 99999999 bytes or more; at most 12582912. Send the error and only the files around the failing call.",
    ],
    [
      "a body that is too large",
      { body: " ".repeat(12_582_913) },
      413,
      "TooLarge",
      "body: 12582913 bytes or more; at most 12582912. Send the error and only the files around the failing call.",
    ],
  ],
)("%s is refused before it is looked into", async (_, raw, status, code, message) => {
  const app = startFunctionApp();
  const reply = await app.sendRaw("POST", "/api/diagnoses", {
    ...raw,
    headers: { authorization, ...raw.headers },
  });
  expect({ status: reply.status, body: reply.body }).toEqual({ status, body: refusal(code, message) });
});

test.each([
  ["/api/diagnoses?limit=0", "limit: is too small: at least 1. Send a whole number, or leave it out."],
  ["/api/diagnoses?limit=x", "limit: must be a number. Send a whole number, or leave it out."],
  [
    "/api/diagnoses?status=done",
    "status: must be one of running, input_required, completed, failed, cancelled. Send one of the statuses, or leave it out.",
  ],
  [
    "/api/diagnoses?cursor=zzz",
    "cursor: not one that a list gave. Send `next_cursor` of the page before, or leave it out.",
  ],
  ["/api/diagnoses?colour=red", "colour: unknown. Leave it out."],
  [
    "/api/diagnoses/d/events?after=-1",
    "after: is too small: at least 0. Send the `cursor` of the answer before, or 0.",
  ],
  [
    "/api/diagnoses/d/events?wait_ms=999999",
    "wait_ms: is too large: at most 240000. Send how long to wait, in milliseconds.",
  ],
])("the query of %s is refused", async (path, message) => {
  const reply = await startFunctionApp().send(alice, "GET", path);
  expect({ status: reply.status, body: reply.body }).toEqual({
    status: 400,
    body: refusal("InvalidInput", message),
  });
});
