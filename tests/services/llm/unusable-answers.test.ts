import { expect, onTestFinished, test, vi } from "vitest";
import { modelThat, plan } from "./support/asked-model.ts";
import { answers, refuses, type ScriptedBehaviour, writes } from "./support/scripted-behaviour.ts";

const secret = "sk-SECRET-of-the-model";
const usage = { prompt_tokens: 50, completion_tokens: 20 };
const told = { inputTokens: 50, cachedInputTokens: 0, outputTokens: 20 };
const nonsense = (what: string) => ({
  ok: false,
  failure: { code: "ModelNonsense", message: `The model's answer cannot be used: ${what}.`, usage: told },
});

test.each<[string, ScriptedBehaviour, string]>([
  ["prose", writes(`I think that ${secret}`, { usage }), "it is not JSON"],
  ["half of the JSON", writes(`{"cause":"${secret}`, { usage }), "it is not JSON"],
  ["nothing", writes("", { usage }), "it is empty"],
  ["white space", writes(" \n ", { usage }), "it is empty"],
  [
    "another shape",
    answers({ cause: 7, reads: [{ path: "/a" }, { path: null, why: secret }] }, { usage }),
    "it is not in the shape that was asked for (cause: invalid_type, reads.1.path: invalid_type)",
  ],
  [
    "more than was asked for",
    answers({ ...plan, tool: secret }, { usage }),
    "it is not in the shape that was asked for (the whole: unrecognized_keys)",
  ],
  [
    "a value outside the vocabulary",
    answers({ ...plan, confidence: secret }, { usage }),
    "it is not in the shape that was asked for (confidence: invalid_value)",
  ],
  [
    "many mistakes",
    answers({ cause: "c", reads: Array.from({ length: 3 }, () => ({ path: 1, why: 2 })) }, { usage }),
    "it is not in the shape that was asked for (reads.0.path: invalid_type, reads.0.why: invalid_type, reads.1.path: invalid_type, 3 more)",
  ],
  [
    "too long a list",
    answers({ ...plan, reads: Array.from({ length: 4 }, () => ({ path: secret })) }, { usage }),
    "it is not in the shape that was asked for (reads: too_big)",
  ],
  ["a list", writes("[]", { usage }), "it is not in the shape that was asked for (the whole: invalid_type)"],
  [
    "what is cut off by the token limit, even where it is JSON",
    answers(plan, { usage, finishReason: "length" }),
    "it was cut off at the limit of 400 tokens",
  ],
])("%s is nonsense, told without the model's text, with what it took", async (_, behave, what) => {
  const { ask } = await modelThat({ behave });
  const outcome = await ask();
  expect(outcome).toEqual(nonsense(what));
  expect(JSON.stringify(outcome)).not.toContain(secret);
});

test.each(["pieces", "document", "bytes"] as const)(
  "a refusal is data without its words (%s)",
  async (sent) => {
    const { ask } = await modelThat({ behave: refuses(`No: ${secret}`, { usage, sent }) });
    expect(await ask()).toEqual({
      ok: false,
      failure: { code: "ModelRefused", message: "The model declined to answer.", usage: told },
    });
  },
);

test("an answer that the content filter stopped is told as such, whatever had come of it", async () => {
  const { ask } = await modelThat({ behave: answers(plan, { usage, finishReason: "content_filter" }) });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelContentFiltered",
      message: "The provider's content filter stopped the answer.",
      usage: told,
    },
  });
});

test("an answer that grows beyond its limit is given up while it comes", async () => {
  const { ask, server } = await modelThat({
    behave: writes("x".repeat(2_000), { stops: { afterCharacters: 2_000, how: "hang" } }),
    settings: { maxAnswerBytes: 1_000 },
  });
  expect(await ask()).toEqual({
    ok: false,
    failure: {
      code: "ModelNonsense",
      message: "The model's answer cannot be used: it is longer than 1000 bytes.",
    },
  });
  await expect.poll(server.connections).toBe(0);
});

test("what a server sends around an answer has a limit, too", async () => {
  const { ask } = await modelThat({
    behave: answers(plan, { comments: 20_000 }),
    settings: { maxAnswerBytes: 1_000 },
  });
  expect(await ask()).toMatchObject({ ok: false, failure: { code: "ModelNonsense" } });
});

test.each<[string, ScriptedBehaviour]>([
  [
    "an event that is no JSON",
    { is: "body", contentType: "text/event-stream", text: `data: {${secret}\n\n` },
  ],
  [
    "an event of another API",
    { is: "body", contentType: "text/event-stream", text: 'data: {"choices":7}\n\n' },
  ],
  ["a document that is no JSON", { is: "body", contentType: "application/json", text: `<${secret}>` }],
  ["a document of another API", { is: "body", contentType: "application/json", text: '["a"]' }],
])("%s is nonsense, and nothing of it is printed", async (_, behave) => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => printed.mockRestore());
  const { ask } = await modelThat({ behave });
  const outcome = await ask();
  expect(outcome).toEqual({
    ok: false,
    failure: {
      code: "ModelNonsense",
      message: "The model's answer cannot be used: it is not in the format of Chat Completions.",
    },
  });
  expect(printed).not.toHaveBeenCalled();
});
