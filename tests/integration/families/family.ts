import type { ReadRequest } from "../../../domain/read-step.ts";

/** One kind of read that a diagnosis may need, with what the tenant of these tests answers. */
export interface Family {
  readonly name: string;
  readonly read: ReadRequest;
  /** What the stored answer holds, at least; lists whole. */
  readonly body: unknown;
  /**
   * What it takes, as the gap of a refused read names it: an ARM action, or a scope of Microsoft Graph. Resource Graph
   * refuses nothing: it leaves out the rows.
   */
  readonly permission: string;
  /** The action that Azure names in its refusal, where the documentation lists the read under another. */
  readonly refusedAs?: string;
  /** Playbooks that ask it, as `code.read`; none where it only stands ready. */
  readonly usedBy: readonly string[];
}

export interface TenantResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: object;
}

/** What an area of the tenant holds, and which reads are answered by it. */
export interface Area {
  readonly resources: readonly TenantResource[];
  readonly responses?: readonly object[];
  readonly graph?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly families: readonly Family[];
}

export const tenantId = "7a0f5d1e-0000-4000-8000-000000000001";
export const subscriptionId = "7a0f5d1e-0000-4000-8000-000000000002";
export const subscription = `/subscriptions/${subscriptionId}`;
export const managementGroup = "/providers/Microsoft.Management/managementGroups/mg-landing";
export const group = `${subscription}/resourceGroups/rg-till`;
export const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-till`;
export const site = `${group}/providers/Microsoft.Web/sites/app-till`;
export const now = "2026-10-14T09:20:00Z";

export const person = {
  upn: "noa.berg@tillandco.example",
  objectId: "7a0f5d1e-0000-4000-8000-000000000003",
  displayName: "Noa Berg",
};
export const developers = "7a0f5d1e-0000-4000-8000-000000000004";

/** A resource as ARM gives it: name and type are what its ID says. */
export function resource(id: string, properties: object, rest: object = {}): TenantResource {
  const [namespace = "", ...parts] = afterProvider(id);
  const types = parts.filter((_, index) => index % 2 === 0);
  const name = id.split("/").at(-1) ?? "";
  return { id, name, type: [namespace, ...types].join("/"), properties, ...rest };
}

function afterProvider(id: string): string[] {
  const at = id.lastIndexOf("/providers/");
  return at < 0 ? ["Microsoft.Resources", "resourceGroups"] : id.slice(at + "/providers/".length).split("/");
}

export const arm = (path: string, query?: Record<string, string>): ReadRequest => ({
  kind: "arm",
  path,
  ...(query ? { query } : {}),
});
export const graphRead = (path: string, query?: Record<string, string>): ReadRequest => ({
  kind: "graph",
  path,
  ...(query ? { query } : {}),
});
