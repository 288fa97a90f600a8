import { expect, test, vi } from "vitest";
import { createModelClient } from "../../../services/llm/model-client.ts";
import { modelHeaders } from "../../../services/llm/model-headers.ts";
import type { ModelSettings } from "../../../services/llm/model-settings.ts";
import { modelThat, plan, question } from "./support/asked-model.ts";
import { answers } from "./support/scripted-behaviour.ts";

const settings: ModelSettings = {
  endpoint: "https://models.example.com/v1",
  model: "m",
  auth: "none",
  timeoutMs: 5_000,
  idleTimeoutMs: 5_000,
};

test("a key is a bearer token, and a server that knows it answers", async () => {
  const { ask, server } = await modelThat({
    behave: answers(plan),
    required: { authorization: "Bearer the-key" },
    settings: { auth: "key", key: "the-key" },
  });
  expect(await ask()).toMatchObject({ ok: true });
  expect(server.requests[0]?.headers["api-key"]).toBeUndefined();
});

test("a wrong key says what to check, and is in no message", async () => {
  const { ask, server } = await modelThat({
    behave: answers(plan),
    required: { authorization: "Bearer the-key" },
    settings: { auth: "key", key: "a-wrong-key" },
  });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelNotAllowed",
      message: `The model gpt-test at 127.0.0.1:${server.port} does not accept the key (401, invalid_api_key). Check AZEBAL_MODEL_KEY and that it belongs to AZEBAL_MODEL_ENDPOINT.`,
      status: 401,
    },
  });
});

test.each([
  "https://a.openai.azure.com/openai/v1",
  "https://a.cognitiveservices.azure.com/openai/v1",
  "https://a.services.ai.azure.com/openai/v1",
  "https://a.openai.azure.us/openai/v1",
])("%s takes the key in Azure's own header, and no bearer token", async (endpoint) => {
  expect(await modelHeaders({ ...settings, endpoint, auth: "key", key: "k" })).toEqual({
    ok: true,
    value: { "api-key": "k", authorization: null },
  });
});

test.each(["https://openai.azure.com.evil.example/v1", "https://a-openai.azure.com/v1"])(
  "%s is not Azure's",
  async (endpoint) => {
    expect(await modelHeaders({ ...settings, endpoint, auth: "key", key: "k" })).toEqual({
      ok: true,
      value: { authorization: "Bearer k" },
    });
  },
);

test("an identity's token is asked for with every question, so that none expires", async () => {
  let count = 0;
  const { ask, server } = await modelThat({
    behave: answers(plan),
    settings: { auth: "entra", token: async () => `token-${(count += 1)}` },
  });
  await ask();
  await ask();
  expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual([
    "Bearer token-1",
    "Bearer token-2",
  ]);
});

test("an identity without the role is told which one", async () => {
  const { ask } = await modelThat({
    behave: answers(plan),
    required: { authorization: "Bearer other" },
    settings: { auth: "entra", token: async () => "mine" },
  });
  expect(await ask()).toMatchObject({
    ok: false,
    failure: {
      code: "ModelNotAllowed",
      message: expect.stringContaining('"Cognitive Services OpenAI User"'),
    },
  });
});

test.each(["CredentialUnavailableError", "AggregateAuthenticationError", "TokenPasswordError"])(
  "no identity (%s) is data with what to do; nothing is sent",
  async (name) => {
    const token = async () => await Promise.reject(Object.assign(new Error("no: secret"), { name }));
    const { ask, server } = await modelThat({ behave: answers(plan), settings: { auth: "entra", token } });
    expect(await ask()).toEqual({
      ok: false,
      failure: {
        code: "ModelNotAllowed",
        message: `The model gpt-test at 127.0.0.1:${server.port} was not asked: this machine has no identity in Microsoft Entra. Run az login, give it a managed identity, or set AZEBAL_MODEL_KEY.`,
      },
    });
    expect(server.everything()).toBe("");
  },
);

test("another fault of the token's source is thrown for the retry policy", async () => {
  const token = async () => await Promise.reject(new TypeError("fetch failed"));
  const { ask } = await modelThat({ behave: answers(plan), settings: { auth: "entra", token } });
  await expect(ask()).rejects.toThrow("fetch failed");
});

test("without a key none is sent, and nothing of OpenAI's own variables is", async () => {
  const { ask, server } = await modelThat({ behave: answers(plan) });
  vi.stubEnv("OPENAI_API_KEY", "sk-FROM-ENVIRONMENT");
  vi.stubEnv("OPENAI_ORG_ID", "org-FROM-ENVIRONMENT");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj-FROM-ENVIRONMENT");
  vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
  vi.stubEnv("OPENAI_LOG", "debug");
  const printed = vi.spyOn(console, "debug");
  expect(await ask()).toMatchObject({ ok: true });
  vi.unstubAllEnvs();
  expect(server.everything()).not.toContain("FROM-ENVIRONMENT");
  expect(server.requests[0]?.headers["authorization"]).toBeUndefined();
  expect(printed).not.toHaveBeenCalled();
});

test("plain HTTP to another machine is refused before anything is sent, the token's source included", async () => {
  const token = vi.fn<() => Promise<string>>(async () => "t");
  const endpoint = "http://models.example.com/v1";
  const client = createModelClient({ ...settings, endpoint, auth: "entra", token });
  expect(await client.ask(question)).toEqual({
    ok: false,
    failure: {
      code: "ModelNotAllowed",
      message:
        "The model m at models.example.com was not asked: plain HTTP is for this machine only: name an https:// address, or allow it (AZEBAL_MODEL_PLAIN_HTTP=allowed).",
    },
  });
  expect(token).not.toHaveBeenCalled();
});
