import { listOf, textOf } from "./field.ts";
import type { Tenant } from "./tenant-schema.ts";

const memberPath = /^\/(?:v1\.0|beta)\/groups\/([^/]+)\/(?:transitiveMembers|members)$/i;
const memberOfPath = /^\/(?:v1\.0|beta)\/(?:(me)|[^/]+\/([^/]+))\/(?:transitiveMemberOf|memberOf)$/i;

/**
 * Who is in which group, from the users' own `groups` and from what the tenant's Microsoft Graph bodies say, nested
 * groups resolved. Ids are in lower case.
 */
export class PrincipalGroups {
  readonly #groupsOf = new Map<string, Set<string>>();

  constructor(tenant: Pick<Tenant, "users" | "graph">) {
    for (const user of tenant.users)
      for (const group of user.groups ?? [])
        this.#note(user.objectId, typeof group === "string" ? group : textOf(group, "id"));
    for (const [path, body] of Object.entries(tenant.graph ?? {})) this.#noteGraph(path, body, tenant);
  }

  #noteGraph(path: string, body: unknown, tenant: Pick<Tenant, "users">): void {
    const group = memberPath.exec(path)?.[1];
    if (group !== undefined)
      for (const member of listOf(body, "value")) this.#note(textOf(member, "id"), group);
    const memberOf = memberOfPath.exec(path);
    if (memberOf === null) return;
    const principal = memberOf[1] === undefined ? memberOf[2] : tenant.users[0]?.objectId;
    const user = tenant.users.find(({ upn }) => upn.toLowerCase() === principal?.toLowerCase());
    for (const entry of listOf(body, "value"))
      if (/group$/i.test(textOf(entry, "@odata.type") || "group"))
        this.#note(user?.objectId ?? principal ?? "", textOf(entry, "id"));
  }

  #note(principal: string, group: string): void {
    if (principal === "" || group === "") return;
    const key = principal.toLowerCase();
    const groups = this.#groupsOf.get(key) ?? new Set();
    this.#groupsOf.set(key, groups.add(group.toLowerCase()));
  }

  /** The ids of all groups that the principal is in, directly or through another group. */
  of(principalId: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (id: string): void => {
      for (const group of this.#groupsOf.get(id.toLowerCase()) ?? [])
        if (!found.has(group)) {
          found.add(group);
          visit(group);
        }
    };
    visit(principalId);
    return found;
  }
}
