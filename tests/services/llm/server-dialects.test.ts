import { expect, test } from "vitest";
import { modelThat, plan, question } from "./support/asked-model.ts";
import { answers, fails, writes } from "./support/scripted-behaviour.ts";
import type { MissingFeature, ScriptedRequest } from "./support/scripted-request.ts";

const spoken = ({ body }: ScriptedRequest) => ({
  format: body.response_format?.type ?? "none",
  asksUsage: body.stream_options !== undefined,
  limit: body.max_tokens === undefined ? "max_completion_tokens" : "max_tokens",
});
const full = { format: "json_schema", asksUsage: true, limit: "max_completion_tokens" };

test.each<[MissingFeature, Partial<typeof full>]>([
  ["json_schema", { format: "json_object" }],
  ["stream_options", { asksUsage: false }],
  ["max_completion_tokens", { limit: "max_tokens" }],
])("a server without %s is asked again without it, and from then on at once", async (name, difference) => {
  const { ask, server } = await modelThat({ behave: answers(plan), missing: [name] });
  expect([await ask(), await ask()]).toMatchObject([
    { ok: true, value: { value: plan } },
    { ok: true, value: { value: plan } },
  ]);
  const plainer = { ...full, ...difference };
  expect(server.requests.map(spoken)).toEqual([full, plainer, plainer]);
});

test("a server that knows none of it is asked in the plainest way", async () => {
  const { ask, server } = await modelThat({
    behave: writes(`\`\`\`json\n${JSON.stringify(plan)}\n\`\`\``),
    missing: ["json_schema", "json_object", "stream_options", "max_completion_tokens", "temperature"],
    settings: { temperature: 0.2 },
  });
  expect(await ask()).toMatchObject({ ok: true, value: { value: plan } });
  const last = server.requests.at(-1);
  expect(last && spoken(last)).toEqual({ format: "none", asksUsage: false, limit: "max_tokens" });
  expect(last?.body.temperature).toBeUndefined();
  expect(server.requests).toHaveLength(6);
});

test("where the server is not held to the schema, the instructions hold it, still ahead of the material", async () => {
  const { ask, server } = await modelThat({ behave: answers(plan), missing: ["json_schema"] });
  await ask();
  const [held, told] = server.requests;
  expect(held?.instructions).toBe(question.instructions);
  const schema =
    held?.body.response_format?.type === "json_schema" && held.body.response_format.json_schema.schema;
  expect(told?.instructions).toBe(
    `${question.instructions}\n\nAnswer with one JSON object and nothing else. It conforms to this JSON schema:\n${JSON.stringify(schema)}`,
  );
});

test("words of other servers are understood: vLLM's, LM Studio's, and a 422 of FastAPI", async () => {
  const vllm = "Extra inputs are not permitted: ('body', 'stream_options')";
  const lmStudio = "'response_format.type' must be 'json_object' or 'text'";
  const fastApi = {
    detail: [{ loc: ["body", "max_completion_tokens"], msg: "Extra inputs are not permitted" }],
  };
  const { ask, server } = await modelThat({
    behave: [
      fails(400, { body: { object: "error", message: vllm, code: 400 } }),
      fails(400, { body: { error: lmStudio } }),
      fails(422, { body: fastApi }),
      answers(plan),
    ],
  });
  expect(await ask()).toMatchObject({ ok: true, value: { value: plan } });
  expect(server.requests.map(spoken)).toEqual([
    full,
    { ...full, asksUsage: false },
    { ...full, asksUsage: false, format: "json_object" },
    { format: "json_object", asksUsage: false, limit: "max_tokens" },
  ]);
});

test("a server that goes on refusing by name is not asked for ever", async () => {
  const { ask, server } = await modelThat({
    behave: fails(400, { message: "response_format, stream_options, max_completion_tokens: no." }),
  });
  expect(await ask()).toMatchObject({ ok: false, failure: { code: "ModelNotAllowed", status: 400 } });
  expect(server.requests).toHaveLength(5);
});

test("questions at the same time learn together", async () => {
  const { ask, server } = await modelThat({ behave: answers(plan), missing: ["json_schema"] });
  const outcomes = await Promise.all(Array.from({ length: 5 }, ask));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(5);
  const formats = server.requests.map((request) => spoken(request).format);
  expect(formats.filter((format) => format !== "json_schema")).toEqual(Array(5).fill("json_object"));
});

test("only a refusal of the request teaches: a 404 that names a parameter does not", async () => {
  const { ask, server } = await modelThat({ behave: fails(404, { message: "No response_format here." }) });
  expect(await ask()).toMatchObject({ ok: false, failure: { code: "ModelNotAllowed" } });
  expect(server.requests).toHaveLength(1);
});
