import { expect, test } from "vitest";
import { createModelClient } from "../../../services/llm/model-client.ts";
import { modelThat, plan, question } from "./support/asked-model.ts";
import { answers, fails, type ScriptedBehaviour } from "./support/scripted-behaviour.ts";

const text = JSON.stringify(plan).length;
const half = Math.floor(text / 2);

test("a model that says nothing at all is given up after the whole time, and the connection is closed", async () => {
  const { ask, server } = await modelThat({ behave: { is: "silence" }, settings: { timeoutMs: 150 } });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelTimeout",
      message: `The model gpt-test at 127.0.0.1:${server.port} did not answer within 0.15 s. AZEBAL_MODEL_TIMEOUT_SECONDS gives it longer.`,
    },
  });
  await expect.poll(server.connections).toBe(0);
});

test("a model that falls silent within its answer is given up after the silence, and the connection is closed", async () => {
  const { ask, server } = await modelThat({
    behave: answers(plan, { stops: { afterCharacters: half, how: "hang" } }),
    settings: { idleTimeoutMs: 100 },
  });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelTimeout",
      message: `The model gpt-test at 127.0.0.1:${server.port} fell silent within its answer for 0.1 s. AZEBAL_MODEL_TIMEOUT_SECONDS gives it longer.`,
    },
  });
  await expect.poll(server.connections).toBe(0);
});

test("a model that thinks before it begins may be silent for longer than within its answer", async () => {
  const { ask } = await modelThat({
    behave: answers(plan, { thinksForMs: 700 }),
    settings: { idleTimeoutMs: 500 },
  });
  expect(await ask()).toMatchObject({ ok: true });
});

test("an answer that is whole counts although the server then keeps the connection open", async () => {
  const { ask } = await modelThat({
    behave: answers(plan, { staysOpen: true }),
    settings: { idleTimeoutMs: 500 },
  });
  expect(await ask()).toMatchObject({ ok: true, value: { value: plan } });
});

test("an error whose text never ends is given up after the whole time", async () => {
  const { ask, server } = await modelThat({
    behave: fails(500, { hangs: true }),
    settings: { timeoutMs: 300 },
  });
  expect(await ask()).toMatchObject({ ok: false, failure: { code: "ModelTimeout" } });
  await expect.poll(server.connections).toBe(0);
});

test.each<[string, ScriptedBehaviour]>([
  ["before the answer", { is: "broken" }],
  ["in the middle of it", answers(plan, { stops: { afterCharacters: half, how: "cut" } })],
  ["in the middle of it by an early end", answers(plan, { stops: { afterCharacters: half, how: "end" } })],
  ["before the first word by an early end", answers(plan, { stops: { afterCharacters: 0, how: "end" } })],
])(
  "a connection that breaks %s is thrown for the retry policy, without the model's text",
  async (_, behave) => {
    const { ask, server } = await modelThat({ behave });
    const thrown = await ask().catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      name: "ModelConnectionError",
      code: "ModelConnection",
      message: `The connection to the model at 127.0.0.1:${server.port} broke before it had answered. It is asked again.`,
    });
    expect(server.requests).toHaveLength(1);
  },
);

test("a server that is not there is thrown, too", async () => {
  const { server } = await modelThat({ behave: { is: "silence" } });
  await server.close();
  const client = createModelClient({
    endpoint: server.endpoint,
    model: "m",
    auth: "none",
    timeoutMs: 5_000,
    idleTimeoutMs: 5_000,
  });
  await expect(client.ask(question)).rejects.toThrow("It is asked again.");
});

test.each([
  ["500", fails(500, { headers: { "x-request-id": "req_9" } }), "500 (request req_9)"],
  ["503", fails(503, { body: "upstream sk-SECRET down" }), "503"],
  ["529", fails(529), "529"],
  ["408", fails(408), "408"],
  [
    "an error within the stream",
    fails(200, { isWithinStream: true, code: "server_error" }),
    "an error within its answer",
  ],
  ["an error with status 200", fails(200, { message: "sk-SECRET" }), "an error within its answer"],
] as const)(
  "%s is thrown for the retry policy, once, without the server's words",
  async (_, behave, what) => {
    const { ask, server } = await modelThat({ behave });
    const thrown = await ask().catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      name: "ModelServiceError",
      message: `The model at 127.0.0.1:${server.port} answered ${what}. It is asked again.`,
    });
    expect(JSON.stringify([thrown, String(thrown), (thrown as Error).cause])).not.toContain("SECRET");
    expect(server.requests).toHaveLength(1);
  },
);

test("a diagnosis that is cancelled lets go of its question at once", async () => {
  const abort = new AbortController();
  const { client, server } = await modelThat({
    behave: () => {
      abort.abort();
      return { is: "silence" };
    },
  });
  expect(await client.ask({ ...question, signal: abort.signal })).toEqual({
    ok: false,
    failure: { code: "Cancelled", message: "The question was given up because the diagnosis was cancelled." },
  });
  await expect.poll(server.connections).toBe(0);
});

test("a diagnosis that is cancelled already asks nothing", async () => {
  const { client, server } = await modelThat({ behave: answers(plan) });
  expect(await client.ask({ ...question, signal: AbortSignal.abort() })).toMatchObject({
    ok: false,
    failure: { code: "Cancelled" },
  });
  expect(server.requests).toEqual([]);
});
