import { describe, expect, it, test } from "vitest";
import { modelEnvironment } from "../../../cli/hub/model-environment.ts";
import { createModelClient } from "../../../services/llm/model-client.ts";
import { readConfig } from "../../../services/platform/config.ts";

const read = (env: Record<string, string>) => readConfig(env).model;
const endpoint = "https://models.example.com/v1";

test("without an endpoint the playbooks plan alone, whatever else is set", () => {
  expect(read({})).toBeUndefined();
  expect(read({ AZEBAL_MODEL: "m", AZEBAL_MODEL_KEY: "k", AZEBAL_MODEL_TOKENS: "5000" })).toBeUndefined();
});

test("an endpoint is enough for a server that serves one model", () => {
  expect(read({ AZEBAL_MODEL_ENDPOINT: "http://127.0.0.1:11434/v1" })).toEqual({
    endpoint: "http://127.0.0.1:11434/v1",
    model: "default",
    auth: "none",
    timeoutMs: 60_000,
    idleTimeoutMs: 20_000,
    isPlainHttpAllowed: false,
    tokensPerDiagnosis: 60_000,
  });
});

test("every setting is taken, and none of them is unknown", () => {
  const env = {
    AZEBAL_PLANNER: "model",
    AZEBAL_MODEL_ENDPOINT: "http://models.internal:8000/api/v1/",
    AZEBAL_MODEL: "meta-llama/Llama-3.1-8B-Instruct:fast",
    AZEBAL_MODEL_KEY: "sk-1",
    AZEBAL_MODEL_AUTH: "key",
    AZEBAL_MODEL_TIMEOUT_SECONDS: "120",
    AZEBAL_MODEL_TOKENS: "150000",
    AZEBAL_MODEL_PRICE: "2.5/1.25/10",
    AZEBAL_MODEL_PLAIN_HTTP: "allowed",
  };
  const config = readConfig(env);
  expect(config.unknownVariables).toEqual([]);
  expect(config.model).toEqual({
    endpoint: "http://models.internal:8000/api/v1",
    model: "meta-llama/Llama-3.1-8B-Instruct:fast",
    auth: "key",
    key: "sk-1",
    timeoutMs: 120_000,
    idleTimeoutMs: 40_000,
    price: { inputUsd: 2.5, cachedInputUsd: 1.25, outputUsd: 10 },
    isPlainHttpAllowed: true,
    tokensPerDiagnosis: 150_000,
  });
});

test("the planner can be switched back to the playbooks beside an endpoint", () => {
  expect(read({ AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_PLANNER: "playbooks" })).toBeUndefined();
});

describe("the address", () => {
  it.each([
    ["https://a.openai.azure.com", "https://a.openai.azure.com/openai/v1"],
    ["https://a.openai.azure.com/openai/", "https://a.openai.azure.com/openai/v1"],
    ["https://a.services.ai.azure.com/openai/v1/", "https://a.services.ai.azure.com/openai/v1"],
    ["https://a.openai.azure.com/openai/v1/chat/completions", "https://a.openai.azure.com/openai/v1"],
    ["https://api.openai.com", "https://api.openai.com/v1"],
    ["http://localhost:11434", "http://localhost:11434/v1"],
    ["https://models.github.ai/inference", "https://models.github.ai/inference"],
    ["https://gateway.example.com/team/v1/chat/completions", "https://gateway.example.com/team/v1"],
  ])("%s is asked at %s", (address, asked) => {
    expect(read({ AZEBAL_MODEL_ENDPOINT: address, AZEBAL_MODEL: "m" })?.endpoint).toBe(asked);
  });

  it.each([
    [
      "http://models.example.com/v1",
      "an http address of another machine. Set an https:// address (or AZEBAL_MODEL_PLAIN_HTTP=allowed, where nobody can listen).",
    ],
    [
      "https://a.openai.azure.com/openai/deployments/gpt/chat/completions",
      "the address of one deployment. Set the resource's alone, https://a.openai.azure.com, and the deployment's name in AZEBAL_MODEL.",
    ],
    [
      "https://a.openai.azure.com/?api-version=2024-10-21",
      "an https address of 50 characters. Set an http:// or https:// address without parameters, such as https://<resource>.openai.azure.com.",
    ],
    [
      "https://me:secret@models.example.com/v1",
      "an https address of 39 characters. Set an http:// or https:// address without parameters, such as https://<resource>.openai.azure.com.",
    ],
    [
      "models.example.com",
      "a text of 18 characters. Set an http:// or https:// address without parameters, such as https://<resource>.openai.azure.com.",
    ],
  ])("%s is refused with what to set", (address, why) => {
    expect(() => read({ AZEBAL_MODEL_ENDPOINT: address, AZEBAL_MODEL: "m" })).toThrow(
      `The configuration cannot be used:\n- AZEBAL_MODEL_ENDPOINT is ${why}`,
    );
  });
});

