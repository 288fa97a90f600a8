import { type Answer, ok } from "../http/answer.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { type ArmPath, parseArmPath } from "../tenant/arm-path.ts";
import type { IndexedResource } from "../tenant/resource-index.ts";
import type { World } from "../world.ts";
import { invalidNamespace, invalidResourceType, parentNotFound, resourceNotFound } from "./arm-errors.ts";
import { listAnswer } from "./list-answer.ts";
import { missingScope } from "./missing-scope.ts";

const namespacePattern = /^[a-z][a-z0-9]*(\.[a-z0-9]+)+$/i;
const typePattern = /^[a-z$][a-z0-9]*$/i;
const recordSetTypes = new Set(["a", "aaaa", "caa", "cname", "mx", "ns", "ptr", "soa", "srv", "txt"]);

export function getResource(found: IndexedResource): Answer {
  return ok(found.body);
}

/** Answers a list of resources, or the 404 of a resource or list that is not there. */
export function listResources(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  if (!namespacePattern.test(path.provider ?? "")) return invalidNamespace(path.provider ?? "");
  if (!path.types.every((type) => typePattern.test(type))) return invalidResourceType(path);
  const missing = missingScope(path, world) ?? missingParent(path, world);
  if (missing !== undefined) return missing;
  if (!path.isCollection) return resourceNotFound(path);
  return listAnswer(request, world, matches(path, world));
}

function matches(path: ArmPath, world: World): IndexedResource[] {
  const scope = parseArmPath(path.scope);
  const isContainer = scope.provider === undefined || scope.type === "microsoft.management/managementgroups";
  if (path.types.length === 1 && isContainer) return ofTypeInContainer(path, world);
  const recordSets = recordSetParent(path);
  if (recordSets === undefined) return world.index.children(path);
  return world.index
    .all()
    .filter(
      (entry) =>
        entry.path.key.startsWith(`${recordSets}/`) &&
        recordSetTypes.has(entry.path.types.at(-1)?.toLowerCase() ?? ""),
    );
}

/** `Microsoft.KeyVault/deletedVaults` lists what has its id below a location. */
function ofTypeInContainer(path: ArmPath, world: World): IndexedResource[] {
  const byType = world.index.ofTypeBelow(path.type, path.scope);
  const type = path.types[0]?.toLowerCase() ?? "";
  if (!type.startsWith("deleted")) return byType;
  const below = world.index
    .all()
    .filter(
      (entry) =>
        entry.path.scope === path.scope &&
        entry.path.provider?.toLowerCase() === path.provider?.toLowerCase() &&
        entry.path.types[0]?.toLowerCase() === "locations" &&
        entry.path.types.at(-1)?.toLowerCase() === type,
    );
  return [...byType, ...below];
}

/** `privateDnsZones/{zone}/ALL` and `dnsZones/{zone}/recordsets` list the records of every type. */
function recordSetParent(path: ArmPath): string | undefined {
  const isAll = /^microsoft\.network\/(?:privatednszones\/all|dnszones\/(?:recordsets|all))$/.test(path.type);
  return isAll ? path.key.slice(0, path.key.lastIndexOf("/")) : undefined;
}

function missingParent(path: ArmPath, world: World): Answer | undefined {
  if (path.types.length < 2) return undefined;
  const segments = path.path.split("/");
  const parentId = segments.slice(0, path.isCollection ? -1 : -2).join("/");
  if (world.index.knows(parentId.toLowerCase())) return undefined;
  // A location is no resource; what was deleted there may be nothing at all.
  const isDeletedList =
    path.types[0]?.toLowerCase() === "locations" && /^deleted/i.test(path.types.at(-1) ?? "");
  return isDeletedList && path.isCollection ? undefined : parentNotFound(path, parentId);
}
