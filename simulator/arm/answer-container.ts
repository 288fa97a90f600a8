import { type Answer, ok } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { type ArmPath, parseArmPath, readActionOf } from "../tenant/arm-path.ts";
import type { World } from "../world.ts";
import { armError, invalidResourceType, resourceGroupNotFound, subscriptionNotFound } from "./arm-errors.ts";
import { filterItems, pagedAnswer } from "./list-answer.ts";
import { listGenericResources } from "./list-generic-resources.ts";
import { getProviderRegistration, listProviderRegistrations } from "./provider-registrations.ts";
import { tagSubject } from "./tag-subject.ts";

/** Answers paths without a resource: tenants, subscriptions, resource groups, provider registrations, flat lists. */
export function answerContainer(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  if (path.key === "/subscriptions") return pagedAnswer(request, world, readableSubscriptions(world));
  if (path.key === "/tenants") return pagedAnswer(request, world, [tenantBody(world)]);
  if (path.key === "/providers") return pagedAnswer(request, world, listProviderRegistrations(world));
  if (path.subscriptionId === undefined) {
    if (path.provider !== undefined) return getProviderRegistration(path, world);
    return armError(404, "ResourceNotFound", `The path '${path.path}' could not be found.`);
  }
  const subscription = world.index.subscriptions.get(path.subscriptionId.toLowerCase());
  if (subscription === undefined) return subscriptionNotFound(path.subscriptionId);
  if (path.resourceGroup !== undefined) return answerGroup(path, request, world);
  if (path.provider !== undefined) return getProviderRegistration(path, world);
  switch (path.rest.join("/")) {
    case "":
      return ok(subscription);
    case "resourcegroups":
      return listGroups(path.subscriptionId, request, world);
    case "resources":
      return listGenericResources(path, request, world);
    case "providers":
      return pagedAnswer(request, world, listProviderRegistrations(world, path.subscriptionId));
    default:
      return invalidResourceType(path);
  }
}

function answerGroup(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const group = world.index.group(path.subscriptionId ?? "", path.resourceGroup ?? "");
  if (group === undefined) return resourceGroupNotFound(path.resourceGroup ?? "");
  if (path.rest.length === 0 && path.provider === undefined) return ok(group);
  if (path.rest.join("/") === "resources") return listGenericResources(path, request, world);
  return invalidResourceType(path);
}

function listGroups(subscriptionId: string, request: SimulatedRequest, world: World): Answer {
  const groups = world.index.groups(subscriptionId).filter((group) => {
    const path = parseArmPath(group.id);
    return !world.denials.denies(path.key, readActionOf(path));
  });
  const passing = filterItems(request, groups, (group) => tagSubject(group, parameter(request, "$filter")));
  return Array.isArray(passing) ? pagedAnswer(request, world, passing) : passing;
}

function readableSubscriptions(world: World): unknown[] {
  return [...world.index.subscriptions.values()].filter(
    ({ id }) => !world.denials.denies(id, "Microsoft.Resources/subscriptions/read"),
  );
}

function tenantBody(world: World): unknown {
  const { tenantId } = world.tenant;
  return { id: `/tenants/${tenantId}`, tenantId, tenantCategory: "Home" };
}
