import type { JsonObject, JsonValue } from "../../../../domain/json-value.ts";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import type { Tenant } from "./tenant.ts";

export interface TenantAnswer {
  status: number;
  body: JsonValue;
}

const notFound: TenantAnswer = {
  status: 404,
  body: { error: { code: "ResourceNotFound", message: "The resource was not found." } },
};
const refused: TenantAnswer = {
  status: 403,
  body: { error: { code: "AuthorizationFailed", message: "The client does not have authorization." } },
};

/** Answers reads from a scenario's tenant by looking them up: no HTTP, no KQL engine, no paging. */
export function answerRead(tenant: Tenant, request: ReadRequest): TenantAnswer {
  const path = "path" in request ? request.path.toLowerCase().replace(/\/$/, "") : undefined;
  const response = tenant.responses?.find(
    (each) => each.method === "GET" && each.path.toLowerCase() === path,
  );
  if (response !== undefined) return { status: response.status ?? 200, body: response.body };
  switch (request.kind) {
    case "arm":
      return answerArm(tenant, request);
    case "resource_graph":
      return { status: 200, body: { data: graphRows(tenant, request.query) } };
    case "logs":
      return answerLogs(tenant, request);
    case "metrics":
      return answerMetrics(tenant, request);
    case "graph": {
      if (isDenied(tenant, path ?? "")) return refused;
      const body = tenant.graph?.[request.path];
      return body === undefined ? notFound : { status: 200, body };
    }
  }
}

function answerArm(tenant: Tenant, { path, query }: Extract<ReadRequest, { kind: "arm" }>): TenantAnswer {
  const lower = path.toLowerCase().replace(/\/$/, "");
  if (isDenied(tenant, lower)) return refused;
  if (lower === "/subscriptions") return { status: 200, body: { value: tenant.subscriptions } };
  if (lower.endsWith("/eventtypes/management/values"))
    return { status: 200, body: { value: events(tenant, query?.["$filter"] ?? "") } };
  const exact = [...tenant.resources, ...tenant.subscriptions].find(
    (resource) => textOf(resource["id"]).toLowerCase() === lower,
  );
  if (exact !== undefined) return { status: 200, body: exact };
  const [scope, type] = splitList(lower);
  const isInherited =
    /^microsoft\.authorization\/(?:roleassignments|locks|denyassignments|policyassignments)$/.test(type);
  const listed = tenant.resources.filter(({ id }) => {
    const own = id.toLowerCase();
    const [parent, childType] = splitItem(own);
    if (childType !== type) return false;
    return (
      parent === scope || (isInherited && (scope.startsWith(`${parent}/`) || parent.startsWith(`${scope}/`)))
    );
  });
  const isCollection = /\/(?:[a-z]+s|default)$/i.test(lower) || isInherited || listed.length > 0;
  if (listed.length === 0 && !isCollection) return notFound;
  if (listed.length === 0 && lower.split("/providers/").at(-1)!.split("/").length % 2 === 1) return notFound;
  return { status: 200, body: { value: listed } };
}

/** A list's path: the scope that it hangs on and the type of its items. */
function splitList(path: string): [string, string] {
  const at = path.lastIndexOf("/providers/");
  const rest = path.slice(at + "/providers/".length).split("/");
  if (rest.length === 2) return [path.slice(0, at), rest.join("/")];
  return [
    path.slice(0, path.lastIndexOf("/")),
    [rest[0], ...rest.filter((_, index) => index % 2 === 1)].join("/"),
  ];
}

function splitItem(id: string): [string, string] {
  const at = id.lastIndexOf("/providers/");
  if (at < 0) return ["", ""];
  const rest = id.slice(at + "/providers/".length).split("/");
  const type = [rest[0], ...rest.filter((_, index) => index % 2 === 1)].join("/");
  if (rest.length === 3) return [id.slice(0, at), type];
  return [id.split("/").slice(0, -2).join("/"), type];
}

function isDenied(tenant: Tenant, path: string): boolean {
  return (tenant.denied ?? []).some(({ prefix }) => path.startsWith(prefix.toLowerCase()));
}

function events(tenant: Tenant, filter: string): JsonObject[] {
  const group = /resourceGroupName eq '([^']+)'/i.exec(filter)?.[1]?.toLowerCase();
  const uri = /resource(?:Uri|Id) eq '([^']+)'/i.exec(filter)?.[1]?.toLowerCase();
  const from = /eventTimestamp ge '([^']+)'/i.exec(filter)?.[1];
  return (tenant.activityLog ?? []).filter(
    (event) =>
      (group === undefined || textOf(event["resourceGroupName"]).toLowerCase() === group) &&
      (uri === undefined || textOf(event["resourceId"]).toLowerCase() === uri) &&
      (from === undefined || Date.parse(textOf(event["eventTimestamp"])) >= Date.parse(from)),
  );
}

