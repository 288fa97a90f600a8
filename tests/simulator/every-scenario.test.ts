import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Azure, openScenario } from "./support/open-azure.ts";
import { holdsValue, valuesAt } from "./support/values-at.ts";

interface Evidence {
  path: string;
  field: string;
  value: string;
}

const scenarios = join(import.meta.dirname, "../../simulator/scenarios");
const folders = readdirSync(scenarios).filter((name) => statSync(join(scenarios, name)).isDirectory());

const read = (folder: string, file: string): never =>
  JSON.parse(readFileSync(join(scenarios, folder, file), "utf8")) as never;

interface Tenant {
  now: string;
  resources: { id: string }[];
  activityLog?: { eventTimestamp: string; resourceId: string }[];
  metrics?: { resourceId: string; name: string }[];
  tables?: Record<string, Record<string, unknown>>;
  responses?: { method: string; path: string }[];
}

async function armValues(azure: Azure, tenant: Tenant, { path, field }: Evidence): Promise<unknown[]> {
  const isPost = tenant.responses?.some(
    (response) => response.method === "POST" && response.path.toLowerCase() === path.toLowerCase(),
  );
  const reply = isPost ? await azure.post(path, {}) : await azure.arm(path);
  // A denied read is evidence too: `error.code` of its body.
  expect(reply).toMatchObject({ status: field.startsWith("error.") ? 403 : 200 });
  return valuesAt(reply.body, field);
}

async function activityLogValues(azure: Azure, tenant: Tenant, { field }: Evidence): Promise<unknown[]> {
  const from = new Date(Date.parse(tenant.now) - 89 * 86_400_000).toISOString();
  const { body } = await azure.arm("/subscriptions");
  const subscriptions = (body as { value: { subscriptionId: string }[] }).value;
  const found: unknown[] = [];
  for (const { subscriptionId } of subscriptions) {
    const reply = await azure.arm(
      `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`,
      { $filter: `eventTimestamp ge '${from}'` },
    );
    expect(reply.status).toBe(200);
    found.push(...valuesAt(reply.body, field));
  }
  return found;
}

async function tableValues(azure: Azure, tenant: Tenant, { path, field }: Evidence): Promise<unknown[]> {
  const table = path.slice("tables:".length);
  const found: unknown[] = [];
  for (const [id, tables] of Object.entries(tenant.tables ?? {})) {
    if (!(table in tables)) continue;
    const target = id.startsWith("/") ? `/v1${id}/query` : `/v1/workspaces/${id}/query`;
    const reply = await azure.logs(target, { query: `${table} | project value = tostring(${field})` });
    expect(reply).toMatchObject({ status: 200 });
    found.push(...(reply.body as { tables: { rows: unknown[] }[] }).tables.flatMap(({ rows }) => rows));
  }
  return found;
}

async function metricValues(azure: Azure, tenant: Tenant, { path, field }: Evidence): Promise<unknown[]> {
  const name = path.slice("metrics:".length);
  const found: unknown[] = [];
  for (const metric of tenant.metrics ?? []) {
    if (metric.name.toLowerCase() !== name.toLowerCase()) continue;
    const timespan = `${new Date(Date.parse(tenant.now) - 7 * 86_400_000).toISOString()}/${new Date(Date.parse(tenant.now) + 3_600_000).toISOString()}`;
    const reply = await azure.arm(`${metric.resourceId}/providers/Microsoft.Insights/metrics`, {
      metricnames: name,
      aggregation: field,
      timespan,
    });
    expect(reply).toMatchObject({ status: 200 });
    found.push(...valuesAt(reply.body, `value.timeseries.data.${field}`));
  }
  return found;
}

async function graphValues(azure: Azure, { path, field }: Evidence): Promise<unknown[]> {
  const reply = await azure.graph(path.slice("graph:".length));
  expect(reply).toMatchObject({ status: 200 });
  return valuesAt(reply.body, field);
}

function valuesOf(azure: Azure, tenant: Tenant, evidence: Evidence): Promise<unknown[]> {
  if (evidence.path === "activityLog") return activityLogValues(azure, tenant, evidence);
  if (evidence.path.startsWith("tables:")) return tableValues(azure, tenant, evidence);
  if (evidence.path.startsWith("metrics:")) return metricValues(azure, tenant, evidence);
  if (evidence.path.startsWith("graph:")) return graphValues(azure, evidence);
  return armValues(azure, tenant, evidence);
}

/** What these cite is proven by what is not in a list; the list must be there and must not hold it. */
const provenByAbsence: Record<string, RegExp> = {
  "local-func-cosmos-blocked": /\/sqlRoleAssignments properties\.principalId/,
};

describe.each(folders)("%s", (folder) => {
  const tenant: Tenant = read(folder, "tenant.json");
  const { evidence } = read(folder, "expected.json") as { evidence: Evidence[] };
  const inAzure = evidence.filter(({ path }) => !path.startsWith("request."));

  test("every expected piece of evidence can be read", async () => {
    const azure = await openScenario(join(scenarios, folder));
    try {
      const unread: string[] = [];
      for (const item of inAzure) {
        const values = await valuesOf(azure, tenant, item);
        if (!holdsValue(values, item.value)) unread.push(`${item.path} ${item.field} = ${item.value}`);
      }
      const absence = provenByAbsence[folder];
      expect(unread.filter((item) => absence === undefined || !absence.test(item))).toEqual([]);
      expect(unread).toHaveLength(absence === undefined ? 0 : 1);
    } finally {
      await azure.close();
    }
  });
});
