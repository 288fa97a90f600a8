import { parseArmPath } from "../tenant/arm-path.ts";
import { textOf } from "../tenant/field.ts";
import type { TenantLogTable } from "../tenant/tenant-schema.ts";
import type { World } from "../world.ts";
import type { LogStore } from "./log-tables.ts";

type Held = Readonly<Record<string, TenantLogTable>>;

const componentType = "microsoft.insights/components";
const workspaceType = "microsoft.operationalinsights/workspaces";

/** The ARM id (lower case) of the workspace that has this customer id; undefined where none has. */
export function workspaceKeyOf(customerId: string, world: World): string | undefined {
  const found = world.index
    .all()
    .find(
      ({ type, body }) =>
        type === workspaceType &&
        textOf(body, "properties", "customerId").toLowerCase() === customerId.toLowerCase(),
    );
  return found?.path.key;
}

/** The ARM id (lower case) of the Application Insights component with this application id. */
export function componentKeyOf(appId: string, world: World): string | undefined {
  const found = world.index
    .all()
    .find(
      ({ type, body }) =>
        type === componentType && textOf(body, "properties", "AppId").toLowerCase() === appId.toLowerCase(),
    );
  return found?.path.key;
}

/** What a query at a resource can see: a workspace's or component's own tables, else every workspace's rows about it. */
export function logStoresOf(resourceKey: string, world: World): LogStore[] {
  const own = heldBy(resourceKey, world);
  const { type } = parseArmPath(resourceKey);
  if (type === workspaceType) {
    const components = world.index
      .all()
      .filter((entry) => entry.type === componentType && workspaceOf(entry.body) === resourceKey);
    return [...own, ...components.flatMap(({ path }) => heldBy(path.key, world))];
  }
  if (type === componentType) {
    const workspaceKey = workspaceOf(world.index.get(resourceKey)?.body);
    const shared = heldBy(workspaceKey, world).map((store) => ({ ...store, resourceKey }));
    return [...own, ...shared];
  }
  const all = Object.values(world.tenant.tables ?? {});
  return [...own, ...all.map((tables) => ({ tables, resourceKey }))];
}

function workspaceOf(component: unknown): string {
  return textOf(component, "properties", "WorkspaceResourceId").toLowerCase();
}

/** A tenant names the holder of tables by its ARM id, or a workspace by its customer id. */
function heldBy(resourceKey: string, world: World): LogStore[] {
  const body = world.index.get(resourceKey)?.body;
  const ids = [
    resourceKey,
    textOf(body, "properties", "customerId").toLowerCase(),
    textOf(body, "properties", "AppId").toLowerCase(),
  ].filter((id) => id !== "");
  return Object.entries(world.tenant.tables ?? {})
    .filter(([id]) => ids.includes(id.replace(/\/+$/, "").toLowerCase()))
    .map(([, tables]): LogStore => ({ tables: tables as Held }));
}

/** True where the tenant holds tables under this very id. */
export function hasTablesOf(id: string, world: World): boolean {
  return Object.keys(world.tenant.tables ?? {}).some((key) => key.toLowerCase() === id.toLowerCase());
}