/** `where` conditions joined by `and` of `or` of `name|id|type|… in~ (…)` and `=~ '…'`, which is what the product asks. */
function graphRows(tenant: Tenant, query: string): JsonObject[] {
  const containers = tenant.resources.filter(({ id }) =>
    /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i.test(id),
  );
  const resources = tenant.resources.filter(
    ({ id }) =>
      /\/providers\//i.test(id) &&
      !/microsoft\.(?:authorization|resources|resourcehealth|insights\/diagnosticsettings)/i.test(id),
  );
  const table = query.startsWith("resourcecontainers") ? containers : resources;
  const own = query.replace(/\| union \(resourcecontainers .+?\) (?=\|)/, "");
  const wheres = [
    ...own.matchAll(/\| where (.+?)(?= \| (?:project|order|take|union|extend|limit|where))/g),
  ].map((match) => match[1]!);
  const pick = (rows: (JsonObject & { id: string })[]) =>
    rows.filter(
      (row) => !isDenied(tenant, row.id.toLowerCase()) && wheres.every((where) => passes(row, where)),
    );
  const union = query.includes("union (resourcecontainers") ? pick(containers) : [];
  return [...pick(table), ...union].slice(0, 500).map(graphRow);
}

function graphRow(resource: JsonObject & { id: string }): JsonObject {
  const parts = resource.id.split("/");
  return {
    ...resource,
    type: textOf(resource["type"] ?? "microsoft.resources/subscriptions/resourcegroups").toLowerCase(),
    subscriptionId: parts[2] ?? "",
    resourceGroup: (parts[4] ?? "").toLowerCase(),
  };
}

function passes(resource: JsonObject & { id: string }, where: string): boolean {
  const row = graphRow(resource);
  const terms = [...where.matchAll(/([\w.]+) (?:in~ \(([^)]*)\)|=~ '([^']*)')/g)];
  const holds = terms.map(([, field = "", list, single]) => {
    const value = field
      .split(".")
      .reduce<JsonValue | undefined>((at, key) => (at as JsonObject | undefined)?.[key], row);
    const wanted =
      list === undefined ? [single ?? ""] : [...list.matchAll(/'([^']*)'/g)].map((match) => match[1]!);
    return wanted.some((item) => item.toLowerCase() === textOf(value).toLowerCase());
  });
  if (where.includes("(subscriptionId =~"))
    return holds.some((hold, index) => index % 2 === 0 && hold && holds[index + 1] === true);
  return where.includes(" and ") ? holds.every(Boolean) : holds.some(Boolean);
}

function answerLogs(tenant: Tenant, request: Extract<ReadRequest, { kind: "logs" }>): TenantAnswer {
  const scope = request.resourceId.toLowerCase();
  if (isDenied(tenant, scope)) return refused;
  const name = /^\s*([A-Za-z_]\w*)/.exec(request.query)?.[1] ?? "";
  const has = [...request.query.matchAll(/\* has '([^']+)'/g)].map((match) => match[1]!.toLowerCase());
  const rows: JsonValue[][] = [];
  let columns: { name: string; type: string }[] = [];
  for (const [workspace, tables] of Object.entries(tenant.tables ?? {})) {
    const table = tables[name];
    if (table === undefined) continue;
    columns = table.columns;
    const at = (column: string) => table.columns.findIndex((each) => each.name === column);
    for (const row of table.rows) {
      const time = Date.parse(textOf(row[at("TimeGenerated")]));
      const owner = textOf(row[at("_ResourceId")] ?? row[at("ResourceId")] ?? "").toLowerCase();
      const isOurs = workspace.toLowerCase() === scope || owner === scope || owner.startsWith(`${scope}/`);
      const text = JSON.stringify(row).toLowerCase();
      if (
        isOurs &&
        time >= Date.parse(request.from) &&
        time <= Date.parse(request.to) &&
        has.every((part) => text.includes(part))
      )
        rows.push(row);
    }
  }
  return {
    status: 200,
    body: { tables: [{ name: "PrimaryResult", columns, rows: rows.toReversed().slice(0, 100) }] },
  };
}

function answerMetrics(tenant: Tenant, request: Extract<ReadRequest, { kind: "metrics" }>): TenantAnswer {
  const value = (tenant.metrics ?? [])
    .filter(
      ({ resourceId, name }) =>
        resourceId.toLowerCase() === request.resourceId.toLowerCase() && request.metricNames.includes(name),
    )
    .map(({ name, points }) => ({
      name: { value: name },
      timeseries: [{ metadatavalues: [], data: points }],
    }));
  return { status: 200, body: { value } };
}

/** Scalars as text; nothing for what is none. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
