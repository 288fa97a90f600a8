import type { Answer } from "../http/answer.ts";
import { type ArmPath, parseArmPath } from "../tenant/arm-path.ts";
import type { World } from "../world.ts";
import { resourceGroupNotFound, resourceNotFound, subscriptionNotFound } from "./arm-errors.ts";

/**
 * ARM looks from the outside in: the subscription, the resource group, then the resource that an extension such as
 * `…/providers/Microsoft.Authorization/locks` hangs on. Gives the 404 of the first that is missing.
 */
export function missingScope(path: ArmPath, world: World): Answer | undefined {
  const { index } = world;
  if (path.subscriptionId !== undefined && !index.subscriptions.has(path.subscriptionId.toLowerCase()))
    return subscriptionNotFound(path.subscriptionId);
  if (
    path.subscriptionId !== undefined &&
    path.resourceGroup !== undefined &&
    index.group(path.subscriptionId, path.resourceGroup) === undefined
  )
    return resourceGroupNotFound(path.resourceGroup);
  const scope = parseArmPath(path.scope);
  if (scope.provider === undefined || index.knows(scope.key)) return undefined;
  // The management groups of a tenant need not be listed: what hangs on one shows that it is there.
  if (scope.type === "microsoft.management/managementgroups") return undefined;
  return resourceNotFound(parseArmPath(path.path.slice(0, path.scope.length)));
}
