import {
  changeFields,
  changePoints,
  createdBody,
  isSameId,
  withoutResource,
} from "../../diagnosis/counterfactual/change-body.ts";
import type { JsonObject, JsonValue } from "../../domain/json-value.ts";
import type { Change } from "../../domain/contract/change.ts";

/** What of a scenario's tenant a change can reach; the rest stays as it is. */
export interface ChangeableTenant {
  readonly resources: readonly JsonObject[];
  readonly subscriptions?: readonly JsonObject[];
  readonly graph?: Readonly<Record<string, JsonValue>>;
  readonly metrics?: readonly JsonObject[];
  readonly responses?: readonly JsonObject[];
}

/** The tenant after somebody did what an action says. */
export function changeTenant<Tenant extends ChangeableTenant>(
  tenant: Tenant,
  changes: readonly Change[],
): Tenant {
  return changes.reduce<Tenant>(applyChange, tenant);
}

function applyChange<Tenant extends ChangeableTenant>(tenant: Tenant, change: Change): Tenant {
  switch (change.kind) {
    case "set":
    case "append":
      return {
        ...tenant,
        resources: changeFields([...tenant.resources], change),
        ...(tenant.subscriptions && { subscriptions: changeFields([...tenant.subscriptions], change) }),
        ...(tenant.responses && {
          responses: tenant.responses.map((response) => ({
            ...response,
            body: changeFields(response["body"] ?? null, change, isSameId(response["path"], change.id)),
          })),
        }),
        ...(tenant.graph && {
          graph: Object.fromEntries(
            Object.entries(tenant.graph).map(([path, body]) => [
              path,
              changeFields(body, change, isSameId(path, change.id)),
            ]),
          ),
        }),
      };
    case "create":
      return change.id.startsWith("/v1.0/") || change.id.startsWith("/beta/")
        ? { ...tenant, graph: { ...tenant.graph, [change.id]: change.body } }
        : { ...tenant, resources: [...tenant.resources, createdBody(change)] };
    case "delete":
      return {
        ...tenant,
        resources: withoutResource([...tenant.resources], change.id),
        ...(tenant.responses && {
          responses: tenant.responses.map((response) => ({
            ...response,
            body: withoutResource(response["body"] ?? null, change.id),
          })),
        }),
      };
    case "measure":
      return {
        ...tenant,
        ...(tenant.metrics && {
          metrics: tenant.metrics.map((metric) =>
            isSameId(metric["resourceId"], change.id) && isSameId(metric["name"], change.metric)
              ? changePoints(metric, change.value)
              : metric,
          ),
        }),
      };
  }
}
