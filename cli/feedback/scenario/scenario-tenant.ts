import type { JsonObject } from "./json-shapes.ts";

/** tenant.json of a scenario, as `simulator/scenarios/README.md` describes it. */
export interface ScenarioTenant {
  tenantId: string;
  /** ISO 8601, UTC: Azure's clock at the first read. */
  now: string;
  users: { upn: string; objectId: string; displayName: string }[];
  subscriptions: JsonObject[];
  resources: JsonObject[];
  activityLog: JsonObject[];
  metrics: JsonObject[];
  tables: Record<string, Record<string, LogTable>>;
  graph: Record<string, unknown>;
  responses: CannedAnswer[];
  denied: { prefix: string }[];
}

export interface LogTable {
  columns: { name: string; type: string }[];
  rows: unknown[][];
}

export interface CannedAnswer {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
  body: unknown;
}
