import { describe, expect, test } from "vitest";
import { modelThat, plan } from "./support/asked-model.ts";
import { answers, fails, throttles } from "./support/scripted-behaviour.ts";

const date = "Wed, 25 Nov 2026 09:00:00 GMT";

describe("a provider that asks to wait", () => {
  test.each<[string, Record<string, string>, number]>([
    ["in seconds", { "retry-after": "7" }, 7_000],
    ["in parts of a second", { "retry-after": "0.5" }, 500],
    [
      "by a date, which counts from its own",
      { "retry-after": "Wed, 25 Nov 2026 09:00:21 GMT", date },
      21_000,
    ],
    ["by a date that has passed", { "retry-after": "Wed, 25 Nov 2026 08:59:00 GMT", date }, 0],
    ["in milliseconds, which are the exact ones", { "retry-after-ms": "1234", "retry-after": "2" }, 1_234],
    ["in a way that nobody knows", { "retry-after": "soon" }, 10_000],
    ["without a time", {}, 10_000],
  ])("%s is data with the time", async (_, headers, retryAfterMs) => {
    const { ask, server } = await modelThat({ behave: throttles(headers) });
    expect(await ask()).toEqual({
      ok: false,
      failure: {
        code: "Throttled",
        message: `The model gpt-test at 127.0.0.1:${server.port} takes no more questions for now (429). It may be asked again in ${Math.ceil(retryAfterMs / 1_000)} s.`,
        status: 429,
        retryAfterMs,
      },
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each([{ code: "rate_limit_exceeded" }, { code: 429 }, { code: "429" }])(
    "within a stream by %o is data with a time, too",
    async (error) => {
      const { ask } = await modelThat({ behave: fails(200, { ...error, isWithinStream: true }) });
      expect(await ask()).toMatchObject({
        ok: false,
        failure: { code: "Throttled", retryAfterMs: 10_000 },
      });
    },
  );
});

describe("what no later attempt changes says what to look at, never the server's words", () => {
  const echo = "Incorrect API key provided: sk-SECRET";

  test.each([
    [
      "401 without a key",
      fails(401, { code: "invalid_api_key", message: echo }),
      "asks for a key (401, invalid_api_key). Set AZEBAL_MODEL_KEY.",
      401,
    ],
    [
      "404 of the model",
      fails(404, { code: "model_not_found", message: echo }),
      "is not there (404, model_not_found). Check AZEBAL_MODEL (the model or deployment) and AZEBAL_MODEL_ENDPOINT (with its path, such as /v1).",
      404,
    ],
    [
      "404 of a web server",
      fails(404, { body: `<html>${echo}</html>` }),
      "is not there (404). Check AZEBAL_MODEL (the model or deployment) and AZEBAL_MODEL_ENDPOINT (with its path, such as /v1).",
      404,
    ],
    [
      "an account without credit",
      fails(429, { code: "insufficient_quota", message: echo, headers: { "retry-after": "1" } }),
      "has no credit left for this key (429, insufficient_quota). Look at the account's billing.",
      429,
    ],
    [
      "a question that is too long",
      fails(400, { code: "context_length_exceeded", message: echo }),
      "does not take so long a question (400, context_length_exceeded). Name a model with a larger context in AZEBAL_MODEL.",
      400,
    ],
    [
      "a request that the server does not understand",
      fails(400, { code: `x ${echo}`, type: echo, message: echo }),
      "refuses the question (400). Check that AZEBAL_MODEL names a chat model, and AZEBAL_MODEL_ENDPOINT an OpenAI-compatible API.",
      400,
    ],
  ] as const)("%s", async (_, behave, reason, status) => {
    const { ask, server } = await modelThat({ behave });
    const outcome = await ask();
    expect(outcome).toEqual({
      ok: false,
      failure: {
        code: "ModelNotAllowed",
        message: `The model gpt-test at 127.0.0.1:${server.port} ${reason}`,
        status,
      },
    });
    expect(JSON.stringify(outcome)).not.toContain("SECRET");
    expect(server.requests).toHaveLength(1);
  });
});

test.each([
  ["Azure's", fails(400, { code: "content_filter", param: "prompt", message: "The response was filtered." })],
  ["OpenAI's", fails(400, { code: "invalid_prompt", message: "Invalid prompt." })],
  ["one within the stream", fails(200, { code: "content_filter", isWithinStream: true })],
] as const)("a question that the content filter stops is told as such: %s", async (_, behave) => {
  const { ask } = await modelThat({ behave });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelContentFiltered",
      message: "The provider's content filter stopped the question.",
    },
  });
});

test("a redirect is not followed: neither the key nor the question goes elsewhere", async () => {
  const elsewhere = await modelThat({ behave: answers(plan) });
  const { ask, server } = await modelThat({
    behave: fails(307, { body: "", headers: { location: `${elsewhere.server.endpoint}/chat/completions` } }),
    settings: { auth: "key", key: "k" },
  });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelNotAllowed",
      message: `The model gpt-test at 127.0.0.1:${server.port} redirects elsewhere (307), where nothing is sent. Set AZEBAL_MODEL_ENDPOINT to its final address.`,
      status: 307,
    },
  });
  expect(elsewhere.server.everything()).toBe("");
});
