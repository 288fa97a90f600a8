import type { Principal } from "../../../domain/principal.ts";
import { answersOf, deniedOf } from "./answers-of.ts";
import { isObject, type JsonObject, objectsIn, textIn } from "./json-shapes.ts";
import { metricsOf } from "./metrics-of.ts";
import { resourcesOf } from "./resources-of.ts";
import type { ScenarioTenant } from "./scenario-tenant.ts";
import type { StoredRead } from "./stored-read.ts";
import { tablesOf } from "./tables-of.ts";

/** The part of somebody's Azure that a diagnosis has seen, as the tenant of a scenario. */
export function tenantOf(principal: Principal, reads: readonly StoredRead[]): ScenarioTenant {
  const subscriptions = subscriptionsOf(reads);
  return {
    tenantId: principal.tenantId,
    now: reads.map(({ evidence }) => evidence.observedAt).toSorted()[0] ?? new Date(0).toISOString(),
    users: [
      { upn: principal.userPrincipalName, objectId: principal.objectId, displayName: "Signed-in developer" },
    ],
    subscriptions,
    resources: resourcesOf(reads),
    activityLog: activityLogOf(reads),
    metrics: metricsOf(reads),
    tables: tablesOf(reads),
    graph: graphOf(reads),
    responses: answersOf(reads),
    denied: deniedOf(reads),
  };
}

function subscriptionsOf(reads: readonly StoredRead[]): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const { body, evidence, path } of reads) {
    if (evidence.source !== "arm" || evidence.status !== 200) continue;
    const bodies = /^\/subscriptions$/iu.test(path) ? objectsIn(body, "value") : [body];
    if (!/^\/subscriptions(?:\/[^/]+)?$/iu.test(path)) continue;
    for (const one of bodies.filter(isObject)) {
      const id = textIn(one, "subscriptionId");
      if (id !== "")
        found.set(id.toLowerCase(), { state: "Enabled", ...found.get(id.toLowerCase()), ...one });
    }
  }
  return [...found.values()];
}

function activityLogOf(reads: readonly StoredRead[]): JsonObject[] {
  const events = reads
    .filter(({ evidence }) => evidence.source === "activity_log" && evidence.status === 200)
    .flatMap(({ body }) => objectsIn(body, "value"))
    .filter((event) => textIn(event, "eventTimestamp") !== "");
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

function graphOf(reads: readonly StoredRead[]): Record<string, unknown> {
  const okay = reads.filter(({ evidence }) => evidence.source === "graph" && evidence.status === 200);
  const bodies: Record<string, unknown> = {};
  for (const { body, path } of okay) {
    const known = bodies[path];
    bodies[path] =
      isObject(known) && Array.isArray(known["value"])
        ? { ...known, value: [...known["value"], ...objectsIn(body, "value")] }
        : body;
  }
  return { ...bodies, ...membershipsOf(reads) };
}

/** A list for one principal gives what its groups have too: the groups that it names are that principal's. */
function membershipsOf(reads: readonly StoredRead[]): Record<string, unknown> {
  const groups = new Map<string, Map<string, JsonObject>>();
  for (const { body, evidence, query } of reads) {
    const principal = /\bassignedTo\('([^']+)'\)/iu.exec(query["$filter"] ?? "")?.[1];
    if (principal === undefined || evidence.status !== 200) continue;
    for (const { properties } of objectsIn(body, "value")) {
      const id = textIn(properties, "principalId");
      if (id === "" || id.toLowerCase() === principal.toLowerCase()) continue;
      const own = groups.get(principal) ?? new Map<string, JsonObject>();
      groups.set(principal, own.set(id, { "@odata.type": "#microsoft.graph.group", id }));
    }
  }
  return Object.fromEntries(
    [...groups].map(([principal, own]) => [
      `/v1.0/servicePrincipals/${principal}/transitiveMemberOf`,
      { value: [...own.values()] },
    ]),
  );
}
