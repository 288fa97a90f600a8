import type { ArmScopeKind } from "../api-versions/api-version-area.ts";
import { type ArmRoute, findContainerRoute, findProviderRoute } from "../api-versions.ts";
import { isRefusal, type Refusal, refusal } from "./admitted-read.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
/** Letters of any script, since resource groups may carry them; `~` stands for a slash in Service Bus entity names. */
const name = /^[\p{L}\p{N}_$-][\p{L}\p{M}\p{N}_.()$~+-]{0,259}$/u;
/** Actions that a proxy or an old api-version may run where a resource's name is expected. */
const action =
  /^(?:\$(?:batch|count|metadata|ref|value)|list|list[a-z]*(?:keys?|secrets?|credentials?|tokens?|sas|strings?|settings|urls?)|regenerate[a-z]*|generate[a-z]*(?:keys?|credentials?|tokens?)|get[a-z]*(?:token|secrets?|credentials?|fullurl)|check[a-z]*availability|newpassword|publishxml|publishingcredentials|readonlykeys|sharedkeys?|masterkey|runcommand)$/iu;

/** How deep `providers/…` may be nested: a role assignment's health, a lock on a subnet. */
const maxProviderDepth = 3;

/** `functions/admin/token` is a GET that returns a master token; no function may be called so. */
const functionAdmin = /\/functions\/admin(?:\/|$)/iu;

/** The route of an ARM path, or why there is none. */
export function armRoute(segments: readonly string[]): ArmRoute | Refusal {
  const bad = segments.find((segment) => !name.test(segment));
  if (bad !== undefined) return refusal("it holds a segment that is no name of a resource or type");
  if (segments.some((segment) => action.test(segment)) || functionAdmin.test(`/${segments.join("/")}`))
    return refusal("it names an action or what returns secrets");
  if (segments[0]?.toLowerCase() === "subscriptions" && segments[1] !== undefined && !guid.test(segments[1]))
    return refusal("its subscription is not a GUID");
  return findContainerRoute(segments) ?? providerRoute(segments, maxProviderDepth);
}

/** Names may be called `providers` too: every reading of the path is tried, the innermost first. */
function providerRoute(segments: readonly string[], depth: number): ArmRoute | Refusal {
  if (depth === 0) return refusal("it nests too many providers");
  let result: ArmRoute | Refusal = refusal("it is neither a resource ID nor a collection that AZEBAL knows");
  for (let at = segments.length - 3; at >= 0; at -= 1) {
    if (segments[at]?.toLowerCase() !== "providers") continue;
    const route = routeAt(segments, at, depth);
    if (!isRefusal(route)) return route;
    result = route;
  }
  return result;
}

function routeAt(segments: readonly string[], at: number, depth: number): ArmRoute | Refusal {
  const namespace = segments[at + 1] ?? "";
  const relative = segments.slice(at + 2);
  const kind = scopeKind(segments.slice(0, at), depth);
  if (typeof kind !== "string") return kind;
  const route = findProviderRoute(kind, namespace, relative);
  return (
    route ?? refusal(`${namespace}/${typeOf(relative)} is not in the table of reads for a ${kindNames[kind]}`)
  );
}

const kindNames: Readonly<Record<ArmScopeKind, string>> = {
  tenant: "tenant",
  managementGroup: "management group",
  subscription: "subscription",
  group: "resource group",
  resource: "resource",
};

function scopeKind(segments: readonly string[], depth: number): ArmScopeKind | Refusal {
  const lower = segments.map((segment) => segment.toLowerCase());
  if (segments.length === 0) return "tenant";
  if (lower[0] === "subscriptions" && segments.length === 2) return "subscription";
  if (lower[0] === "subscriptions" && lower[2] === "resourcegroups" && segments.length === 4) return "group";
  if (segments.length === 4 && lower.slice(0, 3).join("/") === managementGroups) return "managementGroup";
  const scope = providerRoute(segments, depth - 1);
  if (isRefusal(scope)) return scope;
  return scope.isItem ? "resource" : refusal("its scope is a collection, not a resource");
}

const managementGroups = "providers/microsoft.management/managementgroups";

/** The types of a relative path, without the names: `sites/config`. */
function typeOf(relative: readonly string[]): string {
  return relative.filter((_, index) => index % 2 === 0).join("/");
}
