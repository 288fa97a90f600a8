import { randomBytes } from "node:crypto";
import { type Caller, type CallerRole, ownerKey } from "../../domain/principal.ts";
import type { EntraSignIn } from "../../services/identity/entra-client.ts";
import type { SessionStore } from "../../services/stores/sessions/session-store.ts";

/** How support staff are known: by an app role of the app registration, or by a group of the tenant. */
export interface SupportRule {
  /** An app role's value. */
  readonly role: string;
  /** A group's object ID. */
  readonly group?: string;
}

export interface SessionOpenerOptions {
  readonly sessions: Pick<SessionStore, "get" | "put">;
  readonly support: SupportRule;
  /** How long a sign-in is kept, from its beginning. */
  readonly sessionMs: number;
  readonly nowMs?: () => number;
}

export interface SessionOpener {
  /**
   * Stores a new session of who has just signed in.
   *
   * @param renewed  ID of a session of theirs that still stands: it is this one from now on, so that what was given for it stays good
   *   and no second one is left behind.
   * @throws a StoreError
   */
  open(signedIn: EntraSignIn, renewed?: string): Promise<Caller>;
}

export function createSessionOpener(options: SessionOpenerOptions): SessionOpener {
  return {
    async open({ principal, roles, groups, tokens }, renewed) {
      const nowMs = (options.nowMs ?? Date.now)();
      const standing = renewed === undefined ? undefined : await options.sessions.get(renewed);
      const isTheirs = standing !== undefined && ownerKey(standing.principal) === ownerKey(principal);
      const sessionId = isTheirs ? standing.sessionId : randomBytes(32).toString("base64url");
      const known = rolesOf(options.support, roles, groups);
      const accessTokenExpiresAt = new Date(tokens.accessTokenExpiresAtMs).toISOString();
      await options.sessions.put({
        sessionId,
        principal,
        roles: known,
        credential: "entra",
        createdAt: new Date(nowMs).toISOString(),
        // What cannot be renewed ends with its token.
        expiresAt: tokens.refreshToken
          ? new Date(nowMs + options.sessionMs).toISOString()
          : accessTokenExpiresAt,
        tokens: {
          accessToken: tokens.accessToken,
          accessTokenExpiresAt,
          ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
        },
      });
      return { ...principal, roles: known, sessionId };
    },
  };
}

function rolesOf(
  { role, group }: SupportRule,
  roles: readonly string[],
  groups: readonly string[],
): CallerRole[] {
  const isSupport =
    roles.includes(role) ||
    (group !== undefined && groups.some((id) => id.toLowerCase() === group.toLowerCase()));
  return isSupport ? ["support"] : [];
}
