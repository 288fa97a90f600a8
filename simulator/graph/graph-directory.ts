import { fieldOf, listOf, sameText, textOf } from "../tenant/field.ts";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import type { World } from "../world.ts";

export type GraphObject = Record<string, unknown>;

/** Collections whose items the tenant may hold one by one. */
export const directoryCollections = ["users", "groups", "applications", "servicePrincipals"] as const;
export type DirectoryCollection = (typeof directoryCollections)[number];

/** The Graph bodies of a tenant, found by path and by object. Paths compare without case. */
export class GraphDirectory {
  readonly #bodies: ReadonlyMap<string, unknown>;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#bodies = new Map(
      Object.entries(world.tenant.graph ?? {}).map(([path, body]) => [
        path.replace(/\/+$/, "").toLowerCase(),
        body,
      ]),
    );
  }

  /** The body that the tenant holds at a path; what it holds under `/v1.0` serves `/beta` too. */
  at(path: string): unknown {
    const key = path.toLowerCase();
    return this.#bodies.get(key) ?? this.#bodies.get(key.replace(/^\/beta\//, "/v1.0/"));
  }

  /** Every object of a collection, each once, whether the tenant holds it in a list or by itself. */
  objects(collection: DirectoryCollection): GraphObject[] {
    const prefix = new RegExp(`^/(?:v1\\.0|beta)/${collection}(?:$|/[^/]+$|\\([^/]*\\)$)`, "i");
    const found = new Map<string, GraphObject>();
    for (const [path, body] of this.#bodies) {
      if (!prefix.test(path)) continue;
      const isList = Array.isArray(fieldOf(body, "value"));
      for (const item of isList ? listOf(body, "value") : [body]) {
        const id = textOf(item, "id").toLowerCase();
        if (id !== "" && !found.has(id)) found.set(id, withoutContext(item as GraphObject));
      }
    }
    if (collection === "users")
      for (const user of this.#world.tenant.users)
        if (!found.has(user.objectId.toLowerCase())) found.set(user.objectId.toLowerCase(), userObject(user));
    return [...found.values()];
  }

  /** One object by its id, or by the alternate key of its kind: a user's name, an application's `appId`. */
  find(collection: DirectoryCollection, key: string): GraphObject | undefined {
    const alternate = /^appId=(.+)$/i.exec(key)?.[1];
    return this.objects(collection).find((object) => {
      if (alternate !== undefined) return sameText(textOf(object, "appId"), alternate);
      return sameText(textOf(object, "id"), key) || sameText(textOf(object, "userPrincipalName"), key);
    });
  }

  /** The signed-in user as Graph shows them. */
  me(): GraphObject {
    const { signedIn } = this.#world;
    return this.find("users", signedIn.objectId) ?? userObject(signedIn);
  }

  /** The groups that a principal is in. */
  groupsOf(principalId: string): GraphObject[] {
    return [...this.#world.groups.of(principalId)].map((id) => ({
      "@odata.type": "#microsoft.graph.group",
      ...(this.find("groups", id) ?? { id }),
    }));
  }

  /** Any directory object by id, with the type that `directoryObjects` answers carry. */
  anyObject(id: string): GraphObject | undefined {
    for (const collection of directoryCollections) {
      const found = this.find(collection, id);
      if (found !== undefined)
        return { "@odata.type": `#microsoft.graph.${collection.replace(/s$/, "")}`, ...found };
    }
    return undefined;
  }
}

/** The context belongs to the answer that held the object. */
function withoutContext({ "@odata.context": _context, ...object }: GraphObject): GraphObject {
  return object;
}

function userObject(user: TenantUser): GraphObject {
  return {
    id: user.objectId,
    displayName: user.displayName ?? user.upn,
    userPrincipalName: user.upn,
    mail: null,
  };
}
