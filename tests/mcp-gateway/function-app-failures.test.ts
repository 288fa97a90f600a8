import { expect, test } from "vitest";
import type { CallPort } from "../../mcp-gateway/call-port.ts";
import type { GatewayLogEntry } from "../../mcp-gateway/gateway-log.ts";
import { ada, callTool, createBench, createHttpBench, envelopeIn } from "./support/gateway-bench.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { sampleReport } from "./support/sample-report.ts";
import { refuse } from "./support/scripted-function-app.ts";

const error = "boom";
const unreachable = () => {
  throw new TypeError("fetch failed");
};

test("a function app that cannot be reached is a failed tool, and calling again loses nothing", async () => {
  const { app, client } = await createHttpBench();
  app.intercept = unreachable;
  const reply = await callTool(client, "debug_error", { error });
  expect(reply).toMatchObject({
    isError: true,
    text: "AZEBAL's function app does not answer. Nothing is lost: call debug_error again in a few seconds with the same arguments. A diagnosis that was already started is joined, not started twice.",
  });
});

test("a start whose answer was lost is joined by the call that repeats it", async () => {
  const { app, client } = await createHttpBench();
  app.intercept = async (request) => {
    app.intercept = undefined;
    await app.send(requestOf(request));
    throw new TypeError("socket hang up");
  };
  expect((await callTool(client, "debug_error", { error, wait_seconds: 0 })).isError).toBe(true);
  const again = await callTool(client, "debug_error", { error, wait_seconds: 0 });
  expect([envelopeIn(again).diagnosis_id, app.started]).toEqual(["d1", 1]);
});

function requestOf(seen: { path: string; method: string; assertion: string; body: unknown }): Request {
  return new Request(`http://function-app.local${seen.path}`, {
    method: seen.method,
    headers: { authorization: `Bearer ${seen.assertion}` },
    body: JSON.stringify(seen.body),
  });
}

const refusals: [status: number, code: string, tool: string, hint: RegExp][] = [
  [400, "InvalidRequest", "debug_error", /Correct the named field and call the tool again\.$/],
  [
    401,
    "Unauthorized",
    "debug_error",
    /Sign in again; if it stays so, restart azebal; azebal doctor then says what to set\.$/,
  ],
  [403, "Forbidden", "get_diagnosis", /belongs to somebody else, or your role does not allow it\.$/],
  [404, "NotFound", "get_diagnosis", /take the ID from list_diagnoses\.$/],
  [
    409,
    "IdempotencyKeyReused",
    "debug_error",
    /send a new key, or the request that it was first used with\.$/,
  ],
  [409, "AlreadyEnded", "cancel_diagnosis", /Look at the diagnosis with get_diagnosis: it has moved on\.$/],
  [413, "TooLarge", "debug_error", /Send less: the last lines of the error/],
  [503, "StoreDamaged", "get_diagnosis", /Nothing is lost: call get_diagnosis again once that is done\.$/],
  [500, "Broken", "list_diagnoses", /Calling again will not help; correct what the message names\.$/],
];

test.each(refusals)("HTTP %i %s of %s is a failed tool with what to do", async (status, code, tool, hint) => {
  const { app, client } = await createHttpBench();
  app.intercept = () => refuse(status, code, "The reason.");
  const inputs: Record<string, Record<string, unknown>> = { debug_error: { error }, list_diagnoses: {} };
  const reply = await callTool(client, tool, inputs[tool] ?? { diagnosis_id: "d1" });
  expect(reply.isError).toBe(true);
  expect(reply.text.startsWith(`${code}: The reason. `)).toBe(true);
  expect(reply.text).toMatch(hint);
});

test.each([
  [
    "an answer of another shape",
    () => Response.json({ hello: "world" }),
    "has another shape than the gateway expects",
  ],
  ["an answer that is not JSON", () => new Response("<html>"), "has another shape than the gateway expects"],
  [
    "a refusal that is not JSON",
    () => new Response("no", { status: 404 }),
    "has another shape than the gateway expects",
  ],
  ["a proxy's 502", () => new Response("<html>", { status: 502 }), "AZEBAL's function app does not answer."],
])("%s is a failed tool", async (_, answer, text) => {
  const { app, client } = await createHttpBench();
  app.intercept = answer;
  const reply = await callTool(client, "debug_error", { error });
  expect(reply.isError).toBe(true);
  expect(reply.text).toContain(text);
});

