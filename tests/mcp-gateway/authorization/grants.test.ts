import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Grants } from "../../../mcp-gateway/authorization/grants.ts";
import { createSessionOpener } from "../../../mcp-gateway/sign-in/session-opener.ts";
import { createAzebalTokens } from "../../../services/identity/azebal-token.ts";
import { createSigningKeys } from "../../../services/identity/signing-keys.ts";
import type { Stores } from "../../../services/stores/stores.ts";
import { openTemporaryStores } from "../../services/stores/support/temporary-stores.ts";
import { ada, signInOf } from "../support/scripted-entra.ts";

const resource = "https://azebal.contoso.example/mcp";
const redirectUri = "http://127.0.0.1:51999/callback";
const clientId = "azebal-ide";
const refreshSeconds = 600;

/** Grants of one gateway; another on the same stores is another replica. */
function grantsOn({ keys, sessions, singleUse }: Stores, nowMs: () => number = Date.now): Grants {
  return new Grants({
    tokens: tokensOn(keys),
    keys,
    singleUse,
    sessions: {
      isOpen: async (id) => (await sessions.get(id)) !== undefined,
      end: async (id) => await sessions.remove(id),
    },
    resource: () => resource,
    refreshSeconds,
    nowMs,
  });
}

function tokensOn(keys: Stores["keys"]) {
  return createAzebalTokens({
    keys: createSigningKeys(keys),
    issuer: "https://azebal.contoso.example/",
    audience: resource,
  });
}

/** As a store is once the grace of every refresh token is over. */
function graceless(singleUse: Stores["singleUse"]): Stores["singleUse"] {
  return {
    ...singleUse,
    putOnce: async (key, value, ttlSeconds) =>
      key.startsWith("oauth-refresh grace ") || (await singleUse.putOnce(key, value, ttlSeconds)),
  };
}

/** A sign-in that a client was given a code for. */
async function granted(nowMs?: () => number) {
  const { again, stores } = await openTemporaryStores();
  const grants = grantsOn(stores, nowMs);
  const opener = createSessionOpener({
    sessions: stores.sessions,
    support: { role: "Support" },
    sessionMs: 3_600_000,
  });
  const { sessionId = "" } = await opener.open(signInOf(ada));
  const codeVerifier = randomBytes(32).toString("base64url");
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
  const code = await grants.issueCode({ sessionId, clientId, redirectUri, codeChallenge });
  const by = { clientId, codeVerifier, redirectUri, resource: undefined };
  const isOpen = async () => (await stores.sessions.get(sessionId)) !== undefined;
  return { again, stores, grants, sessionId, code, by, isOpen };
}

test("a code gives tokens for the session, for ten minutes, and one to renew them with", async () => {
  const { by, code, grants, sessionId, stores } = await granted();
  const answer = await grants.redeemCode(code, by);
  expect(answer).toEqual({
    access_token: answer.access_token,
    token_type: "Bearer",
    expires_in: 600,
    refresh_token: answer.refresh_token,
    scope: "azebal.diagnose",
  });
  expect(await tokensOn(stores.keys).verify(answer.access_token)).toEqual({ sessionId, clientId });
  expect(answer.refresh_token).not.toContain(sessionId);
});

test("a code that is used twice ends the sign-in, and the tokens that it gave", async () => {
  const { by, code, grants, isOpen } = await granted();
  const { refresh_token } = await grants.redeemCode(code, by);
  await expect(grants.redeemCode(code, by)).rejects.toMatchObject({ errorCode: "invalid_grant" });
  expect(await isOpen()).toBe(false);
  await expect(grants.redeemRefreshToken(refresh_token, clientId, undefined)).rejects.toThrow("has ended");
});

test("of any number who redeem a code at once, one is given tokens at most, and the sign-in ends", async () => {
  const { again, by, code, grants, isOpen } = await granted();
  const other = grantsOn(await again());
  const all = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => (index % 2 ? other : grants).redeemCode(code, by)),
  );
  expect(all.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
  expect(await isOpen()).toBe(false);
});

test.each([
  ["by another client", { clientId: "another" }],
  ["with another verifier", { codeVerifier: "x".repeat(43) }],
  ["without a verifier", { codeVerifier: undefined }],
  ["for another address", { redirectUri: "http://127.0.0.1:51999/other" }],
])(
  "a code that is redeemed %s gives nothing, and is neither used up nor its sign-in ended",
  async (_, change) => {
    const { by, code, grants, isOpen } = await granted();
    const wrong = { ...by, ...change };
    await expect(grants.redeemCode(code, wrong)).rejects.toThrow("given to another request");
    await grants.redeemCode(code, by);
    await expect(grants.redeemCode(code, wrong)).rejects.toThrow("given to another request");
    expect(await isOpen()).toBe(true);
  },
);

test("a code is good for a minute", async () => {
  const clock = { ms: Date.now() };
  const { by, code, grants } = await granted(() => clock.ms);
  clock.ms += 60_000;
  await expect(grants.redeemCode(code, by)).rejects.toThrow("too old");
});

test("a code may be redeemed without its address, as OAuth 2.1 has it", async () => {
  const { by, code, grants } = await granted();
  expect((await grants.redeemCode(code, { ...by, redirectUri: undefined })).token_type).toBe("Bearer");
});

