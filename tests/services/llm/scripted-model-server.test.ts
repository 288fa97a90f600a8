import { expect, test } from "vitest";
import { modelThat, plan } from "./support/asked-model.ts";
import { answers } from "./support/scripted-behaviour.ts";
import { strictSchemaProblem } from "./support/strict-schema-rules.ts";

const object = {
  type: "object",
  properties: { a: { type: "string" } },
  required: ["a"],
  additionalProperties: false,
};
const nested = (levels: number): Record<string, unknown> =>
  levels === 0
    ? { type: "string" }
    : { type: "object", properties: { n: nested(levels - 1) }, required: ["n"], additionalProperties: false };
const many = Array.from({ length: 101 }, (_, index) => `p${index}`);

test.each<[string, Record<string, unknown>, RegExp]>([
  ["with an optional property", { ...object, required: [] }, /Missing 'a'/],
  ["that allows more", { ...object, additionalProperties: true }, /'additionalProperties' is required/],
  [
    "that does not forbid more",
    { ...object, additionalProperties: undefined },
    /'additionalProperties' is required/,
  ],
  [
    "with a bound",
    { ...object, properties: { a: { type: "string", maxLength: 3 } } },
    /'maxLength' is not permitted/,
  ],
  ["with oneOf", { ...object, properties: { a: { oneOf: [] } } }, /'oneOf' is not permitted/],
  [
    "with anything",
    { ...object, properties: { a: {} } },
    /\('properties', 'a'\), schema must have a 'type' key/,
  ],
  ["with a list of nobody knows what", { ...object, properties: { a: { type: "array" } } }, /missing items/],
  ["with a reference to nowhere", { ...object, properties: { a: { $ref: "#/$defs/x" } } }, /reference/],
  ["with alternatives at its root", { ...object, anyOf: [object] }, /top level/],
  ["that is no object", { type: "array", items: { type: "string" } }, /type: "object"/],
  ["that is too deep", nested(6), /nested deeper than 5/],
  [
    "with too many properties",
    {
      ...object,
      properties: Object.fromEntries(many.map((name) => [name, { type: "string" }])),
      required: many,
    },
    /101 properties/,
  ],
])("a strict schema %s is refused as OpenAI does", (_, schema, words) => {
  expect(strictSchemaProblem("it", schema)).toMatch(words);
});

test("a strict schema within the rules is taken", () => {
  expect([object, nested(5), nested(4)].map((schema) => strictSchemaProblem("it", schema))).toEqual([
    undefined,
    expect.stringContaining("nested deeper"),
    undefined,
  ]);
});

test.each<[string, Record<string, unknown>, string]>([
  ["an argument that nobody knows", { think: true }, "Unrecognized request argument supplied: think"],
  ["two limits", { max_tokens: 1, max_completion_tokens: 1 }, "at the same time"],
  ["options of a stream that is none", { stream_options: {} }, "only allowed when 'stream' is enabled"],
  ["no messages", { messages: [] }, "messages"],
  [
    "JSON that nobody asked for",
    { response_format: { type: "json_object" } },
    "must contain the word 'json' in some form",
  ],
  [
    "a schema that is not strict enough",
    {
      response_format: {
        type: "json_schema",
        json_schema: { name: "it", strict: true, schema: { type: "object" } },
      },
    },
    "Invalid schema for response_format 'it'",
  ],
])("a request with %s is refused with 400 in OpenAI's form", async (_, more, words) => {
  const { server } = await modelThat({ behave: answers(plan) });
  const response = await fetch(`${server.endpoint}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer seen" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }], ...more }),
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { error: { message: expect.stringContaining(words), type: "invalid_request_error", code: null } },
  ]);
  expect(server.everything()).toContain("Bearer seen");
});

test("another path is a 404, and without a stream an answer is one document", async () => {
  const { server } = await modelThat({ behave: answers(plan) });
  const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }] });
  const at = async (path: string) => await fetch(`${server.endpoint}${path}`, { method: "POST", body });
  expect((await at("/completions")).status).toBe(404);
  const whole = (await (await at("/chat/completions")).json()) as {
    choices: { message: { content: string } }[];
  };
  expect(JSON.parse(whole.choices[0]!.message.content)).toEqual(plan);
});
