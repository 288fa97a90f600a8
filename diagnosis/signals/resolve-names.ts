import { z } from "zod";
import { fixedEvidence } from "../../domain/evidence.ts";
import type { ReadRequest } from "../../domain/read-step.ts";
import type { HostSignal, ResourceMatch, Signals } from "../../domain/signals.ts";
import {
  addressedByEnvironment,
  callersByEnvironment,
  environmentColumn,
  environmentsOf,
  isToldBy,
} from "./container-environment.ts";
import { callersElsewhere, isCalling } from "./calling-types.ts";
import { mayServeCustomHost, servesCustomHost, servingConditions } from "./custom-hosts.ts";
import type { ExtractedSignals } from "./extract-signals.ts";
import { namesOfHost } from "./hosts/names-of-host.ts";
import { groupCondition, type Group, groupsAround } from "./groups-around.ts";
import { list } from "./kql-text.ts";
import { matchOf, type ResourceRow, resourceRows } from "./resource-rows.ts";
import { placesOf } from "./surroundings/places-of.ts";

const mostRows = 500;
const columns = "id, name, type, kind, location, resourceGroup, subscriptionId";

/**
 * One Resource Graph query for everything that carries a name of the request, has one of its IDs or serves one of its
 * custom domains, over every subscription that the developer can see: `union` of `resources` and `resourcecontainers`, at most 500 rows.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language
 */
export function namesQuery(extracted: ExtractedSignals): ReadRequest | undefined {
  const conditions = [
    ...(extracted.names.length > 0 ? [`name in~ (${list(extracted.names)})`] : []),
    ...(extracted.resourceIds.length > 0
      ? [`id in~ (${list(extracted.resourceIds.map(({ id }) => id))})`]
      : []),
    ...identityConditions(extracted),
    ...servingConditions(extracted),
  ];
  if (conditions.length === 0) return undefined;
  const where = `where ${conditions.join(" or ")}`;
  return {
    kind: "resource_graph",
    query: [
      "resources",
      where,
      `project ${columns}, ${environmentColumn}`,
      `union (resourcecontainers | ${where} | project ${columns})`,
      "order by id asc",
      `take ${mostRows}`,
    ].join(" | "),
  };
}

/** An error that names only who called leads to the identity, and by its resource group to what it called. */
function identityConditions({ guids }: ExtractedSignals): string[] {
  const principals = guids.filter(({ role }) => role === "object_id").map((signal) => signal.guid);
  const clients = guids.filter(({ role }) => role === "client_id").map((signal) => signal.guid);
  return [
    ...(principals.length > 0
      ? [`identity.principalId in~ (${list(principals)})`, `properties.principalId in~ (${list(principals)})`]
      : []),
    ...(clients.length > 0 ? [`properties.clientId in~ (${list(clients)})`] : []),
  ];
}

/**
 * What stands beside the matched resources: everything in their resource groups, and in the groups that are named
 * themselves; and, wherever they stand, the resources of the services that the request speaks of, of which it names none: a
 * caller is often told by name, and what it called only by its kind; and the containers whose environment names what is called. Where nothing matched, everything in the subscription
 * that the caller gave; without one, everything.
 *
 * @param names  the answer to `namesQuery`, or its rows; undefined where it was not asked.
 */
export function neighboursQuery(names: unknown, extracted?: ExtractedSignals): ReadRequest | undefined {
  const rows = resourceRows(names).map(({ row }) => row);
  const groups = groupsAround(rows, extracted);
  const subscriptions = extracted?.subscriptionIds ?? [];
  const spoken = [
    ...spokenCondition(rows, extracted),
    ...callersByEnvironment(extracted?.hosts ?? []),
    ...addressedByEnvironment(rows),
    ...callersElsewhere(rows, extracted),
  ];
  const where = [
    ...(groups.length > 0 ? [`where ${[...groups.map(groupCondition), ...spoken].join(" or ")}`] : []),
    ...(groups.length === 0 && subscriptions.length > 0
      ? [`where subscriptionId in~ (${list(subscriptions)})`]
      : []),
  ];
  return {
    kind: "resource_graph",
    query: ["resources", ...where, `project ${columns}`, "order by id asc", `take ${mostRows}`].join(" | "),
  };
}

