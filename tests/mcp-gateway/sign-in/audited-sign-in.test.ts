import { expect, test } from "vitest";
import { failureCodes } from "../../../domain/failure.ts";
import {
  auditedOpener,
  auditFailedSignIn,
  auditSignOut,
} from "../../../mcp-gateway/sign-in/audited-sign-in.ts";
import type { Invitation } from "../../../mcp-gateway/sign-in/invitation.ts";
import type { SessionOpener } from "../../../mcp-gateway/sign-in/session-opener.ts";
import type { SignInEnd } from "../../../mcp-gateway/sign-in/sign-in.ts";
import type { AuditEntry } from "../../../services/stores/audit-log.ts";

const ada = { tenantId: "t1", objectId: "ada", userPrincipalName: "ada@contoso.com" };
const nowMs = Date.parse("2026-03-01T10:00:00.000Z");
const invitation: Invitation = {
  id: "i1",
  purpose: { kind: "login" },
  askedBy: "process 1",
  expectedUser: "ada@contoso.com",
  expiresAtMs: nowMs,
};

/** Everything that is written, without the trace, which is new each time. */
function noting() {
  const entries: Omit<AuditEntry, "traceId">[] = [];
  const write = async ({ traceId, ...entry }: AuditEntry) => {
    expect(traceId).toMatch(/^[0-9a-f]{32}$/u);
    entries.push(entry);
  };
  return { entries, audit: { write } };
}

test("a sign-in is on record with its person, roles and duration, and nothing of its tokens", async () => {
  const { entries, audit } = noting();
  const opener: SessionOpener = {
    open: async () => ({ ...ada, roles: ["support"], sessionId: "secret-session" }),
  };
  const times = [nowMs, nowMs + 12];
  const audited = auditedOpener(opener, audit, () => times.shift() ?? 0);
  const signedIn = {
    principal: ada,
    roles: [],
    groups: [],
    tokens: { accessToken: "secret-token", accessTokenExpiresAtMs: 0 },
  };
  expect(await audited.open(signedIn)).toEqual({ ...ada, roles: ["support"], sessionId: "secret-session" });
  expect(entries).toEqual([
    {
      ...ada,
      toolCalled: "sign_in",
      requestPayload: null,
      responsePayload: { roles: ["support"] },
      executionTimeMs: 12,
      outcome: "signed_in",
      createdAt: "2026-03-01T10:00:00.012Z",
    },
  ]);
});

const refusal = { code: failureCodes.signInRequired, message: "Blocked.", aadsts: "AADSTS53003" };

test.each<[SignInEnd, string, unknown]>([
  [{ kind: "declined", invitation }, "ada@contoso.com", null],
  [{ kind: "refused", refusal, invitation }, "ada@contoso.com", { code: "AADSTS53003" }],
  [{ kind: "other_user", user: "eve@contoso.com", invitation }, "eve@contoso.com", null],
])("a sign-in that failed is on record with why: %j", async (end, userPrincipalName, responsePayload) => {
  const { entries, audit } = noting();
  await auditFailedSignIn(audit, end, () => nowMs);
  expect(entries).toMatchObject([
    { toolCalled: "sign_in", outcome: end.kind, userPrincipalName, tenantId: "", responsePayload },
  ]);
});

test.each<SignInEnd>([
  { kind: "signed_in", caller: ada, invitation },
  { kind: "expired" },
  { kind: "other_browser" },
])("what is no failed sign-in of anybody is not written as one: %j", async (end) => {
  const { entries, audit } = noting();
  await auditFailedSignIn(audit, end, () => nowMs);
  expect(entries).toEqual([]);
});

test("the end of a session is on record", async () => {
  const { entries, audit } = noting();
  await auditSignOut(audit, ada, () => nowMs);
  expect(entries).toMatchObject([{ ...ada, toolCalled: "sign_out", outcome: "signed_out" }]);
});
