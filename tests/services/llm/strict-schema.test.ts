import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf, strictSchemaOf } from "../../../services/llm/strict-schema.ts";
import { withoutNulls } from "../../../services/llm/without-nulls.ts";
import { strictSchemaProblem } from "./support/strict-schema-rules.ts";

const strictOf = (schema: z.ZodType) => strictSchemaOf(jsonSchemaOf(schema));
const propertyOf = (schema: z.ZodType) =>
  (strictOf(z.strictObject({ it: schema }))["properties"] as { it: unknown }).it;

const Tree: z.ZodType<{ name: string; parts: unknown[] }> = z.strictObject({
  name: z.string(),
  get parts() {
    return z.array(Tree).max(4);
  },
});

const everything = z.object({
  text: z.string().min(1).max(9).describe("What was seen."),
  pattern: z.string().regex(/^[a-z]+$/u),
  at: z.iso.datetime().optional(),
  id: z.guid(),
  count: z.int().min(1).max(5),
  share: z.number().gt(0).lt(1).multipleOf(0.5).optional(),
  flag: z.boolean().default(false),
  kind: z.enum(["a", "b"]).nullable().optional(),
  either: z.discriminatedUnion("is", [
    z.strictObject({ is: z.literal("read"), path: z.string() }),
    z.strictObject({ is: z.literal("wait"), seconds: z.int().optional() }),
  ]),
  maybe: z.union([z.string(), z.number()]).optional(),
  list: z.array(z.array(z.string()).min(1)).max(2).optional(),
});

test.each([
  ["every kind of value", everything],
  ["what refers to itself", z.strictObject({ tree: Tree, other: Tree.optional() })],
  ["an object without properties", z.strictObject({})],
])("the schema of %s is one that strict servers take", (_, schema) => {
  expect(strictSchemaProblem("it", strictOf(schema))).toBeUndefined();
});

test("without the strict form, they would not", () => {
  expect(strictSchemaProblem("it", jsonSchemaOf(everything))).toMatch(
    /^Invalid schema for response_format 'it': In context=\(\), '\$schema' is not permitted/,
  );
});

test.each<[string, z.ZodType, unknown]>([
  [
    "bounds become words behind the description",
    z.string().min(1).max(9).describe("What was seen."),
    { type: "string", description: "What was seen. (at least 1 characters, at most 9 characters)" },
  ],
  ["the bounds of every whole number say nothing", z.int(), { type: "integer" }],
  ["a format is told, its long pattern is not", z.iso.date(), { type: "string", description: "format date" }],
  [
    "what is optional may be null",
    z.enum(["a"]).optional(),
    { anyOf: [{ type: "string", enum: ["a"] }, { type: "null" }] },
  ],
  ["what is optional and nullable is nullable once", z.string().nullish(), { type: ["string", "null"] }],
  [
    "an optional union gets one alternative more",
    z.union([z.strictObject({}), z.string()]).optional(),
    {
      anyOf: [
        { type: "object", properties: {}, required: [], additionalProperties: false },
        { type: "string" },
        { type: "null" },
      ],
    },
  ],
])("%s", (_, schema, expected) => {
  expect(propertyOf(schema)).toEqual(expected);
});

test.each<[string, z.ZodType, string]>([
  [
    "a record",
    z.record(z.string(), z.string()),
    "it is a record: name its properties, or use a list of pairs",
  ],
  ["a loose object", z.looseObject({ a: z.string() }), "it is loose: no answer can be held to it"],
  ["a tuple", z.tuple([z.string()]), "it has the keyword prefixItems"],
  ["anything", z.unknown(), "it may be anything"],
  ["a list of anything", z.array(z.unknown()), "it[] may be anything"],
])("%s has no strict form, and the mistake says where", (_, schema, what) => {
  expect(() => propertyOf(schema)).toThrow(`The schema of the answer cannot be sent to a model: ${what}.`);
});

test("a root that is no object has none either", () => {
  expect(() => strictOf(z.array(z.string()))).toThrow("the root is no object");
  expect(() => strictOf(z.union([z.strictObject({}), z.strictObject({})]))).toThrow("the root is no object");
});

describe("the nulls of what was left out", () => {
  const read = <T>(schema: z.ZodType<T>, value: unknown) =>
    schema.parse(withoutNulls(value, jsonSchemaOf(schema)));

  test("go, at every depth, and defaults take their place", () => {
    const answer = {
      text: "x",
      pattern: "x",
      at: null,
      id: "6f3c1b52-0000-4000-8000-000000000001",
      count: 1,
      share: null,
      flag: null,
      kind: null,
      either: { is: "wait", seconds: null },
      maybe: null,
      list: null,
    };
    expect(read(everything, answer)).toEqual({
      text: "x",
      pattern: "x",
      id: "6f3c1b52-0000-4000-8000-000000000001",
      count: 1,
      flag: false,
      kind: null,
      either: { is: "wait" },
    });
  });

  test("go in lists and in what refers to itself", () => {
    const Node: z.ZodType<unknown> = z.strictObject({
      note: z.string().optional(),
      get next() {
        return z.array(Node).optional();
      },
    });
    const answer = { note: null, next: [{ note: null, next: [{ note: "n", next: null }] }] };
    expect(read(Node, answer)).toEqual({ next: [{ next: [{ note: "n" }] }] });
  });

  test("stay where null is a value, and where nothing was asked for: the schema decides", () => {
    const schema = z.strictObject({ owner: z.string().nullable(), name: z.string() });
    expect(withoutNulls({ owner: null, name: null, more: null }, jsonSchemaOf(schema))).toEqual({
      owner: null,
      name: null,
      more: null,
    });
  });

  test("never make an object of what is none", () => {
    const schema = jsonSchemaOf(z.strictObject({ a: z.string().optional() }));
    expect([null, 7, "x", [null]].map((value) => withoutNulls(value, schema))).toEqual([
      null,
      7,
      "x",
      [null],
    ]);
    const hostile: unknown = JSON.parse('{"__proto__":{"a":null},"constructor":null}');
    expect(Object.getPrototypeOf(withoutNulls(hostile, schema))).toBe(Object.prototype);
  });
});
