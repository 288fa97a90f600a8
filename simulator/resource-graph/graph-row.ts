import type { Column, Row } from "../kql/table.ts";
import { fieldOf, textOf } from "../tenant/field.ts";
import type { ArmResource } from "../tenant/tenant-schema.ts";

/** The columns of every Resource Graph table, in the service's order. */
export const graphColumns: readonly Column[] = [
  { name: "id", type: "string" },
  { name: "name", type: "string" },
  { name: "type", type: "string" },
  { name: "tenantId", type: "string" },
  { name: "kind", type: "string" },
  { name: "location", type: "string" },
  { name: "resourceGroup", type: "string" },
  { name: "subscriptionId", type: "string" },
  { name: "managedBy", type: "string" },
  { name: "sku", type: "dynamic" },
  { name: "plan", type: "dynamic" },
  { name: "properties", type: "dynamic" },
  { name: "tags", type: "dynamic" },
  { name: "identity", type: "dynamic" },
  { name: "zones", type: "dynamic" },
  { name: "extendedLocation", type: "dynamic" },
];

export interface GraphRowSource {
  body: ArmResource;
  /** Lower case. */
  type: string;
  tenantId: string;
  subscriptionId?: string;
  resourceGroup?: string;
}

/** Resource Graph writes types, locations and group names in lower case, and ids and names as they are. */
export function graphRow(source: GraphRowSource): Row {
  const { body } = source;
  const dynamic = (name: string): unknown => fieldOf(body, name) ?? null;
  return [
    body.id,
    textOf(body, "name") || body.id.slice(body.id.lastIndexOf("/") + 1),
    source.type,
    source.tenantId,
    textOf(body, "kind"),
    textOf(body, "location").toLowerCase().replaceAll(" ", ""),
    source.resourceGroup?.toLowerCase() ?? "",
    source.subscriptionId?.toLowerCase() ?? "",
    textOf(body, "managedBy"),
    dynamic("sku"),
    dynamic("plan"),
    dynamic("properties"),
    dynamic("tags"),
    dynamic("identity"),
    dynamic("zones"),
    dynamic("extendedLocation"),
  ];
}
