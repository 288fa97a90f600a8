import { expect, test } from "vitest";
import { modelThat, plan, question } from "./support/asked-model.ts";
import { answers, writes } from "./support/scripted-behaviour.ts";

const usage = { prompt_tokens: 1_000, completion_tokens: 200, prompt_tokens_details: { cached_tokens: 600 } };
const told = { inputTokens: 1_000, cachedInputTokens: 600, outputTokens: 200 };

test("a good answer comes in the schema's shape, with what it took and the request's ID", async () => {
  const { ask } = await modelThat({ behave: answers(plan, { usage, headers: { "x-request-id": "req_1" } }) });
  expect(await ask()).toEqual({ ok: true, value: { value: plan, usage: told, requestId: "req_1" } });
});

test("what is sent is the question, held to the strict schema, and nothing that was not asked for", async () => {
  const { ask, server } = await modelThat({ behave: answers(plan) });
  await ask();
  expect(server.requests.map(({ body }) => body)).toEqual([
    {
      model: "gpt-test",
      messages: [
        { role: "system", content: question.instructions },
        { role: "user", content: question.material },
      ],
      max_completion_tokens: 400,
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "plan",
          strict: true,
          schema: {
            type: "object",
            properties: {
              cause: { type: "string", description: "at most 200 characters" },
              reads: {
                type: "array",
                description: "at most 3 items",
                items: {
                  type: "object",
                  properties: {
                    path: { type: "string" },
                    why: { anyOf: [{ type: "string" }, { type: "null" }] },
                  },
                  required: ["path", "why"],
                  additionalProperties: false,
                },
              },
              confidence: { anyOf: [{ type: "string", enum: ["low", "high"] }, { type: "null" }] },
            },
            required: ["cause", "reads", "confidence"],
            additionalProperties: false,
          },
        },
      },
      stream: true,
      stream_options: { include_usage: true },
    },
  ]);
});

test("what does not change between questions is sent first and byte for byte the same", async () => {
  const { client, server } = await modelThat({ behave: answers(plan) });
  await client.ask(question);
  await client.ask({ ...question, material: "Another call failed with 409." });
  const [first = "", second = ""] = server.requests.map(({ text }) => text);
  const material = first.indexOf(question.material);
  expect(material).toBeGreaterThan(0);
  expect(second.slice(0, material)).toBe(first.slice(0, material));
  expect(second.split("Another call failed with 409.").join(question.material)).toBe(first);
});

test("what the model leaves out by null is left out, and what it thinks aloud is no part of the answer", async () => {
  const withNulls = { ...plan, confidence: null, reads: [{ path: "/a", why: null }] };
  const { ask } = await modelThat({ behave: answers(withNulls, { thinking: "{ 생각 중" }) });
  expect(await ask()).toMatchObject({
    ok: true,
    value: { value: { cause: plan.cause, reads: [{ path: "/a" }] } },
  });
});

test.each([
  ["in events torn into single bytes", { sent: "bytes" }],
  ["as one document although a stream was asked for", { sent: "document" }],
  ["after comments that keep the connection", { comments: 3 }],
  ["without a word that it is over", { finishReason: "none" }],
] as const)("an answer that comes %s is read all the same", async (_, how) => {
  const { ask } = await modelThat({ behave: answers(plan, { usage, ...how }) });
  expect(await ask()).toEqual({ ok: true, value: { value: plan, usage: told } });
});

test("a fence around the JSON is taken off, also over several lines", async () => {
  const { ask } = await modelThat({
    behave: writes(`\`\`\`json\n${JSON.stringify(plan, null, 2)}\n\`\`\`\n`),
  });
  expect(await ask()).toMatchObject({ ok: true, value: { value: plan } });
});

test("the cost follows from the price, and cached input is cheaper", async () => {
  const price = { inputUsd: 2.5, cachedInputUsd: 1.25, outputUsd: 10 };
  const { ask } = await modelThat({ behave: answers(plan, { usage }), settings: { price } });
  expect(await ask()).toMatchObject({ ok: true, value: { usage: { ...told, costUsd: 0.00375 } } });
});

test("what a server does not tell is counted from the texts and says so, so that a budget holds", async () => {
  const { client } = await modelThat({ behave: answers(plan, { usage: "none" }) });
  const material = "x".repeat(4_000);
  expect(await client.ask({ ...question, material })).toEqual({
    ok: true,
    value: {
      value: plan,
      usage: {
        inputTokens: Math.ceil((4_000 + question.instructions.length) / 4),
        cachedInputTokens: 0,
        outputTokens: Math.ceil(Buffer.byteLength(JSON.stringify(plan)) / 4),
        isEstimated: true,
      },
    },
  });
});

test("a temperature is sent where one is configured", async () => {
  const { ask, server } = await modelThat({ behave: answers(plan), settings: { temperature: 0 } });
  await ask();
  expect(server.requests[0]?.body.temperature).toBe(0);
});

test("questions at the same time get their own answers", async () => {
  const { client } = await modelThat({
    behave: ({ material }) => answers({ cause: material, reads: [] }),
  });
  const materials = Array.from({ length: 20 }, (_, index) => `질문 ${index}`);
  const outcomes = await Promise.all(
    materials.map(async (material) => await client.ask({ ...question, material })),
  );
  expect(outcomes.map((outcome) => outcome.ok && outcome.value.value.cause)).toEqual(materials);
});

test("the report names the model as it is configured", async () => {
  const { client } = await modelThat({ behave: answers(plan) });
  expect(client.model).toBe("gpt-test");
});
