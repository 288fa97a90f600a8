import { type Answer, ok } from "../http/answer.ts";
import { type ArmPath, covers } from "../tenant/arm-path.ts";
import { textOf } from "../tenant/field.ts";
import type { World } from "../world.ts";
import { invalidNamespace } from "./arm-errors.ts";

/**
 * The providers of a subscription: those that the tenant describes, and those that must be registered since a resource
 * of theirs exists.
 */
export function listProviderRegistrations(world: World, subscriptionId?: string): unknown[] {
  const scope = subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`.toLowerCase();
  const found = new Map<string, unknown>();
  const entries = world.index
    .all()
    .filter(({ path }) => covers(scope, path.key) && path.provider !== undefined);
  for (const { body, path } of entries)
    if (path.types.length === 0) found.set(path.provider?.toLowerCase() ?? "", body);
  for (const { path } of entries) {
    const namespace = path.provider ?? "";
    if (!found.has(namespace.toLowerCase()))
      found.set(namespace.toLowerCase(), inUse(world, scope, namespace));
  }
  return [...found.values()];
}

function inUse(world: World, scope: string, namespace: string): unknown {
  const used = world.index
    .all()
    .filter(
      ({ path }) => covers(scope, path.key) && path.provider?.toLowerCase() === namespace.toLowerCase(),
    );
  const types = new Map(used.map(({ path }) => [path.types.join("/").toLowerCase(), path.types.join("/")]));
  const resourceTypes = [...types].map(([key, resourceType]) => {
    const locations = used
      .filter(({ path }) => path.types.join("/").toLowerCase() === key)
      .map(({ body }) => textOf(body, "location"));
    return { resourceType, locations: [...new Set(locations)].filter((location) => location !== "") };
  });
  return {
    id: `${scope}/providers/${namespace}`,
    namespace,
    resourceTypes,
    registrationState: "Registered",
    registrationPolicy: "RegistrationRequired",
  };
}

/** One provider; a namespace that neither the tenant nor a resource of it knows is refused as ARM refuses it. */
export function getProviderRegistration(path: ArmPath, world: World): Answer {
  const described = world.index.get(path.key);
  if (described !== undefined) return ok(described.body);
  const found = listProviderRegistrations(world, path.subscriptionId).find(
    (provider) => textOf(provider, "namespace").toLowerCase() === path.provider?.toLowerCase(),
  );
  return found === undefined ? invalidNamespace(path.provider ?? "") : ok(found);
}
