import { expect, test } from "vitest";
import { failureCodes } from "../../../domain/failure.ts";
import type { EntraTokens } from "../../../services/identity/entra-client.ts";
import { EntraUnreachableError } from "../../../services/identity/entra-network.ts";
import type { EntraOutcome } from "../../../services/identity/entra-refusal.ts";
import { createSessionTokens, type SessionTokensOptions } from "../../../services/identity/session-tokens.ts";
import { alice } from "../stores/contracts/stores-factory.ts";
import { entraSession, inMinutes, ownSession, someTokens } from "../stores/support/entra-session.ts";
import { openTemporaryStores } from "../stores/support/temporary-stores.ts";

const arm = "https://management.azure.com";
const graph = "https://graph.microsoft.com";

/** Sessions of Alice, and an Entra that gives numbered tokens, one hour each, until the test says otherwise. */
async function open(change: Partial<SessionTokensOptions> = {}) {
  const { again, stores } = await openTemporaryStores();
  const clock = { ms: Date.now() };
  const asked: { refreshToken: string; audience: string; claims?: string }[] = [];
  const kept: string[] = [];
  const entra = {
    answer: async (): Promise<EntraOutcome<EntraTokens>> => ({
      ok: true,
      value: {
        accessToken: `access-${asked.length}`,
        refreshToken: `refresh-${asked.length}`,
        accessTokenExpiresAtMs: clock.ms + 60 * 60_000,
      },
    }),
  };
  const optionsOn = (sessions: SessionTokensOptions["sessions"]): SessionTokensOptions => ({
    sessions,
    entra: {
      refresh: async (renewed) => {
        asked.push(renewed);
        return await entra.answer();
      },
    },
    audience: arm,
    keepClaims: async (_, claims) => void kept.push(claims),
    nowMs: () => clock.ms,
    ...change,
  });
  const elsewhere = async () => createSessionTokens(optionsOn((await again()).sessions));
  return {
    stores,
    clock,
    asked,
    kept,
    entra,
    source: createSessionTokens(optionsOn(stores.sessions)),
    elsewhere,
  };
}

const refused =
  (change: object = {}) =>
  async (): Promise<EntraOutcome<EntraTokens>> => ({
    ok: false,
    refusal: {
      code: failureCodes.signInRequired,
      message: "Sign in again.",
      aadsts: "AADSTS50173",
      ...change,
    },
  });
const oldTokens = (minutes: number) => someTokens({ accessTokenExpiresAt: inMinutes(minutes) });

test("a token that is good for more than five minutes is given as it is", async () => {
  const { asked, source, stores } = await open();
  const session = entraSession();
  await stores.sessions.put(session);
  expect(await source.fetchToken(arm, alice)).toEqual({
    ok: true,
    value: {
      token: session.tokens.accessToken,
      expiresAtMs: Date.parse(session.tokens.accessTokenExpiresAt),
    },
  });
  expect(asked).toEqual([]);
});

test("one that is not is renewed before it ends, and what Entra rotated is stored", async () => {
  const { asked, source, stores } = await open();
  const session = entraSession({ tokens: oldTokens(4) });
  await stores.sessions.put(session);
  expect(await source.fetchToken(arm, alice)).toMatchObject({ ok: true, value: { token: "access-1" } });
  expect(asked).toEqual([{ refreshToken: session.tokens.refreshToken, audience: arm }]);
  expect(await stores.sessions.get(session.sessionId)).toMatchObject({
    tokens: { accessToken: "access-1", refreshToken: "refresh-1" },
  });
});

test("fifty who ask at once, in two processes, renew once", async () => {
  const { asked, elsewhere, source, stores } = await open();
  await stores.sessions.put(entraSession({ tokens: oldTokens(-1) }));
  const other = await elsewhere();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => (index % 2 ? other : source).fetchToken(arm, alice)),
  );
  expect([asked.length, new Set(answers.map((answer) => (answer.ok ? answer.value.token : "")))]).toEqual([
    1,
    new Set(["access-1"]),
  ]);
});

