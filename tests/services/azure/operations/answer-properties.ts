import type { AzurePackage } from "./azure-packages.ts";
import type { AzureOperation } from "./package-operations.ts";
import type { Definition } from "./syntax-tree.ts";

const ownClass = /type: \{\s*name: "Composite",\s*className: "(\w+)"/u;
/** What a mapper or deserialiser hands its parts to. */
const reference = /\b\w+Deserializer\b|(?<=className: ")\w+|\b\w+(?=\.type\.modelProperties)/gu;
const parentClass = /uberParent: "(\w+)"/u;

/**
 * The names of all properties, at any depth, that an answer to each of the operations may hold as the package describes
 * it: by its mappers (`serializedName: "properties.sku"`) or its deserialisers (`item["sku"]`). Generous: subtypes of
 * what is named are included, and errors too.
 */
export function answerProperties(
  { definitions }: AzurePackage,
  operations: readonly AzureOperation[],
): Set<string> {
  const byName = new Map<string, Definition[]>();
  for (const one of definitions())
    for (const name of namesOf(one)) byName.set(name, [...(byName.get(name) ?? []), one]);
  const found = new Set<string>();
  const seen = new Set<Definition>();
  const open = operations.flatMap(({ definition }) => answerOf(definition, byName));
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    for (const name of propertiesOf(one)) found.add(name);
    for (const [name] of one.text.matchAll(reference)) open.push(...(byName.get(name) ?? []));
  }
  return found;
}

/** Under which names a definition is referred to: its own, its class, and the class that it is a kind of. */
function namesOf({ name, text }: Definition): string[] {
  const names = [name, ownClass.exec(text)?.[1], parentClass.exec(text)?.[1]];
  return [...new Set(names.filter((one) => one !== undefined))];
}

/** What describes the answer: the mappers that a specification names, the deserialiser beside what sends the request. */
function answerOf(
  { name, file, text }: Definition,
  byName: ReadonlyMap<string, readonly Definition[]>,
): Definition[] {
  if (name.endsWith("Send"))
    return (byName.get(name.replace(/Send$/u, "Deserialize")) ?? []).filter((one) => one.file === file);
  const mappers = text.matchAll(/(?:bodyMapper: (?:Mappers\.)?|className: ")(\w+)/gu);
  return [...mappers].flatMap(([, mapper = ""]) => byName.get(mapper) ?? []);
}

function propertiesOf({ text }: Definition): string[] {
  const names = [...text.matchAll(/serializedName: "([^"]+)"|\bitem\["([^"]+)"\]/gu)];
  return names.flatMap(([, serialized, read]) => serialized?.split(/(?<!\\)\./u) ?? [read ?? ""]);
}
