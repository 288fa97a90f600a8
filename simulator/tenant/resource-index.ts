import { type ArmPath, covers, parseArmPath } from "./arm-path.ts";
import { embeddedResources } from "./embedded-resources.ts";
import { textOf } from "./field.ts";
import type { ArmResource, Tenant } from "./tenant-schema.ts";

export interface IndexedResource {
  body: ArmResource;
  path: ArmPath;
  /** Lower case: the body's own type, or that of its id. */
  type: string;
  /** True for what only its parent's body holds; such a one is found by its id and in its parent's lists alone. */
  isEmbedded: boolean;
}

/** All resources of a tenant, found by id, by parent and by type. */
export class ResourceIndex {
  readonly #byKey = new Map<string, IndexedResource>();
  readonly #groups = new Map<string, ArmResource>();
  /** What the tenant has metrics of exists, though its body may not be given. */
  readonly #measured: ReadonlySet<string>;
  readonly subscriptions: ReadonlyMap<string, ArmResource>;

  constructor(tenant: Pick<Tenant, "resources" | "subscriptions" | "metrics">) {
    this.#measured = new Set(
      (tenant.metrics ?? []).map(({ resourceId }) => resourceId.replace(/\/+$/, "").toLowerCase()),
    );
    this.subscriptions = new Map(
      tenant.subscriptions.map((subscription) => [
        subscription.subscriptionId.toLowerCase(),
        {
          ...subscription,
          id: textOf(subscription, "id") || `/subscriptions/${subscription.subscriptionId}`,
        },
      ]),
    );
    for (const body of tenant.resources) this.#add(body, false);
    for (const body of tenant.resources)
      for (const embedded of embeddedResources(body)) this.#add(embedded, true);
    for (const { path, body } of this.#byKey.values()) this.#noteGroup(path, body);
  }

  #add(body: ArmResource, isEmbedded: boolean): void {
    const path = parseArmPath(body.id);
    if (this.#byKey.has(path.key)) return;
    const type = (textOf(body, "type") || path.type).toLowerCase();
    this.#byKey.set(path.key, { body, path, type, isEmbedded });
  }

  /** A group may be missing from the tenant although resources live in it; Azure would still know it. */
  #noteGroup(path: ArmPath, body: ArmResource): void {
    if (path.subscriptionId === undefined || path.resourceGroup === undefined) return;
    const id = `/subscriptions/${path.subscriptionId}/resourceGroups/${path.resourceGroup}`;
    const key = id.toLowerCase();
    if (path.key === key) this.#groups.set(key, body);
    else if (!this.#groups.has(key) && !this.#byKey.has(key))
      this.#groups.set(key, {
        id,
        name: path.resourceGroup,
        type: "Microsoft.Resources/resourceGroups",
        location: textOf(body, "location"),
        properties: { provisioningState: "Succeeded" },
      });
  }

  get(key: string): IndexedResource | undefined {
    return this.#byKey.get(key);
  }

  group(subscriptionId: string, name: string): ArmResource | undefined {
    return this.#groups.get(`/subscriptions/${subscriptionId}/resourceGroups/${name}`.toLowerCase());
  }

  groups(subscriptionId?: string): ArmResource[] {
    const prefix = subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}/`.toLowerCase();
    return [...this.#groups].filter(([key]) => key.startsWith(prefix)).map(([, body]) => body);
  }

  /** Everything that the tenant lists itself, in its order. */
  all(): IndexedResource[] {
    return [...this.#byKey.values()].filter((entry) => !entry.isEmbedded);
  }

  /** The resources whose id is `collection` plus a name. */
  children(collection: ArmPath): IndexedResource[] {
    return [...this.#byKey.values()].filter(
      ({ path }) =>
        path.key.startsWith(`${collection.key}/`) && !path.key.slice(collection.key.length + 1).includes("/"),
    );
  }

  /** The resources of one type (by their id) at `scope` and below it. */
  ofTypeBelow(type: string, scope: string): IndexedResource[] {
    return this.all().filter(({ path }) => path.type === type && covers(scope, path.key));
  }

  /** True where something is known at this id or below it. */
  knows(key: string): boolean {
    if (this.#byKey.has(key) || this.#groups.has(key) || this.#measured.has(key)) return true;
    return [...this.#byKey.keys()].some((candidate) => candidate.startsWith(`${key}/`));
  }
}
