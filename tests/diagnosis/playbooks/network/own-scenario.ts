import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../../domain/json-value.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import type { Tenant } from "../support/tenant.ts";

interface Scenario {
  request: StoredRequest;
  tenant: Tenant;
  expected: { rootCause: string; resources: string[] };
}

/** A scenario of `tests/scenarios`, read anew each time so that it may be changed in place. */
export function ownScenario(name: string): Scenario {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, "../../../scenarios", name, file), "utf8"));
  const sent = read("request.json") as {
    error: string;
    source_code?: { path: string; content: string }[];
    context: NonNullable<StoredRequest["context"]>;
  };
  return {
    request: {
      error: sent.error,
      source_code: Object.fromEntries((sent.source_code ?? []).map(({ path, content }) => [path, content])),
      context: sent.context,
    },
    tenant: read("tenant.json") as Tenant,
    expected: read("expected.json") as Scenario["expected"],
  };
}

/** The properties of the resource whose ID ends like this. */
export function propertiesOf(tenant: Tenant, idEnd: string): JsonObject {
  const found = tenant.resources.filter(({ id }) => id.toLowerCase().endsWith(idEnd.toLowerCase()));
  if (found.length !== 1) throw new Error(`${found.length} resources end in ${idEnd}.`);
  return found[0]!["properties"] as JsonObject;
}

/** A value deep inside, by its keys. */
export function at(value: JsonObject, ...keys: (string | number)[]): JsonObject {
  return keys.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown>)[key],
    value,
  ) as JsonObject;
}
