import { type CallerRole, ownerKey } from "../../../domain/principal.ts";
import type { KeyRing } from "../keys/key-ring.ts";
import {
  type Session,
  SessionSchema,
  type SessionSummary,
  type SessionTokens,
  SessionTokensSchema,
  type StoredSession,
} from "./session-store.ts";

/** The fields that change when tokens are renewed. */
export interface TokenFields {
  /** Sealed. */
  ms_access_token?: string | undefined;
  /** Sealed. */
  ms_refresh_token?: string | undefined;
  access_token_expires_at?: string | undefined;
  home_account_id?: string | undefined;
  /** Separated by spaces, as OAuth writes them. */
  scopes?: string | undefined;
}

/** A session as every store keeps it: named texts, tokens sealed. */
export interface SessionRecord extends TokenFields {
  session_id: string;
  user_principal_name: string;
  tenant_id: string;
  object_id: string;
  /** Separated by spaces. */
  roles?: string | undefined;
  credential: string;
  created_at: string;
  expires_at?: string | undefined;
}

export async function recordOf(session: Session, keys: KeyRing): Promise<SessionRecord> {
  const { sessionId, principal, roles, credential, createdAt, expiresAt } = SessionSchema.parse(session);
  const record: SessionRecord = {
    session_id: sessionId,
    user_principal_name: principal.userPrincipalName,
    tenant_id: principal.tenantId,
    object_id: principal.objectId,
    roles: roles?.join(" "),
    credential,
    created_at: createdAt,
    expires_at: expiresAt,
  };
  return session.credential === "entra"
    ? { ...record, ...(await tokenFieldsOf(record, session.tokens, keys)) }
    : record;
}

/** @param record  of the session whose tokens they are. */
export async function tokenFieldsOf(
  record: SessionRecord,
  tokens: SessionTokens,
  keys: KeyRing,
): Promise<TokenFields> {
  const { accessToken, refreshToken } = SessionTokensSchema.parse(tokens);
  const [access, refresh] = await Promise.all([
    keys.seal(accessToken, placeOf(record, "ms_access_token")),
    refreshToken === undefined ? undefined : keys.seal(refreshToken, placeOf(record, "ms_refresh_token")),
  ]);
  return {
    ms_access_token: access,
    ms_refresh_token: refresh,
    access_token_expires_at: tokens.accessTokenExpiresAt,
    home_account_id: tokens.homeAccountId,
    scopes: tokens.scopes?.join(" "),
  };
}

/** @throws UnknownKeyError, SealBrokenError, and ZodError where a field is not what it should be. */
export async function sessionOf(
  record: SessionRecord,
  version: number,
  keys: KeyRing,
): Promise<StoredSession> {
  const summary = summaryOf(record);
  const session = SessionSchema.parse(
    record.credential === "entra" ? { ...summary, tokens: await tokensOf(record, keys) } : summary,
  );
  return { ...session, version };
}

async function tokensOf(record: SessionRecord, keys: KeyRing): Promise<SessionTokens> {
  const sealed = record.ms_refresh_token;
  const [accessToken, refreshToken] = await Promise.all([
    keys.open(record.ms_access_token ?? "", placeOf(record, "ms_access_token")),
    sealed === undefined ? undefined : keys.open(sealed, placeOf(record, "ms_refresh_token")),
  ]);
  return {
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    accessTokenExpiresAt: record.access_token_expires_at ?? "",
    ...(record.home_account_id === undefined ? {} : { homeAccountId: record.home_account_id }),
    ...(record.scopes === undefined ? {} : { scopes: wordsOf(record.scopes) }),
  };
}

export function summaryOf(record: SessionRecord): SessionSummary {
  return {
    sessionId: record.session_id,
    principal: {
      tenantId: record.tenant_id,
      objectId: record.object_id,
      userPrincipalName: record.user_principal_name,
    },
    ...(record.roles === undefined ? {} : { roles: wordsOf(record.roles) as CallerRole[] }),
    credential: record.credential as Session["credential"],
    createdAt: record.created_at,
    ...(record.expires_at === undefined ? {} : { expiresAt: record.expires_at }),
  };
}

export function isUsable({ expires_at }: SessionRecord, nowMs: number): boolean {
  return expires_at === undefined || Date.parse(expires_at) > nowMs;
}

/** For a principal's sessions: those with tokens first, then the newest. */
export function byUse(left: SessionRecord, right: SessionRecord): number {
  const tokens = Number(right.credential === "entra") - Number(left.credential === "entra");
  return tokens || byAge(left, right);
}

/** Newest first. */
export function byAge(left: SessionRecord, right: SessionRecord): number {
  return Date.parse(right.created_at) - Date.parse(left.created_at);
}

/**
 * Where a sealed text belongs: the session and the field, and all that must not be changed beside it. A session whose owner, roles or
 * end was changed in the store opens for nobody.
 */
export function placeOf(
  record: SessionRecord,
  field: "ms_access_token" | "ms_refresh_token" | "seal",
): string {
  const owner = ownerKey({ tenantId: record.tenant_id, objectId: record.object_id });
  const { session_id, user_principal_name, roles = null, credential, created_at, expires_at = null } = record;
  return JSON.stringify([
    session_id,
    field,
    owner,
    user_principal_name,
    roles,
    credential,
    created_at,
    expires_at,
  ]);
}

function wordsOf(text: string): string[] {
  return text.split(" ").filter(Boolean);
}