test("tokens are for this resource only, with or without a slash", async () => {
  const { by, code, grants } = await granted();
  const other = new URL("https://graph.microsoft.com/");
  await expect(grants.redeemCode(code, { ...by, resource: other })).rejects.toMatchObject({
    errorCode: "invalid_target",
  });
  const { refresh_token } = await grants.redeemCode(code, { ...by, resource: new URL(`${resource}/`) });
  await expect(grants.redeemRefreshToken(refresh_token, clientId, other)).rejects.toMatchObject({
    errorCode: "invalid_target",
  });
});

test("a refresh token is rotated, at any gateway", async () => {
  const { again, by, code, grants, sessionId, stores } = await granted();
  const first = await grants.redeemCode(code, by);
  const second = await grantsOn(await again()).redeemRefreshToken(first.refresh_token, clientId, undefined);
  const third = await grants.redeemRefreshToken(second.refresh_token, clientId, undefined);
  expect(new Set([first, second, third].map(({ refresh_token }) => refresh_token)).size).toBe(3);
  expect(await tokensOn(stores.keys).verify(third.access_token)).toEqual({ sessionId, clientId });
});

test("windows that renew at the same moment are all given tokens, and go on from the same one", async () => {
  const { again, by, code, grants, isOpen } = await granted();
  const { refresh_token } = await grants.redeemCode(code, by);
  const other = grantsOn(await again());
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? other : grants).redeemRefreshToken(refresh_token, clientId, undefined),
    ),
  );
  // Each of them holds the same next one, in a text of its own: they may race again.
  await Promise.all(
    answers.map((answer) => grants.redeemRefreshToken(answer.refresh_token, clientId, undefined)),
  );
  expect(await isOpen()).toBe(true);
});

test("a refresh token that is used again later ends the sign-in, whoever uses it", async () => {
  const { by, code, isOpen, stores } = await granted();
  const within = grantsOn(stores);
  const later = grantsOn({ ...stores, singleUse: graceless(stores.singleUse) });
  const stolen = (await within.redeemCode(code, by)).refresh_token;
  const next = await within.redeemRefreshToken(stolen, clientId, undefined);
  await expect(later.redeemRefreshToken(stolen, clientId, undefined)).rejects.toThrow("sign-in was ended");
  expect(await isOpen()).toBe(false);
  await expect(within.redeemRefreshToken(next.refresh_token, clientId, undefined)).rejects.toThrow(
    "has ended",
  );
});

test("a code and a refresh token that met an outage are still good after it", async () => {
  const { by, code, stores, isOpen } = await granted();
  const get = async () => await Promise.reject<never>(new Error("down"));
  const during = grantsOn({ ...stores, sessions: { ...stores.sessions, get } });
  const after = grantsOn({ ...stores, singleUse: graceless(stores.singleUse) });
  await expect(during.redeemCode(code, by)).rejects.toThrow("down");
  const { refresh_token } = await after.redeemCode(code, by);
  await expect(during.redeemRefreshToken(refresh_token, clientId, undefined)).rejects.toThrow("down");
  expect((await after.redeemRefreshToken(refresh_token, clientId, undefined)).token_type).toBe("Bearer");
  expect(await isOpen()).toBe(true);
});

test("another client cannot renew with a refresh token, nor use it up, nor end its sign-in", async () => {
  const { by, code, grants, isOpen } = await granted();
  const { refresh_token } = await grants.redeemCode(code, by);
  await expect(grants.redeemRefreshToken(refresh_token, "another", undefined)).rejects.toMatchObject({
    errorCode: "invalid_grant",
  });
  await grants.revoke(refresh_token, "another");
  expect(await isOpen()).toBe(true);
  expect((await grants.redeemRefreshToken(refresh_token, clientId, undefined)).token_type).toBe("Bearer");
});

test("a refresh token is too old after its time", async () => {
  const clock = { ms: Date.now() };
  const { by, code, grants, isOpen } = await granted(() => clock.ms);
  const { refresh_token } = await grants.redeemCode(code, by);
  clock.ms += refreshSeconds * 1_000;
  await expect(grants.redeemRefreshToken(refresh_token, clientId, undefined)).rejects.toThrow("too old");
  expect(await isOpen()).toBe(true);
});

test.each(["refresh_token", "access_token"] as const)("giving the %s back ends the sign-in", async (kind) => {
  const { by, code, grants, isOpen } = await granted();
  await grants.revoke((await grants.redeemCode(code, by))[kind], clientId);
  expect(await isOpen()).toBe(false);
});

test.each(["", "v1.a.b", "x".repeat(100_000), "v1.k.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA", "a.b.c"])(
  "%j is no token, and giving it back changes nothing",
  async (text) => {
    const { grants, isOpen } = await granted();
    await grants.revoke(text, clientId);
    expect(await isOpen()).toBe(true);
    await expect(grants.redeemRefreshToken(text, clientId, undefined)).rejects.toMatchObject({
      errorCode: "invalid_grant",
    });
  },
);

test("what the same keys sealed for another place is no refresh token, and a refresh token no code", async () => {
  const { grants, sessionId, stores } = await granted();
  const grant = { sessionId, clientId, family: "f", number: 1, expiresAtMs: Date.now() + 60_000 };
  const forged = await stores.keys.seal(JSON.stringify(grant), "sign-in-invitation");
  await expect(grants.redeemRefreshToken(forged, clientId, undefined)).rejects.toThrow("no refresh token");
  const code = await grants.issueCode({ sessionId, clientId, redirectUri: "r", codeChallenge: "c" });
  await expect(grants.redeemRefreshToken(code, clientId, undefined)).rejects.toThrow("no refresh token");
});
