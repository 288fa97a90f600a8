import { sameText, textOf } from "../tenant/field.ts";
import { type DirectoryCollection, directoryCollections, type GraphDirectory } from "./graph-directory.ts";

/** Navigation properties that an existing object always answers, with nothing where it has none. */
const navigations = new Set([
  "federatedidentitycredentials",
  "owners",
  "members",
  "transitivemembers",
  "memberof",
  "transitivememberof",
  "approleassignments",
  "approleassignedto",
  "oauth2permissiongrants",
]);

export interface GraphPath {
  /** `v1.0` or `beta`. */
  version: string;
  segments: string[];
}

/** Splits a Graph path; `applications(appId='…')` becomes the two segments `applications` and `appId=…`. */
export function parseGraphPath(path: string): GraphPath {
  const [version = "", ...rest] = path.split("/").filter((segment) => segment !== "");
  const segments = rest.flatMap((segment) => {
    const keyed = /^([^(]+)\(([^)]*)\)$/.exec(segment);
    return keyed === null ? [segment] : [keyed[1] ?? "", (keyed[2] ?? "").replaceAll("'", "")];
  });
  return { version, segments };
}

/** True for `/v1.0/users` and its like. */
export function isDirectoryCollection({ segments }: GraphPath): boolean {
  const [only = ""] = segments;
  return segments.length === 1 && directoryCollections.some((name) => sameText(name, only));
}

/**
 * The body at a path that the tenant does not hold itself but that follows from what it holds: a collection from its
 * single items, an item from its collection, memberships from groups. Undefined where nothing follows.
 */
export function deriveGraphBody(path: GraphPath, directory: GraphDirectory): unknown {
  const [first = "", second, third, ...more] = path.segments;
  if (more.length > 0) return undefined;
  const context = `https://graph.microsoft.com/${path.version}/$metadata`;
  const collection = directoryCollections.find((name) => name.toLowerCase() === first.toLowerCase());
  if (first.toLowerCase() === "me") {
    if (second === undefined) return { "@odata.context": `${context}#users/$entity`, ...directory.me() };
    return third === undefined ? navigate("users", directory.me(), second, path, directory) : undefined;
  }
  if (first.toLowerCase() === "directoryobjects")
    return second !== undefined && third === undefined ? directory.anyObject(second) : undefined;
  if (collection === undefined) return undefined;
  if (second === undefined)
    return { "@odata.context": `${context}#${collection}`, value: directory.objects(collection) };
  const object = directory.find(collection, second);
  if (object === undefined) return undefined;
  if (third === undefined) return { "@odata.context": `${context}#${collection}/$entity`, ...object };
  return navigate(collection, object, third, path, directory);
}

function navigate(
  collection: DirectoryCollection,
  object: Record<string, unknown>,
  navigation: string,
  path: GraphPath,
  directory: GraphDirectory,
): unknown {
  const id = textOf(object, "id");
  const keys = [id, textOf(object, "userPrincipalName")].filter((key) => key !== "");
  const appId = textOf(object, "appId");
  const paths = keys.map((key) => `/${path.version}/${collection}/${key}/${navigation}`);
  if (appId !== "") paths.push(`/${path.version}/${collection}(appId='${appId}')/${navigation}`);
  for (const candidate of paths) {
    const held = directory.at(candidate);
    if (held !== undefined) return held;
  }
  if (!navigations.has(navigation.toLowerCase())) return undefined;
  const value = /memberof$/i.test(navigation) ? directory.groupsOf(id) : [];
  return {
    "@odata.context": `https://graph.microsoft.com/${path.version}/$metadata#directoryObjects`,
    value,
  };
}
