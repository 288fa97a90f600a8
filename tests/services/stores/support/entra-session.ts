import type {
  EntraSession,
  Session,
  SessionTokens,
} from "../../../../services/stores/sessions/session-store.ts";
import { alice } from "../contracts/stores-factory.ts";

/** Tokens as long as real ones are, made anew in each run. */
export function someTokens(change: Partial<SessionTokens> = {}): SessionTokens {
  return {
    accessToken: `access-${crypto.randomUUID().repeat(40)}`,
    refreshToken: `refresh-${crypto.randomUUID().repeat(30)}`,
    accessTokenExpiresAt: inMinutes(60),
    homeAccountId: "alice.t1",
    scopes: ["openid", "https://management.azure.com/user_impersonation"],
    ...change,
  };
}

/** A sign-in of Alice that ends in an hour. */
export function entraSession(change: Partial<EntraSession> = {}): EntraSession {
  return {
    sessionId: crypto.randomUUID(),
    principal: alice,
    credential: "entra",
    createdAt: inMinutes(0),
    expiresAt: inMinutes(60),
    tokens: someTokens(),
    ...change,
  };
}

/** The sign-in of Alice's own machine. */
export function ownSession(change: Partial<Exclude<Session, EntraSession>> = {}): Session {
  return {
    sessionId: crypto.randomUUID(),
    principal: alice,
    credential: "default_azure",
    createdAt: inMinutes(0),
    ...change,
  };
}

const startedAtMs = Date.now();

export function inMinutes(minutes: number): string {
  return new Date(startedAtMs + minutes * 60_000).toISOString();
}
