import type { Caller, Principal } from "../../domain/principal.ts";
import { createTrace } from "../../services/platform/trace.ts";
import type { AuditLog } from "../../services/stores/audit-log.ts";
import type { SessionOpener } from "./session-opener.ts";
import type { SignInEnd } from "./sign-in.ts";

type SignInAudit = Pick<AuditLog, "write">;

/** Nobody is known where a sign-in failed. */
const nobody: Principal = { tenantId: "", objectId: "", userPrincipalName: "" };

/** A session opener that puts each sign-in on record, however the person came to it: browser, handed-in address, device code. */
export function auditedOpener(opener: SessionOpener, audit: SignInAudit, nowMs = Date.now): SessionOpener {
  return {
    async open(signedIn, renewed) {
      const startedAtMs = nowMs();
      const caller = await opener.open(signedIn, renewed);
      await write(audit, "sign_in", caller, {
        outcome: "signed_in",
        response: { roles: caller.roles ?? [] },
        startedAtMs,
        nowMs,
      });
      return caller;
    },
  };
}

/** Puts a sign-in on record that a browser brought back and that failed: declined, refused, or somebody else's. */
export async function auditFailedSignIn(audit: SignInAudit, end: SignInEnd, nowMs = Date.now): Promise<void> {
  // The opener has written of those who signed in; a link that is too old, or another browser's, tells of nobody.
  if (end.kind === "signed_in" || end.kind === "expired" || end.kind === "other_browser") return;
  const user = end.kind === "other_user" ? end.user : (end.invitation.expectedUser ?? "");
  const response = end.kind === "refused" ? { code: end.refusal.aadsts ?? end.refusal.code } : null;
  const principal = { ...nobody, userPrincipalName: user };
  await write(audit, "sign_in", principal, { outcome: end.kind, response, startedAtMs: nowMs(), nowMs });
}

/** Puts the end of a session on record that no tool ended: a client gave its token back. */
export async function auditSignOut(
  audit: SignInAudit,
  caller: Caller | Principal,
  nowMs = Date.now,
): Promise<void> {
  await write(audit, "sign_out", caller, {
    outcome: "signed_out",
    response: null,
    startedAtMs: nowMs(),
    nowMs,
  });
}

async function write(
  audit: SignInAudit,
  toolCalled: "sign_in" | "sign_out",
  { tenantId, objectId, userPrincipalName }: Principal,
  what: { outcome: string; response: unknown; startedAtMs: number; nowMs: () => number },
): Promise<void> {
  const endedAtMs = what.nowMs();
  await audit.write({
    traceId: createTrace().traceId,
    tenantId,
    objectId,
    userPrincipalName,
    toolCalled,
    requestPayload: null,
    responsePayload: what.response,
    executionTimeMs: endedAtMs - what.startedAtMs,
    outcome: what.outcome,
    createdAt: new Date(endedAtMs).toISOString(),
  });
}
