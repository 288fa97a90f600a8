import type { JWTPayload } from "jose";
import { sameText } from "../tenant/field.ts";
import type { PrincipalGroups } from "../tenant/principal-groups.ts";
import type { Tenant, TenantUser } from "../tenant/tenant-schema.ts";
import type { ClaimsChallenge } from "../tokens/token-issuer.ts";
import { type EntraSettings, InvalidEntraSettingsError, type UserSettings } from "./entra-settings.ts";

/** What conditional access and administrators say of a user now. */
export interface UserPolicy {
  /** Milliseconds since 1970; grants from before are revoked. */
  validFromMs: number;
  mfa: "off" | "required" | "enrollment";
  blocked: boolean;
  authenticationContext: string | undefined;
  consentNeeded: boolean;
  /** Audiences for which the app has no leave, and which no user can give it. */
  unconsented: readonly string[];
}

const untouched: UserPolicy = {
  validFromMs: 0,
  mfa: "off",
  blocked: false,
  authenticationContext: undefined,
  consentNeeded: false,
  unconsented: [],
};

/** The users of the tenant with their policies, groups and app roles. */
export class Directory {
  readonly tenantId: string;
  readonly users: readonly TenantUser[];
  readonly #groups: PrincipalGroups;
  readonly #policies = new Map<string, UserPolicy>();
  #roles: Record<string, readonly string[]> = {};

  constructor(tenant: Tenant, groups: PrincipalGroups) {
    this.tenantId = tenant.tenantId;
    this.users = tenant.users;
    this.#groups = groups;
  }

  /** By user principal name or object id; undefined for nobody. */
  find(nameOrId: string | undefined): TenantUser | undefined {
    if (nameOrId === undefined) return undefined;
    return this.users.find(({ upn, objectId }) => sameText(upn, nameOrId) || sameText(objectId, nameOrId));
  }

  /** True for the tenant's id and for the domain of one of its users. */
  isNamed(tenant: string): boolean {
    return (
      sameText(tenant, this.tenantId) ||
      this.users.some(({ upn }) => sameText(upn.split("@")[1] ?? "", tenant))
    );
  }

  policyOf(user: TenantUser): UserPolicy {
    return this.#policies.get(user.objectId.toLowerCase()) ?? untouched;
  }

  groupsOf(user: TenantUser): string[] {
    return [...this.#groups.of(user.objectId)];
  }

  rolesOf(user: TenantUser): string[] {
    const own = [user.upn, user.objectId, ...this.groupsOf(user)].map((name) => name.toLowerCase());
    return Object.entries(this.#roles)
      .filter(([, principals]) => principals.some((principal) => own.includes(principal.toLowerCase())))
      .map(([role]) => role);
  }

  /** @throws InvalidEntraSettingsError where a user is not of the tenant; nothing is changed then. */
  apply({ users = {}, roles }: Pick<EntraSettings, "users" | "roles">, nowMs: number): void {
    const changes = Object.entries(users).map(([name, settings]) => {
      const user = this.find(name);
      if (user === undefined)
        throw new InvalidEntraSettingsError([`users.${name}: is no user of the tenant`]);
      return [user, settings] as const;
    });
    for (const [user, settings] of changes) this.#set(user, settings, nowMs);
    if (roles !== undefined) this.#roles = roles;
  }

  #set(user: TenantUser, settings: UserSettings, nowMs: number): void {
    const before = this.policyOf(user);
    const { authenticationContext = before.authenticationContext ?? null } = settings;
    this.#policies.set(user.objectId.toLowerCase(), {
      validFromMs: settings.revoke === true ? nowMs : before.validFromMs,
      mfa: settings.mfa ?? before.mfa,
      blocked: settings.blocked ?? before.blocked,
      authenticationContext: authenticationContext ?? undefined,
      consentNeeded: settings.consentNeeded ?? before.consentNeeded,
      unconsented: settings.unconsented ?? before.unconsented,
    });
  }

  /**
   * What a resource that takes part in continuous access evaluation wants of a token. Only clients that said they
   * understand it (`xms_cc`) are asked; the tokens of others are good until they expire.
   *
   * @param signedInAtMs when the sign-in was made that the token came of.
   * @see https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation
   */
  challengeOf(
    claims: JWTPayload,
    signedInAtMs: number,
    authorizationUri: string,
  ): ClaimsChallenge | undefined {
    const user = this.find(String(claims["oid"]));
    if (user === undefined || !understandsChallenges(claims["xms_cc"])) return undefined;
    const { validFromMs, authenticationContext } = this.policyOf(user);
    if (signedInAtMs < validFromMs) {
      const value = String(Math.floor(validFromMs / 1_000));
      return challenge(authorizationUri, "TokenIssuedBeforeRevocationTimestamp", {
        nbf: { essential: true, value },
      });
    }
    const contexts = claims["acrs"];
    if (authenticationContext === undefined) return undefined;
    if (Array.isArray(contexts) && contexts.includes(authenticationContext)) return undefined;
    return challenge(authorizationUri, "AuthenticationContextRequired", {
      acrs: { essential: true, value: authenticationContext },
    });
  }
}

/** True where a client declared the capability `cp1`, in any case. */
export function understandsChallenges(capabilities: unknown): boolean {
  return Array.isArray(capabilities) && capabilities.some((one) => sameText(String(one), "cp1"));
}

function challenge(authorizationUri: string, code: string, wanted: object): ClaimsChallenge {
  return {
    authorizationUri,
    claims: JSON.stringify({ access_token: wanted }),
    description: `Continuous access evaluation resulted in challenge with result: InteractionRequired and code: ${code}`,
  };
}