/** Of the types that the request speaks of, those of which no ID, host or name leads to a resource. */
function spokenCondition(rows: readonly ResourceRow[], extracted: ExtractedSignals | undefined): string[] {
  const { spokenTypes = [], hosts = [], resourceIds = [], subscriptionIds = [] } = extracted ?? {};
  // The host of a failover group is no server's name: any may stand behind it.
  const named = hosts.flatMap(({ type }) => (type && type !== "microsoft.sql/servers" ? [type] : []));
  const told = new Set([...named, ...[...rows, ...resourceIds].map(({ type }) => type.toLowerCase())]);
  const types = spokenTypes.filter((type) => !told.has(type));
  if (types.length === 0) return [];
  const within = subscriptionIds.length > 0 ? ` and subscriptionId in~ (${list(subscriptionIds)})` : "";
  return [`(type in~ (${list(types)})${within})`];
}

/**
 * The resources of the services that a further text speaks of and names none of, wherever they stand; undefined where there is
 * none to ask for.
 *
 * @param rows  what is known by name already.
 */
export function spokenQuery(
  rows: readonly ResourceRow[],
  extracted: ExtractedSignals,
): ReadRequest | undefined {
  const [where] = spokenCondition(rows, extracted);
  return where === undefined
    ? undefined
    : {
        kind: "resource_graph",
        query: `resources | where ${where} | project ${columns} | order by id asc | take ${mostRows}`,
      };
}

/** What stands elsewhere is taken where an environment tells it, or none of its type stands beside what the request names. */
function besideOrAlone<Found extends { row: ResourceRow }>(
  neighbours: readonly Found[],
  groups: readonly Group[],
  told: (row: ResourceRow) => boolean,
): readonly Found[] {
  if (groups.length === 0) return neighbours;
  const isBeside = ({ row: { id } }: Found) =>
    groups.some(({ subscriptionId, name }) =>
      id.toLowerCase().startsWith(`/subscriptions/${subscriptionId}/resourcegroups/${name}/`.toLowerCase()),
    );
  const here = neighbours.filter(isBeside).map(({ row }) => row);
  const types = new Set(here.map(({ type }) => type.toLowerCase()));
  const runsCode = here.some(isCalling);
  const isAlone = (row: ResourceRow) => !types.has(row.type.toLowerCase()) && !(runsCode && isCalling(row));
  return neighbours.filter((found) => isBeside(found) || told(found.row) || isAlone(found.row));
}

export interface Resolution {
  /** Azure's clock: the Date header of the first answer, ISO 8601. */
  now: string;
  /** The answer of `GET /subscriptions`. */
  subscriptions: unknown;
  /** The answers of `namesQuery` and of `neighboursQuery`; undefined where not asked or refused. */
  names: unknown;
  neighbours: unknown;
  /** Answers to the same two questions about what was found to be concerned later. */
  further?: FurtherRows;
}

export interface StoredRows {
  readonly evidenceId: string;
  readonly body: unknown;
}

export interface FurtherRows {
  readonly names: readonly StoredRows[];
  readonly neighbours: readonly StoredRows[];
}

/** Joins what the request tells with what Azure knows of it. Two resources of one name stay two. */
export function completeSignals(found: ExtractedSignals, resolution: Resolution): Signals {
  const { spokenTypes: _, ...extracted } = found;
  const { now } = resolution;
  const ids = new Set(extracted.resourceIds.map(({ id }) => id.toLowerCase()));
  const rows = rowsIn(fixedEvidence.names, resolution.names, resolution.further?.names);
  const hostSignals = extracted.hosts.map((host) => nameAsKnown(host, rows));
  const hosts = new Set(
    hostSignals.flatMap(({ name, type }) => (name ? [`${type ?? ""} ${name}`.toLowerCase()] : [])),
  );
  const howFound = (row: ResourceRow) => {
    const how = howNamed(row, ids, hosts);
    if (how !== "name") return how;
    if (servesCustomHost(row, extracted)) return "host";
    return mayServeCustomHost(row, extracted) ? "neighbour" : how;
  };
  const named = rows.map(({ row, pointer, evidenceId }) => matchOf(row, howFound(row), evidenceId, pointer));
  const groups = groupsAround(
    rows.map(({ row }) => row),
    extracted,
  );
  const told = toldByEnvironment(rows);
  const around = rowsIn(fixedEvidence.neighbours, resolution.neighbours, resolution.further?.neighbours);
  const beside = besideOrAlone(around, groups, told).map(({ row, pointer, evidenceId }) =>
    matchOf(row, told(row) ? "host" : "neighbour", evidenceId, pointer),
  );
  const order = ["id", "host", "name", "neighbour"] as const;
  const byId = new Map<string, ResourceMatch>();
  for (const how of order)
    for (const found of [...named, ...beside])
      if (found.matchedBy === how && !byId.has(found.id.toLowerCase()))
        byId.set(found.id.toLowerCase(), found);
  return {
    ...extracted,
    runsOn: placesOf(extracted, [...byId.values()]),
    hosts: hostSignals,
    now,
    observedAt: observedAt(extracted, now),
    visibleSubscriptions: visibleSubscriptions(resolution.subscriptions),
    resources: [...byId.values()],
  };
}

