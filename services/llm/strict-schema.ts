import { z } from "zod";
import { ModelSchemaError } from "./model-faults.ts";

/** A JSON schema, or a part of one. */
export type JsonSchema = { [keyword: string]: unknown };

/** Kept as they are. Everything else is either turned into one of these, told in words, or refused. */
const keptKeywords = ["type", "enum", "const", "$ref"] as const;

/** A model that is held to the rest must not be able to break these: zod then refuses what does. */
const wordsOf: Readonly<Record<string, (value: string) => string | undefined>> = {
  minLength: (value) => `at least ${value} characters`,
  maxLength: (value) => `at most ${value} characters`,
  minItems: (value) => `at least ${value} items`,
  maxItems: (value) => `at most ${value} items`,
  minimum: (value) => (value === String(Number.MIN_SAFE_INTEGER) ? undefined : `at least ${value}`),
  maximum: (value) => (value === String(Number.MAX_SAFE_INTEGER) ? undefined : `at most ${value}`),
  exclusiveMinimum: (value) => `more than ${value}`,
  exclusiveMaximum: (value) => `less than ${value}`,
  multipleOf: (value) => `a multiple of ${value}`,
  uniqueItems: (value) => (value === "true" ? "no item twice" : undefined),
  format: (value) => `format ${value}`,
  // A pattern that a format stands for is long and says nothing more.
  pattern: (value) => `matches ${value}`,
};

const silentKeywords = [
  "$schema",
  "$defs",
  "title",
  "description",
  "default",
  "examples",
  "properties",
  "required",
  "additionalProperties",
  "propertyNames",
  "items",
  "anyOf",
  "oneOf",
  ...keptKeywords,
];

/** The schema of what the model may answer, as zod has it: what is optional may be left out. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
}

/**
 * The subset that "strict" structured outputs take everywhere: every property required, an optional one nullable instead,
 * nothing additional, and no keyword but type, enum, const, anyOf, items, properties, $ref. Other bounds become words of the
 * description.
 *
 * @throws ModelSchemaError for what has no such form: records, tuples, intersections, unknown values, a root that is no object.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/structured-outputs (supported schemas and limitations)
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function strictSchemaOf(schema: JsonSchema): JsonSchema {
  if (schema["type"] !== "object") throw new ModelSchemaError("", "is no object");
  const definitions = partsOf(schema["$defs"]).map(
    ([name, part]) => [name, strict(part, `$defs.${name}`)] as const,
  );
  return {
    ...strict(schema, ""),
    ...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  };
}

function strict(schema: JsonSchema, path: string): JsonSchema {
  const unknown = Object.keys(schema).find(
    (keyword) => !silentKeywords.includes(keyword) && !Object.hasOwn(wordsOf, keyword),
  );
  if (unknown !== undefined) throw new ModelSchemaError(path, `has the keyword ${unknown}`);
  const described = descriptionOf(schema);
  const description = described === undefined ? {} : { description: described };
  const kept = Object.fromEntries(
    keptKeywords.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword]]),
  );
  const alternatives = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(alternatives))
    return {
      ...description,
      anyOf: alternatives.map((part: JsonSchema, index) => strict(part, `${path}|${index}`)),
    };
  if (schema["type"] === "object") return { ...kept, ...description, ...strictObject(schema, path) };
  if (schema["type"] === "array")
    return { ...kept, ...description, items: strict(schema["items"] as JsonSchema, `${path}[]`) };
  if (Object.keys(kept).length === 0) throw new ModelSchemaError(path, "may be anything");
  return { ...kept, ...description };
}

function strictObject(schema: JsonSchema, path: string): JsonSchema {
  const { additionalProperties } = schema;
  if (typeof additionalProperties === "object")
    throw new ModelSchemaError(
      path,
      Object.keys(additionalProperties ?? {}).length === 0
        ? "is loose: no answer can be held to it"
        : "is a record: name its properties, or use a list of pairs",
    );
  const required = requiredOf(schema);
  const properties = partsOf(schema["properties"]).map(([name, part]) => {
    const made = strict(part, path === "" ? name : `${path}.${name}`);
    return [name, required.includes(name) || takesNull(made) ? made : orNull(made)] as const;
  });
  return {
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { anyOf } = schema;
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...anyOf, { type: "null" }] };
  return { anyOf: [schema, { type: "null" }] };
}

/** True where null is one of the values that the schema itself names. */
export function takesNull(schema: JsonSchema): boolean {
  const { type, anyOf, oneOf } = schema;
  if (type === "null" || (Array.isArray(type) && type.includes("null"))) return true;
  const alternatives = anyOf ?? oneOf;
  return Array.isArray(alternatives) && alternatives.some((part: JsonSchema) => takesNull(part));
}

export function requiredOf(schema: JsonSchema): readonly string[] {
  return Array.isArray(schema["required"]) ? (schema["required"] as string[]) : [];
}

export function partsOf(parts: unknown): [string, JsonSchema][] {
  return typeof parts === "object" && parts !== null
    ? Object.entries(parts as Record<string, JsonSchema>)
    : [];
}

function descriptionOf(schema: JsonSchema): string | undefined {
  const words = Object.entries(wordsOf)
    .filter(([keyword]) => keyword in schema && !(keyword === "pattern" && "format" in schema))
    .map(([keyword, say]) => say(String(schema[keyword] as string | number | boolean)))
    .filter((text) => text !== undefined);
  const bounds = words.length === 0 ? undefined : words.join(", ");
  const { description } = schema;
  if (typeof description !== "string") return bounds;
  return bounds === undefined ? description : `${description} (${bounds})`;
}