test("a function app that cannot start on this machine says why and what to do", async () => {
  const { app, client } = await createHttpBench();
  app.intercept = () => {
    throw Object.assign(new Error("The folder /data cannot be written to. Set AZEBAL_DATA_DIR."), {
      code: "UnusableDataDirectory",
    });
  };
  const reply = await callTool(client, "debug_error", { error });
  expect(reply.text).toContain(
    "does not answer: The folder /data cannot be written to. Set AZEBAL_DATA_DIR. Nothing is lost: call debug_error again once that is done",
  );
});

test("a hub that cannot be opened for the assertion is never taken for a missing sign-in", async () => {
  const { gateway, app } = createBench({
    signAssertion: async () => {
      throw Object.assign(new Error("The folder /data cannot be written to. Set AZEBAL_DATA_DIR."), {
        code: "UnusableDataDirectory",
      });
    },
  });
  const port: CallPort = {
    principal: async () => ada,
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
    acceptsResourceLinks: true,
  };
  expect(await gateway.callTool("list_diagnoses", {}, port)).toEqual({
    isError: true,
    text: "AZEBAL's function app does not answer: The folder /data cannot be written to. Set AZEBAL_DATA_DIR. Nothing is lost: call list_diagnoses again once that is done.",
  });
  expect(app.requests).toEqual([]);
});

test("a busy function app says to call again in a few seconds", async () => {
  const { app, client } = await createHttpBench();
  app.intercept = () =>
    Response.json({ error: { code: "StoreBusy", message: "Locked.", retryable: true } }, { status: 503 });
  const reply = await callTool(client, "get_diagnosis", { diagnosis_id: "d1" });
  expect(reply.text).toMatch(/Call get_diagnosis again in a few seconds\.$/);
});

test("an outage after the start ends as running with what to call next, not as an error", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  const answer = callTool(client, "debug_error", { error, wait_seconds: 3 });
  await app.when(() => app.openPolls === 1);
  app.intercept = unreachable;
  clock.advance(3_000);
  const reply = await answer;
  expect(envelopeIn(reply)).toEqual({
    diagnosis_id: "d1",
    status: "running",
    progress: {
      done: 0,
      total: 0,
      message: "The function app does not answer at the moment; the diagnosis goes on when it is back.",
      elapsed_ms: 3_000,
    },
    next: { tool: "get_diagnosis", arguments: { diagnosis_id: "d1", wait_seconds: 25 }, after_seconds: 1 },
  });
  app.intercept = undefined;
  app.complete("d1", sampleReport());
  const later = await callTool(client, "get_diagnosis", { diagnosis_id: "d1" });
  expect(envelopeIn(later).status).toBe("completed");
});

test("a function app that stays away is given up after eight tries, well before the budget", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  await callTool(client, "debug_error", { error, wait_seconds: 0 });
  let tries = 0;
  app.intercept = () => {
    tries += 1;
    return unreachable();
  };
  const answer = callTool(client, "get_diagnosis", { diagnosis_id: "d1", wait_seconds: 240 });
  for (let attempt = 1; attempt < 8; attempt += 1) {
    await app.when(() => tries === attempt);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(5_000);
  }
  expect(await answer).toMatchObject({
    isError: true,
    text: "AZEBAL's function app does not answer. Nothing is lost: the diagnosis goes on without you. Call get_diagnosis again in a few seconds.",
  });
  expect(tries).toBe(8);
});

test("a defect is a failed tool with a trace ID, and a line in the log without the request's text", async () => {
  const log: GatewayLogEntry[] = [];
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const { gateway } = createBench({ log: (entry) => void log.push(entry), clock: new ManualClock() });
  const port: CallPort = {
    principal: async () => ada,
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
    acceptsResourceLinks: true,
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    sourceFolders: () => {
      throw new RangeError("a defect with hunter2 in it");
    },
  };
  const input = { error: "the secret text", source_paths: ["a.ts"] };
  expect(await gateway.callTool("debug_error", input, port)).toEqual({
    isError: true,
    text: `AZEBAL itself failed on debug_error. A diagnosis that was started goes on: look for it with list_diagnoses. Trace ID for a report: ${traceId}.`,
  });
  expect(log).toEqual([
    {
      level: "error",
      event: "tool_defect",
      message: expect.stringMatching(/^debug_error failed with RangeError at /),
      traceId,
      tool: "debug_error",
    },
    {
      level: "info",
      event: "tool_call",
      message: "debug_error: error:Defect",
      traceId,
      tool: "debug_error",
      durationMs: 0,
    },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/secret text|hunter2/);
});

test("control characters of a refusal never reach the client", async () => {
  const { app, client } = await createHttpBench();
  app.intercept = () => refuse(400, "InvalidRequest", "evil \u001b[2J\u202e name");
  expect((await callTool(client, "debug_error", { error })).text).toBe(
    "InvalidRequest: evil <U+202E> name Correct the named field and call the tool again.",
  );
});
