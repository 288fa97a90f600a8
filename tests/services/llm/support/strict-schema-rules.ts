type Schema = Record<string, unknown>;

/** What OpenAI's and Azure OpenAI's strict structured outputs take, together: the narrower of the two. */
const allowed = new Set(
  "type enum const anyOf $ref $defs description title properties required additionalProperties items".split(
    " ",
  ),
);

const mostProperties = 100;
const deepest = 5;

/**
 * The first rule that a schema breaks, in the words in which OpenAI refuses it; undefined where it is taken.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/structured-outputs
 */
export function strictSchemaProblem(name: string, schema: unknown): string | undefined {
  const problem = rootProblem(schema);
  return problem === undefined ? undefined : `Invalid schema for response_format '${name}': ${problem}`;
}

function rootProblem(schema: unknown): string | undefined {
  if (!isSchema(schema) || schema["type"] !== "object")
    return "schema must be a JSON Schema of 'type: \"object\"'.";
  if ("anyOf" in schema) return "schema must not have 'anyOf' at the top level.";
  const count = { properties: 0 };
  const problem = problemIn(schema, [], 1, count, schema);
  if (problem !== undefined) return problem;
  if (count.properties > mostProperties)
    return `${count.properties} properties exceed the limit of ${mostProperties}.`;
  return undefined;
}

function problemIn(
  schema: unknown,
  path: string[],
  depth: number,
  count: { properties: number },
  root: Schema,
): string | undefined {
  const context = `In context=(${path.map((part) => `'${part}'`).join(", ")}), `;
  if (!isSchema(schema)) return `${context}schema must be an object.`;
  const unknown = Object.keys(schema).find((keyword) => !allowed.has(keyword));
  if (unknown !== undefined) return `${context}'${unknown}' is not permitted.`;
  if (!["type", "enum", "const", "anyOf", "$ref"].some((keyword) => keyword in schema))
    return `${context}schema must have a 'type' key.`;
  if (typeof schema["$ref"] === "string" && !resolves(schema["$ref"], root))
    return `${context}reference can only point to definitions defined at the top level of the schema.`;
  if (depth > deepest) return `${context}schema is nested deeper than ${deepest} levels.`;
  const own = objectProblem(schema, context) ?? arrayProblem(schema, context);
  if (own !== undefined) return own;
  const parts = partsOf(schema);
  count.properties += Object.keys((schema["properties"] as Schema | undefined) ?? {}).length;
  for (const [step, part, isDeeper] of parts) {
    const problem = problemIn(part, [...path, ...step], depth + (isDeeper ? 1 : 0), count, root);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function objectProblem(schema: Schema, context: string): string | undefined {
  const types = [schema["type"]].flat();
  if (!types.includes("object")) return undefined;
  if (schema["additionalProperties"] !== false)
    return `${context}'additionalProperties' is required to be supplied and to be false.`;
  const names = Object.keys((schema["properties"] as Schema | undefined) ?? {});
  const required = Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : [];
  const missing = names.find((name) => !required.includes(name));
  if (missing !== undefined)
    return `${context}'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  return required.length === names.length ? undefined : `${context}Extra required key supplied.`;
}

function arrayProblem(schema: Schema, context: string): string | undefined {
  const isArray = [schema["type"]].flat().includes("array");
  return isArray && !("items" in schema) ? `${context}array schema missing items.` : undefined;
}

function partsOf(schema: Schema): [string[], unknown, boolean][] {
  const named = (keyword: string, isDeeper: boolean) =>
    Object.entries((schema[keyword] as Schema | undefined) ?? {}).map(
      ([name, part]) => [[keyword, name], part, isDeeper] as [string[], unknown, boolean],
    );
  const alternatives = Array.isArray(schema["anyOf"]) ? (schema["anyOf"] as unknown[]) : [];
  return [
    ...named("$defs", false),
    ...named("properties", true),
    ...("items" in schema ? ([[["items"], schema["items"], true]] as [string[], unknown, boolean][]) : []),
    ...alternatives.map(
      (part, index) => [["anyOf", String(index)], part, false] as [string[], unknown, boolean],
    ),
  ];
}

function resolves(reference: string, root: Schema): boolean {
  if (reference === "#") return true;
  const name = /^#\/\$defs\/(.+)$/u.exec(reference)?.[1];
  return name !== undefined && isSchema(root["$defs"]) && name in root["$defs"];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
