import { isKnownAudience, normalAudience } from "../tokens/audiences.ts";
import type { AppRegistration } from "./app-registrations.ts";
import { refusals } from "./refusals.ts";

const graph = "https://graph.microsoft.com";
const openIdScopes = new Set(["openid", "profile", "email", "offline_access"]);
/** What the administrator has consented to for AZEBAL, which is what `/.default` stands for. */
const graphScopes = [
  "AuditLog.Read.All",
  "Directory.Read.All",
  "Policy.Read.All",
  "User.Read",
  "User.RevokeSessions.All",
];
const logsScopes = ["Data.Read", "user_impersonation"];

export interface RequestedScopes {
  /** `openid`, `profile`, `email`, `offline_access`, as far as asked for. */
  openId: string[];
  resources: RequestedResource[];
}

export interface RequestedResource {
  /** The audience that the access token gets. */
  audience: string;
  /** How the request named it; the answer's scopes begin with it. */
  name: string;
  /** True for the API of the app itself, whose tokens are of version 2. */
  isOwnApi: boolean;
  /** What the token's `scp` says. */
  granted: string[];
  /** What the answer's `scope` says. */
  answered: string[];
}

/**
 * Reads the parameter `scope`: scopes of ARM, Microsoft Graph (also without its address), the log query API and the app's
 * own API.
 *
 * @param origin the simulator's own address, which every plane takes as an audience.
 * @throws EntraRefusal AADSTS70011, AADSTS500011 or AADSTS650053.
 * @see https://learn.microsoft.com/entra/identity-platform/scopes-oidc
 */
export function readScopes(
  scope: string,
  app: AppRegistration,
  { origin, tenantId }: { origin: string; tenantId: string },
): RequestedScopes {
  const openId: string[] = [];
  const resources = new Map<string, RequestedResource>();
  for (const asked of new Set(scope.split(" ").filter((part) => part !== ""))) {
    if (openIdScopes.has(asked)) {
      openId.push(asked);
      continue;
    }
    const [, name = graph, permission = ""] = /^(?:(.+?)\/+)?([^/\s]+)$/.exec(asked) ?? [];
    if (permission === "") throw refusals.invalidScope(asked);
    const isOwnApi = name === `api://${app.clientId}` || name === app.clientId;
    const audience = isOwnApi ? app.clientId : normalAudience(name);
    if (!isOwnApi && !isKnownAudience(audience, origin)) throw refusals.unknownResource(name, tenantId);
    const offered = isOwnApi ? app.scopes : offeredBy(audience);
    const granted = permission === ".default" ? [...offered] : offered.filter((one) => one === permission);
    if (granted.length === 0) throw refusals.unknownScope(app.displayName, permission, name);
    const known = resources.get(audience) ?? { audience, name, isOwnApi, granted: [], answered: [] };
    known.granted = [...new Set([...known.granted, ...granted])];
    known.answered = [...new Set([...known.answered, ...granted.map((one) => `${name}/${one}`), asked])];
    resources.set(audience, known);
  }
  return { openId, resources: [...resources.values()] };
}

/** What a token is for where only `openid` and its like were asked for. */
export function openIdResource(openId: readonly string[]): RequestedResource {
  const granted = openId.filter((scope) => scope !== "offline_access");
  return { audience: graph, name: graph, isOwnApi: false, granted, answered: [] };
}

function offeredBy(audience: string): readonly string[] {
  if (audience === graph) return graphScopes;
  return audience.includes("loganalytics") || audience.includes("applicationinsights")
    ? logsScopes
    : ["user_impersonation"];
}
