import { z } from "zod";
import { CallerRoleSchema, type Principal, PrincipalSchema } from "../../../domain/principal.ts";

/** What Microsoft Entra gave. Stored encrypted only; never logged, never shown. */
export const SessionTokensSchema = z.strictObject({
  accessToken: z.string().min(1),
  /** Absent where Entra gave none: then the session ends with its access token. */
  refreshToken: z.string().min(1).optional(),
  accessTokenExpiresAt: z.iso.datetime(),
  homeAccountId: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});
export type SessionTokens = z.infer<typeof SessionTokensSchema>;

const base = {
  /** Random, of 128 bits or more: whoever knows it is known by it. */
  sessionId: z.string().min(1).max(200),
  principal: PrincipalSchema,
  /** As the sign-in gave them: for as long as the session. */
  roles: z.array(CallerRoleSchema).optional(),
  createdAt: z.iso.datetime(),
};

/** The sign-in of this machine, or of a simulator: it holds no token, and renews itself. */
const OwnSessionSchema = z.strictObject({
  ...base,
  credential: z.enum(["default_azure", "token_endpoint"]),
  expiresAt: z.iso.datetime().optional(),
});

/** A sign-in with Microsoft Entra. */
const EntraSessionSchema = z.strictObject({
  ...base,
  credential: z.literal("entra"),
  expiresAt: z.iso.datetime(),
  tokens: SessionTokensSchema,
});

export const SessionSchema = z.discriminatedUnion("credential", [OwnSessionSchema, EntraSessionSchema]);
export type Session = z.infer<typeof SessionSchema>;
export type EntraSession = z.infer<typeof EntraSessionSchema>;

/** `version` grows by one with each change of the tokens. */
export type StoredSession<S extends Session = Session> = S & { readonly version: number };

/** A session without its tokens: to name and count sign-ins, nothing is decrypted. */
export type SessionSummary = Pick<
  Session,
  "sessionId" | "principal" | "roles" | "createdAt" | "expiresAt"
> & {
  readonly credential: Session["credential"];
};

/**
 * Who is signed in, and by what their tokens are obtained; any number of sessions a principal. A session that has expired is
 * as one that never was. Every method is safe to repeat.
 *
 * All reject with a StoreError where the store cannot be reached; those that give tokens also with UnknownKeyError or
 * SealBrokenError.
 */
export interface SessionStore {
  /** A principal has one session without tokens: the latest. Others stand beside each other. */
  put(session: Session): Promise<void>;
  get(sessionId: string): Promise<StoredSession | undefined>;
  /** The newest that can be used; one with tokens, where there is any, before the machine's own sign-in. */
  findByPrincipal(principal: Principal): Promise<StoredSession | undefined>;
  /** Newest first. */
  listByPrincipal(principal: Principal): Promise<SessionSummary[]>;
  /** @returns false, with nothing changed, where the session is gone or its version is another by now. */
  replaceTokens(sessionId: string, expectedVersion: number, tokens: SessionTokens): Promise<boolean>;
  /** Removes it and wipes its tokens. Removing none is no error. */
  remove(sessionId: string): Promise<void>;
  /** @returns how many there were. */
  removeAllOf(principal: Principal): Promise<number>;
  /**
   * Runs `work` with the session as it is once the lock is held, alone among all processes; undefined where it is gone by then.
   * Whoever waited must look whether another has renewed the tokens: `refreshTokens` does.
   *
   * The lock of a process that died is free after `refreshLockMs`.
   *
   * @throws RefreshLockBusyError when others held it for too long.
   */
  withRefreshLock<T>(
    sessionId: string,
    work: (session: StoredSession | undefined, lock: RefreshLock) => Promise<T>,
  ): Promise<T>;
}

export interface RefreshLock {
  /** Grows with each holder. */
  readonly fence: number;
  /** Aborted when the lock is lost: another may hold it. */
  readonly signal: AbortSignal;
  /**
   * Like the store's own, but only while no other has held the lock since.
   *
   * @returns false, with nothing changed, where the lock is lost, the session gone, or its version another.
   */
  replaceTokens(expectedVersion: number, tokens: SessionTokens): Promise<boolean>;
}

export interface SessionStoreOptions {
  /** How long a lock outlives its holder; while the holder lives, it is renewed. */
  readonly refreshLockMs?: number;
  /** How long to wait for a lock. */
  readonly refreshWaitMs?: number;
  readonly nowMs?: () => number;
}

export class RefreshLockBusyError extends Error {
  override readonly name = "RefreshLockBusyError";
  readonly code = "RefreshLockBusy";

  constructor(waitedMs: number) {
    super(
      `The tokens of a session were being renewed elsewhere for more than ${Math.round(waitedMs / 1_000)} s. Send the request again.`,
    );
  }
}
