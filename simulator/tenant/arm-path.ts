/**
 * An ARM path taken apart. `types` and `names` belong to the innermost provider; a path that ends in a type without a
 * name is a collection. A resource may be called "providers", so the path is walked in pairs and never searched.
 */
export interface ArmPath {
  /** The path as it came, without a trailing slash. */
  path: string;
  /** The same in lower case: what ids are compared by. */
  key: string;
  subscriptionId?: string;
  resourceGroup?: string;
  /** The path above the innermost `/providers/…`, in lower case; empty for the tenant. */
  scope: string;
  provider?: string;
  types: string[];
  names: string[];
  isCollection: boolean;
  /** Lower case, such as `microsoft.web/sites/config`; empty without a provider. */
  type: string;
  /** What follows a subscription or resource group without a provider: `resources`, `locations`. */
  rest: string[];
}

export function parseArmPath(text: string): ArmPath {
  const segments = text.split("/").filter((segment) => segment !== "");
  const lower = segments.map((segment) => segment.toLowerCase());
  const parsed: ArmPath = {
    path: `/${segments.join("/")}`,
    key: `/${lower.join("/")}`,
    scope: "",
    types: [],
    names: [],
    isCollection: false,
    type: "",
    rest: [],
  };
  let at = readContainer(segments, lower, parsed);
  while (lower[at] === "providers" && at + 1 < segments.length)
    at = readProvider(segments, lower, at, parsed);
  parsed.rest = lower.slice(at);
  if (parsed.provider !== undefined && parsed.types.length > 0)
    parsed.type = `${parsed.provider}/${parsed.types.join("/")}`.toLowerCase();
  return parsed;
}

function readContainer(segments: string[], lower: string[], parsed: ArmPath): number {
  if (lower[0] !== "subscriptions" || segments[1] === undefined) return 0;
  parsed.subscriptionId = segments[1];
  if (lower[2] !== "resourcegroups" || segments[3] === undefined) return 2;
  parsed.resourceGroup = segments[3];
  return 4;
}

function readProvider(segments: string[], lower: string[], from: number, parsed: ArmPath): number {
  parsed.scope = from === 0 ? "" : `/${lower.slice(0, from).join("/")}`;
  parsed.provider = segments[from + 1] ?? "";
  parsed.types = [];
  parsed.names = [];
  parsed.isCollection = false;
  let at = from + 2;
  while (at < segments.length && lower[at] !== "providers") {
    parsed.types.push(segments[at] ?? "");
    const name = segments[at + 1];
    if (name === undefined) parsed.isCollection = true;
    else parsed.names.push(name);
    at += 2;
  }
  return Math.min(at, segments.length);
}

/** The ARM operation that a GET of this path needs, such as `Microsoft.KeyVault/vaults/read`. */
export function readActionOf(path: ArmPath): string {
  if (path.provider !== undefined && path.types.length > 0)
    return `${path.provider}/${path.types.join("/")}/read`;
  if (path.provider !== undefined) return "Microsoft.Resources/subscriptions/providers/read";
  if (path.resourceGroup !== undefined) return "Microsoft.Resources/subscriptions/resourceGroups/read";
  return "Microsoft.Resources/subscriptions/read";
}

/** True where `scope` is `key` or lies above it; both in lower case. The empty scope is the tenant. */
export function covers(scope: string, key: string): boolean {
  return scope === "" || scope === "/" || key === scope || key.startsWith(`${scope}/`);
}