test("a token for another audience is kept while its session is there, with the rotated refresh token", async () => {
  const { asked, clock, source, stores } = await open();
  const session = entraSession();
  await stores.sessions.put(session);
  const first = await source.fetchToken(graph, alice);
  expect([first, await source.fetchToken(graph, alice)]).toEqual([first, first]);
  clock.ms += 56 * 60_000;
  await source.fetchToken(graph, alice);
  expect(asked.map(({ audience, refreshToken }) => [audience, refreshToken])).toEqual([
    [graph, session.tokens.refreshToken],
    [graph, "refresh-1"],
  ]);
  const stored = await stores.sessions.get(session.sessionId);
  expect(stored).toMatchObject({
    tokens: { accessToken: session.tokens.accessToken, refreshToken: "refresh-2" },
  });
  await stores.sessions.remove(session.sessionId);
  expect(await source.fetchToken(graph, alice)).toMatchObject({ ok: false });
});

test.each(["AADSTS65001", "AADSTS65004", "AADSTS90094"])(
  "%s for another service ends no sign-in, and for its own it does",
  async (aadsts) => {
    const { entra, source, stores } = await open();
    const session = entraSession({ tokens: oldTokens(60) });
    await stores.sessions.put(session);
    entra.answer = refused({ aadsts, message: "Consent is missing." });
    expect(await source.fetchToken(graph, alice)).toEqual({
      ok: false,
      failure: { code: "ConsentRequired", message: "Consent is missing." },
    });
    expect(await source.fetchToken(arm, alice)).toMatchObject({ ok: true });
    await stores.sessions.put(entraSession({ tokens: oldTokens(1) }));
    await stores.sessions.remove(session.sessionId);
    expect(await source.fetchToken(arm, alice)).toMatchObject({
      ok: false,
      failure: { code: "SignInRequired" },
    });
  },
);

test("a sign-in that Entra has ended is removed, and the next one tried", async () => {
  const { entra, source, stores } = await open();
  const older = entraSession({ createdAt: inMinutes(-30) });
  const newer = entraSession({ tokens: oldTokens(1) });
  await stores.sessions.put(older);
  await stores.sessions.put(newer);
  entra.answer = refused();
  expect(await source.fetchToken(arm, alice)).toMatchObject({
    ok: true,
    value: { token: older.tokens.accessToken },
  });
  expect((await stores.sessions.listByPrincipal(alice)).map(({ sessionId }) => sessionId)).toEqual([
    older.sessionId,
  ]);
});

test("where no sign-in is left, the person is told to sign in", async () => {
  const { entra, source, stores } = await open();
  await stores.sessions.put(entraSession({ tokens: oldTokens(1) }));
  entra.answer = refused();
  const wanted = {
    ok: false,
    failure: {
      code: "SignInRequired",
      message:
        "The sign-in of alice@contoso.com has ended. Sign in again (the login tool); the diagnosis goes on from there.",
    },
  };
  expect([await source.fetchToken(arm, alice), await source.fetchToken(arm, alice)]).toEqual([
    wanted,
    wanted,
  ]);
  expect(await source.fetchToken(arm)).toMatchObject({ ok: false, failure: { code: "SignInRequired" } });
});

test("the machine's own sign-in is no session with Entra", async () => {
  const { source, stores } = await open();
  await stores.sessions.put(ownSession());
  expect(await source.fetchToken(arm, alice)).toMatchObject({
    ok: false,
    failure: { code: "SignInRequired" },
  });
});

test("a token that Azure refused is renewed with the claims that Azure wants, once for all who met that", async () => {
  const { asked, source, stores } = await open();
  const session = entraSession();
  await stores.sessions.put(session);
  const rejected = { token: session.tokens.accessToken, claims: '{"access_token":{"nbf":{}}}' };
  const answers = await Promise.all([1, 2, 3].map(() => source.fetchToken(arm, alice, rejected)));
  expect(answers.map((answer) => answer.ok && answer.value.token)).toEqual([
    "access-1",
    "access-1",
    "access-1",
  ]);
  expect(asked).toEqual([
    { refreshToken: session.tokens.refreshToken, audience: arm, claims: rejected.claims },
  ]);
});

