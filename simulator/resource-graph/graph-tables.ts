import type { Row, Table, TableSource } from "../kql/table.ts";
import { parseArmPath, readActionOf } from "../tenant/arm-path.ts";
import type { ArmResource } from "../tenant/tenant-schema.ts";
import type { World } from "../world.ts";
import { graphColumns, graphRow } from "./graph-row.ts";
import { graphTables, graphTablesOf } from "./graph-table-of.ts";

/**
 * The tables that a query sees: rows of the asked subscriptions, without what the signed-in user may not read. Resource
 * Graph never says that something was left out.
 *
 * @param subscriptions in lower case; undefined for all. What belongs to the tenant itself is always there.
 */
export function graphTableSource(world: World, subscriptions: ReadonlySet<string> | undefined): TableSource {
  const rows = new Map<string, Row[]>(graphTables.map((table) => [table, []]));
  const isAsked = (subscriptionId: string | undefined): boolean =>
    subscriptionId === undefined ||
    subscriptions === undefined ||
    subscriptions.has(subscriptionId.toLowerCase());
  const add = (table: string, body: ArmResource, type: string): void => {
    const path = parseArmPath(body.id);
    if (!isAsked(path.subscriptionId) || world.denials.denies(path.key, readActionOf(path))) return;
    const { tenantId } = world.tenant;
    rows.get(table)?.push(
      graphRow({
        body,
        type,
        tenantId,
        ...(path.subscriptionId === undefined ? {} : { subscriptionId: path.subscriptionId }),
        ...(path.resourceGroup === undefined ? {} : { resourceGroup: path.resourceGroup }),
      }),
    );
  };
  for (const subscription of world.index.subscriptions.values())
    add("resourcecontainers", subscriptionBody(subscription), "microsoft.resources/subscriptions");
  for (const group of world.index.groups())
    add("resourcecontainers", group, "microsoft.resources/subscriptions/resourcegroups");
  for (const entry of world.index.all())
    for (const table of graphTablesOf(entry)) add(table, entry.body, entry.type);
  return {
    find: (name): Table | undefined => {
      const found = rows.get(name.toLowerCase());
      return found === undefined ? undefined : { columns: graphColumns, rows: found };
    },
    names: () => [...rows.keys()],
  };
}

/** In Resource Graph a subscription's name is its display name, and the rest is in `properties`. */
function subscriptionBody(subscription: ArmResource): ArmResource {
  const { id, displayName, tags, ...properties } = subscription;
  return { id, name: displayName, tags, properties };
}
