import { type JsonSchema, partsOf, requiredOf, takesNull } from "./strict-schema.ts";

/**
 * The answer without the nulls that stand for "left out": in the strict subset every property is there, so null is how a model
 * leaves an optional one out. A null that the schema itself takes stays.
 */
export function withoutNulls(value: unknown, schema: JsonSchema, root: JsonSchema = schema): unknown {
  const forms = formsOf(schema, root);
  if (Array.isArray(value)) {
    const items = forms.map((form) => form["items"]).filter((part) => part !== undefined);
    return items.length === 0 ? value : value.map((item) => withoutNulls(item, { anyOf: items }, root));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, part]) => {
    const named = forms.flatMap((form) => {
      const property = partsOf(form["properties"]).find(([key]) => key === name)?.[1];
      return property === undefined ? [] : [{ property, isOptional: !requiredOf(form).includes(name) }];
    });
    if (part === null && named.some(({ property, isOptional }) => isOptional && !isNullable(property, root)))
      return [];
    const under = named.map(({ property }) => property);
    return [[name, under.length === 0 ? part : withoutNulls(part, { anyOf: under }, root)]];
  });
  return Object.fromEntries(entries) as unknown;
}

function isNullable(schema: JsonSchema, root: JsonSchema): boolean {
  return formsOf(schema, root).some((form) => takesNull(form));
}

/** What the schema may stand for: itself, its alternatives, what it refers to. */
function formsOf(schema: JsonSchema, root: JsonSchema, seen: readonly JsonSchema[] = []): JsonSchema[] {
  if (seen.includes(schema)) return [];
  const path = [...seen, schema];
  const { $ref } = schema;
  if (typeof $ref === "string") {
    if ($ref === "#") return formsOf(root, root, path);
    const definition = partsOf(root["$defs"]).find(([name]) => $ref === `#/$defs/${name}`)?.[1];
    return definition === undefined ? [] : formsOf(definition, root, path);
  }
  const alternatives = schema["anyOf"] ?? schema["oneOf"];
  if (!Array.isArray(alternatives)) return [schema];
  return alternatives.flatMap((part: JsonSchema) => formsOf(part, root, path));
}
