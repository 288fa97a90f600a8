import type { Evidence } from "../../domain/evidence.ts";
import type { ReadRequest } from "../../domain/read-step.ts";
import { quoted } from "../signals/kql-text.ts";
import { type ResourceRow, resourceRows } from "../signals/resource-rows.ts";

const name = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,127}$/u;
const before = "resources | where name =~ ";
const after =
  " | project id, name, type, kind, location, resourceGroup, subscriptionId | order by id asc | take 20";

/** The query for a resource of this name in all subscriptions; undefined for a text that is no name of one. */
export function findResource(text: string): ReadRequest | undefined {
  return name.test(text) ? { kind: "resource_graph", query: `${before}${quoted(text)}${after}` } : undefined;
}

/**
 * What such queries found. The rows of any other query are not believed to be resources: whoever writes the query also writes
 * what it prints.
 */
export function foundResources(evidence: readonly Evidence[]): ResourceRow[] {
  return evidence
    .filter(isFinding)
    .flatMap(({ body }) => resourceRows(JSON.parse(body)).map(({ row }) => row));
}

/** The name that a query of this kind looks for. */
export function soughtName(query: string): string | undefined {
  if (!query.startsWith(`${before}'`) || !query.endsWith(`'${after}`)) return undefined;
  const sought = query.slice(before.length + 1, -after.length - 1);
  return name.test(sought) ? sought : undefined;
}

export function isFinding({ source, status, query = "" }: Evidence): boolean {
  return source === "resource_graph" && status === 200 && soughtName(query) !== undefined;
}
