import { type JsonObject, isObject, objectsIn, textIn } from "./json-shapes.ts";
import type { StoredRead } from "./stored-read.ts";

/** Columns that Resource Graph adds to a resource's own fields. */
const rowColumns = new Set(["resourceGroup", "subscriptionId", "tenantId"]);

/**
 * Every resource that any answer holds, whole or in part: bodies that were read by their ID win over items of lists, and these over
 * rows of Resource Graph.
 */
export function resourcesOf(reads: readonly StoredRead[]): JsonObject[] {
  const found = new Map<string, JsonObject>();
  const note = (item: JsonObject, isRow: boolean) => {
    const id = textIn(item, "id");
    if (!isResourceId(id)) return;
    const key = id.replace(/\/+$/u, "").toLowerCase();
    const own = isRow ? withoutColumns(item) : item;
    found.set(key, { ...found.get(key), ...own });
  };
  const okay = reads.filter(({ evidence }) => evidence.status === 200);
  for (const { body, evidence } of okay)
    if (evidence.source === "resource_graph") for (const row of objectsIn(body, "data")) note(row, true);
  for (const { body, evidence, path } of okay)
    if (evidence.source === "arm")
      for (const item of objectsIn(body, "value")) if (isOfList(item, path)) note(item, false);
  for (const { body, evidence } of okay)
    if (evidence.source === "arm" && isObject(body) && !Array.isArray(body["value"])) note(body, false);
  return [...found.values()].map((resource) => ({ ...resource, type: typeOf(resource) }));
}

/**
 * False for what only points at a resource, as the usages of a network do at its subnets: such an item is no body of that resource.
 *
 * @param path  of the list.
 */
export function isOfList(item: JsonObject, path: string): boolean {
  const listed = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const [, type = "resourcegroups"] = /.*\/([^/]+)\/[^/]+$/u.exec(textIn(item, "id").toLowerCase()) ?? [];
  return isResourceId(textIn(item, "id")) && (listed === "resources" || type === listed);
}

/** Not a subscription, which has a place of its own. */
function isResourceId(id: string): boolean {
  return id.startsWith("/") && !/^\/(?:subscriptions(?:\/[^/]+)?|tenants.*)?$/iu.test(id);
}

function withoutColumns(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => !rowColumns.has(name) && value !== null && value !== ""),
  );
}

function typeOf(resource: JsonObject): string {
  return textIn(resource, "type") || typeOfId(textIn(resource, "id"));
}

function typeOfId(id: string): string {
  const [, provider, rest = ""] = /.*\/providers\/([^/]+)\/(.*)$/iu.exec(id) ?? [];
  if (provider === undefined) return "Microsoft.Resources/resourceGroups";
  return [provider, ...rest.split("/").filter((_, index) => index % 2 === 0)].join("/");
}