test.each([
  ["Entra's own", { claims: '{"mine":1}' }, undefined, '{"mine":1}'],
  ["Azure's", { claims: undefined, code: "EntraMisconfigured" }, '{"azures":1}', '{"azures":1}'],
])(
  "a challenge that no renewal answers is kept for the next sign-in: %s",
  async (_, refusal, claims, wanted) => {
    const { entra, kept, source, stores } = await open();
    const session = entraSession();
    await stores.sessions.put(session);
    entra.answer = refused(refusal);
    const rejected = { token: session.tokens.accessToken, ...(claims === undefined ? {} : { claims }) };
    expect(await source.fetchToken(arm, alice, rejected)).toMatchObject({ ok: false });
    expect([kept, (await stores.sessions.get(session.sessionId)) !== undefined]).toEqual([[wanted], true]);
  },
);

test("a misconfigured app ends nobody's sign-in", async () => {
  const { entra, source, stores } = await open();
  const session = entraSession({ tokens: oldTokens(-1) });
  await stores.sessions.put(session);
  entra.answer = refused({ code: "EntraMisconfigured", message: "The client secret has expired." });
  expect(await source.fetchToken(arm, alice)).toEqual({
    ok: false,
    failure: { code: "EntraMisconfigured", message: "The client secret has expired." },
  });
  expect(await stores.sessions.get(session.sessionId)).toBeDefined();
});

const unreachable = async (): Promise<never> =>
  await Promise.reject(new EntraUnreachableError("login.example"));

test("an Entra that is not reached is thrown, and ends no sign-in", async () => {
  const { entra, source, stores } = await open();
  const session = entraSession({ tokens: oldTokens(-1) });
  await stores.sessions.put(session);
  entra.answer = unreachable;
  await expect(source.fetchToken(arm, alice)).rejects.toMatchObject({ code: "EntraUnreachable" });
  expect(await stores.sessions.get(session.sessionId)).toBeDefined();
});

test("while Entra is not reached, a token is used until it ends; one that Azure refused is not", async () => {
  const { clock, entra, source, stores } = await open();
  const session = entraSession({ tokens: oldTokens(4) });
  await stores.sessions.put(session);
  entra.answer = unreachable;
  const { accessToken: token } = session.tokens;
  expect(await source.fetchToken(arm, alice)).toMatchObject({ ok: true, value: { token } });
  await expect(source.fetchToken(arm, alice, { token })).rejects.toMatchObject({ code: "EntraUnreachable" });
  clock.ms = Date.parse(session.tokens.accessTokenExpiresAt);
  await expect(source.fetchToken(arm, alice)).rejects.toMatchObject({ code: "EntraUnreachable" });
});

test("a sign-in that is ended while Entra answers is not read with any more", async () => {
  const { asked, entra, source, stores } = await open();
  const session = entraSession({ tokens: oldTokens(-1) });
  await stores.sessions.put(session);
  const answer = entra.answer;
  entra.answer = async () => {
    await stores.sessions.remove(session.sessionId);
    return await answer();
  };
  expect(await source.fetchToken(arm, alice)).toMatchObject({
    ok: false,
    failure: { code: "SignInRequired" },
  });
  expect(asked.length).toBe(1);
  expect(await stores.sessions.get(session.sessionId)).toBeUndefined();
});

test("a sign-in by a token alone is used to its last second, for its own audience", async () => {
  const { asked, clock, source, stores } = await open();
  const { refreshToken: _, ...alone } = oldTokens(4);
  const session = entraSession({ tokens: alone, expiresAt: inMinutes(60) });
  await stores.sessions.put(session);
  expect(await source.fetchToken(arm, alice)).toMatchObject({
    ok: true,
    value: { token: alone.accessToken },
  });
  expect(await source.fetchToken(graph, alice)).toMatchObject({
    ok: false,
    failure: {
      code: "SignInRequired",
      message: expect.stringContaining("for Azure Resource Manager alone") as string,
    },
  });
  clock.ms = Date.parse(alone.accessTokenExpiresAt);
  expect(await source.fetchToken(arm, alice)).toMatchObject({
    ok: false,
    failure: { code: "SignInRequired" },
  });
  expect([asked, await stores.sessions.get(session.sessionId)]).toEqual([[], undefined]);
});