/** The rows of an answer and of those that came later, each with the evidence that it stands in. */
function rowsIn(evidenceId: string, body: unknown, further: readonly StoredRows[] = []) {
  return [{ evidenceId, body }, ...further].flatMap((stored) =>
    resourceRows(stored.body).map((found) => ({ ...found, evidenceId: stored.evidenceId })),
  );
}

/** A service that the app's environment names, where nothing that was sent names one of its kind. */
function toldByEnvironment(named: ReturnType<typeof resourceRows>): (row: ResourceRow) => boolean {
  const rows = named.map(({ row }) => row);
  const values = environmentsOf(rows);
  const types = new Set(rows.map(({ type }) => type.toLowerCase()));
  return (row) => !types.has(row.type.toLowerCase()) && isToldBy(values, row);
}

/** The host with that one of its possible names which a resource of its type has; as it is where none has. */
function nameAsKnown(host: HostSignal, rows: ReturnType<typeof resourceRows>): HostSignal {
  const isHost = ({ row }: (typeof rows)[number], name: string) =>
    isSame(row.name, name) &&
    (!host.type || isSame(row.type, host.type) || isSame(row.type, `${host.type}/slots`));
  for (const name of namesOfHost(host)) {
    const known = rows.find((found) => isHost(found, name))?.row;
    if (known !== undefined)
      return { ...host, name, ...(host.type ? { type: known.type.toLowerCase() } : {}) };
  }
  return host;
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function howNamed(
  row: ResourceRow,
  ids: ReadonlySet<string>,
  hosts: ReadonlySet<string>,
): ResourceMatch["matchedBy"] {
  if (ids.has(row.id.toLowerCase())) return "id";
  const name = row.name.toLowerCase();
  const type = row.type.toLowerCase();
  return hosts.has(`${type} ${name}`) || (sharesSuffix(type) && hosts.has(` ${name}`)) ? "host" : "name";
}

/** Types whose host names do not tell them apart. */
function sharesSuffix(type: string): boolean {
  return /^microsoft\.(?:servicebus|eventhub|relay)\/namespaces$|^microsoft\.eventgrid\/(?:topics|domains|namespaces)$/.test(
    type,
  );
}

/** The caller's own statement, else the latest time of the error that is not in the future, else now. */
function observedAt(extracted: ExtractedSignals, now: string): string {
  const stated = Date.parse(extracted.observedAt ?? "");
  if (!Number.isNaN(stated)) return new Date(stated).toISOString();
  const limit = Date.parse(now);
  const past = extracted.times.map(({ time }) => time).filter((time) => Date.parse(time) <= limit);
  return past.toSorted().at(-1) ?? now;
}

const SubscriptionsSchema = z.looseObject({
  value: z.array(
    z.looseObject({
      subscriptionId: z.string(),
      displayName: z.string().nullish(),
      state: z.string().nullish(),
    }),
  ),
});

function visibleSubscriptions(body: unknown): Signals["visibleSubscriptions"] {
  const parsed = SubscriptionsSchema.safeParse(body);
  if (!parsed.success) return [];
  return parsed.data.value.map(({ subscriptionId, displayName, state }) => ({
    id: subscriptionId,
    name: displayName ?? subscriptionId,
    state: state ?? "Unknown",
  }));
}
