import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../../../domain/json-value.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";

export interface LogTable {
  columns: { name: string; type: string }[];
  rows: JsonValue[][];
}

export interface Tenant {
  now: string;
  subscriptions: JsonObject[];
  resources: (JsonObject & { id: string })[];
  activityLog?: JsonObject[];
  metrics?: (JsonObject & { resourceId: string; name: string; points: JsonValue[] })[];
  tables?: Record<string, Record<string, LogTable>>;
  graph?: Record<string, JsonValue>;
  denied?: { prefix: string; actions?: string[] }[];
  responses?: { method: string; path: string; status?: number; body: JsonValue }[];
}

const folder = join(import.meta.dirname, "../../../../simulator/scenarios");

export function readTenant(scenario: string): Tenant {
  return JSON.parse(readFileSync(join(folder, scenario, "tenant.json"), "utf8")) as Tenant;
}

export function readRequest(scenario: string): StoredRequest {
  const request = JSON.parse(readFileSync(join(folder, scenario, "request.json"), "utf8")) as {
    error: string;
    source_code?: { path: string; content: string }[];
    context?: StoredRequest["context"];
  };
  return {
    error: request.error,
    source_code: Object.fromEntries((request.source_code ?? []).map(({ path, content }) => [path, content])),
    ...(request.context ? { context: request.context } : {}),
  };
}

/** The resource whose ID ends like this, to be changed in place. */
export function resourceOf(tenant: Tenant, idEnd: string): JsonObject & { id: string } {
  const found = tenant.resources.filter(({ id }) => id.toLowerCase().endsWith(idEnd.toLowerCase()));
  if (found.length !== 1) throw new Error(`${found.length} resources end in ${idEnd}.`);
  return found[0]!;
}
