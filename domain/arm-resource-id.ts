/** The parts of an ARM resource ID; `types` and `names` run from the outermost resource to the innermost. */
export interface ArmResourceId {
  id: string;
  subscriptionId?: string;
  resourceGroup?: string;
  /** The provider of the innermost resource, such as `Microsoft.KeyVault`; absent for subscriptions and groups. */
  provider?: string;
  types: string[];
  names: string[];
  /** Lower case, such as `microsoft.keyvault/vaults/secrets`. */
  type: string;
  name: string;
  /** What the resource hangs on: the resource, group, subscription or management group above `providers/…`. */
  scope: string;
}

// oxlint-disable-next-line no-control-regex -- control characters are exactly what must not stand in an ID
const segment = /^[^/\s?#%\\<>&:\u0000-\u001f\u007f]{1,260}$/u;

/**
 * Parses an ARM resource ID. Returns undefined for anything that is not one: a URL, an empty or dotted segment,
 * a query, an encoded slash, an odd number of type/name segments.
 *
 * @see https://learn.microsoft.com/rest/api/resources/resources/get-by-id
 */
export function parseArmResourceId(text: string): ArmResourceId | undefined {
  if (!text.startsWith("/") || text.length > 2_000) return undefined;
  const parts = (text.endsWith("/") ? text.slice(1, -1) : text.slice(1)).split("/");
  if (parts.length < 2 || parts.some((part) => !segment.test(part) || part === "." || part === ".."))
    return undefined;
  const lower = parts.map((part) => part.toLowerCase());
  const providersAt = lastProviderAt(lower);
  const result: ArmResourceId = {
    id: `/${parts.join("/")}`,
    types: [],
    names: [],
    type: "",
    name: "",
    scope: "",
  };
  if (lower[0] === "subscriptions" && parts[1] !== undefined) result.subscriptionId = lower[1]!;
  if (result.subscriptionId && lower[2] === "resourcegroups" && parts[3] !== undefined)
    result.resourceGroup = parts[3];
  if (providersAt < 0) return containerId(parts, lower, result);
  const provider = parts[providersAt + 1];
  const rest = parts.slice(providersAt + 2);
  if (provider === undefined || rest.length < 2 || rest.length % 2 !== 0) return undefined;
  if (providersAt > 0 && !scopeIsValid(parts.slice(0, providersAt))) return undefined;
  result.provider = provider;
  for (let index = 0; index < rest.length; index += 2) {
    result.types.push(rest[index]!);
    result.names.push(rest[index + 1]!);
  }
  result.type = `${provider}/${result.types.join("/")}`.toLowerCase();
  result.name = result.names.at(-1)!;
  result.scope = providersAt === 0 ? "/" : `/${parts.slice(0, providersAt).join("/")}`;
  return result;
}

/**
 * Where the innermost `providers` keyword stands, -1 without one. Segments are walked in pairs of type and name, since a
 * resource may itself be called "providers".
 */
function lastProviderAt(lower: readonly string[]): number {
  let found = -1;
  for (let at = 0; at < lower.length; at += 2) {
    if (lower[at] !== "providers") continue;
    found = at;
  }
  return found;
}

function containerId(parts: string[], lower: string[], result: ArmResourceId): ArmResourceId | undefined {
  if (lower[0] !== "subscriptions") return undefined;
  if (parts.length === 2)
    return { ...result, type: "microsoft.resources/subscriptions", name: lower[1]!, scope: "/" };
  if (parts.length === 4 && lower[2] === "resourcegroups")
    return {
      ...result,
      type: "microsoft.resources/resourcegroups",
      name: parts[3]!,
      scope: `/${parts.slice(0, 2).join("/")}`,
    };
  return undefined;
}

function scopeIsValid(parts: string[]): boolean {
  return parseArmResourceId(`/${parts.join("/")}`) !== undefined;
}

/** What a path names: its last part. Of a text without parts, that. */
export function lastSegment(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? path;
}

/** Resource IDs compare without case. */
export function sameArmId(left: string, right: string): boolean {
  return left.replace(/\/$/, "").toLowerCase() === right.replace(/\/$/, "").toLowerCase();
}

/** True where `scope` covers `id`: the same resource or one above it. */
export function scopeCovers(scope: string, id: string): boolean {
  const above = scope.replace(/\/$/, "").toLowerCase();
  const below = id.replace(/\/$/, "").toLowerCase();
  return above === "" || below === above || below.startsWith(`${above}/`);
}
