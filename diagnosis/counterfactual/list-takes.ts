import { scopeCovers } from "../../domain/arm-resource-id.ts";

/**
 * Whether a list would show a resource: it is the list of its siblings, or of its type at a scope that holds it. Role
 * assignments and locks show at every scope below their own too.
 */
export function listTakes(path: string, id: string): boolean {
  const list = path.toLowerCase().replace(/\/+$/u, "");
  const own = id.toLowerCase();
  const siblings = own.slice(0, own.lastIndexOf("/"));
  if (list === siblings) return true;
  const provider = /^(.*)\/providers\/([^/]+\/[^/]+)$/u;
  const asked = provider.exec(list);
  const held = provider.exec(siblings);
  if (asked === null || held === null || asked[2] !== held[2]) return false;
  const [scope, ownScope] = [asked[1]!, held[1]!];
  const isInherited =
    /^microsoft\.authorization\/(?:roleassignments|locks|denyassignments|policyassignments)$/u;
  return scopeCovers(scope, ownScope) || (isInherited.test(asked[2]!) && reaches(ownScope, scope));
}

/** No ID tells which subscription is in which management group: what an action names there was found to apply. */
function reaches(scope: string, below: string): boolean {
  const isGroup = scope.startsWith("/providers/microsoft.management/managementgroups/");
  return scopeCovers(scope, below) || (isGroup && below.startsWith("/subscriptions/"));
}