describe("who asks", () => {
  const azure = { AZEBAL_MODEL_ENDPOINT: "https://a.openai.azure.com", AZEBAL_MODEL: "gpt" };

  it.each([
    ["public", "https://cognitiveservices.azure.com"],
    ["china", "https://cognitiveservices.azure.cn"],
    ["usgov", "https://cognitiveservices.azure.us"],
  ])(
    "is this process's identity at Azure OpenAI of the %s cloud, by a token for %s",
    (cloud, tokenAudience) => {
      expect(read({ ...azure, AZEBAL_CLOUD: cloud })).toMatchObject({ auth: "entra", tokenAudience });
    },
  );

  it("is the key where there is one, also at Azure", () => {
    expect(read({ ...azure, AZEBAL_MODEL_KEY: "k" })).toMatchObject({ auth: "key", key: "k" });
  });

  it("is whoever was named, and then no key is kept that is not used", () => {
    const both = { ...azure, AZEBAL_MODEL_KEY: "k", AZEBAL_MODEL_AUTH: "entra" };
    expect(read(both)).toMatchObject({ auth: "entra" });
    expect(read(both)).not.toHaveProperty("key");
    expect(read({ AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL_AUTH: "entra" })).toMatchObject({
      auth: "entra",
      tokenAudience: "https://cognitiveservices.azure.com",
    });
  });
});

test.each<[string, Record<string, string>, string]>([
  [
    "the model without an endpoint",
    { AZEBAL_PLANNER: "model" },
    "AZEBAL_MODEL_ENDPOINT is not set. Set the address of an OpenAI-compatible API, since AZEBAL_PLANNER is model.",
  ],
  [
    "another planner",
    { AZEBAL_PLANNER: "both" },
    "AZEBAL_PLANNER is a text of 4 characters. Set one of playbooks, model.",
  ],
  [
    "no model where many are served",
    { AZEBAL_MODEL_ENDPOINT: "https://api.openai.com/v1", AZEBAL_MODEL_KEY: "k" },
    "AZEBAL_MODEL is not set. Set the model's or the deployment's name at api.openai.com.",
  ],
  [
    "a key that is not there",
    { AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL_AUTH: "key" },
    "AZEBAL_MODEL_KEY is not set. Set the key of models.example.com, since AZEBAL_MODEL_AUTH is key.",
  ],
  [
    "a key in quotes with a space",
    { AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL_KEY: '"sk 1"' },
    "AZEBAL_MODEL_KEY is a text of 6 characters. Set the key alone: no spaces, no quotes around it.",
  ],
  [
    "a price that is no three numbers",
    { AZEBAL_MODEL_PRICE: "2.5/10" },
    "AZEBAL_MODEL_PRICE is a text of 6 characters. Set USD for a million tokens of input, cached input and output, such as 2.5/1.25/10.",
  ],
  [
    "too long a time",
    { AZEBAL_MODEL_TIMEOUT_SECONDS: "281" },
    "AZEBAL_MODEL_TIMEOUT_SECONDS is a whole number of 3 digits. Set a whole number from 1 to 280, such as 60.",
  ],
  [
    "no tokens",
    { AZEBAL_MODEL_TOKENS: "0" },
    "AZEBAL_MODEL_TOKENS is a whole number of 1 digit. Set a whole number from 1000 to 10000000, such as 60000.",
  ],
  [
    "a name with a space",
    { AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL: "gpt 4" },
    "AZEBAL_MODEL is a text of 5 characters. Set the model's or the deployment's name, such as gpt-4.1.",
  ],
  [
    "half an allowance",
    { AZEBAL_MODEL_PLAIN_HTTP: "yes" },
    "AZEBAL_MODEL_PLAIN_HTTP is a text of 3 characters. Set one of refused, allowed.",
  ],
])("%s is one clear error", (_, env, line) => {
  const message = `The configuration cannot be used:\n- ${line}`;
  expect(() => read(env)).toThrow(expect.objectContaining({ message }));
});

test("what is configured is what a client takes as it is", () => {
  const model = read({ AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL: "m" });
  expect(model && createModelClient(model).model).toBe("m");
});

test.each([
  {},
  { AZEBAL_MODEL_ENDPOINT: endpoint },
  { AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_PLANNER: "playbooks" },
  { AZEBAL_MODEL_ENDPOINT: endpoint, AZEBAL_MODEL_KEY: "k", AZEBAL_MODEL_PRICE: "1/0.1/4" },
  { AZEBAL_MODEL_ENDPOINT: "https://a.openai.azure.com", AZEBAL_MODEL: "gpt", AZEBAL_MODEL_AUTH: "entra" },
  {
    AZEBAL_MODEL_ENDPOINT: "http://10.0.0.5",
    AZEBAL_MODEL_PLAIN_HTTP: "allowed",
    AZEBAL_MODEL_TOKENS: "9000",
  },
])("the function app of a command is given the same model: %o", (env) => {
  const inherited = { AZEBAL_MODEL_ENDPOINT: "https://other.example.com", AZEBAL_MODEL_KEY: "other" };
  const model = read(env);
  expect(read({ ...inherited, ...modelEnvironment(model) })).toEqual(model);
});
