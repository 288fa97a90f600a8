import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { createBearerAuthentication } from "../../../mcp-gateway/authorization/bearer.ts";
import { createSessionOpener } from "../../../mcp-gateway/sign-in/session-opener.ts";
import { createAzebalTokens } from "../../../services/identity/azebal-token.ts";
import { createSigningKeys } from "../../../services/identity/signing-keys.ts";
import { openTemporaryStores } from "../../services/stores/support/temporary-stores.ts";
import { ada, signInOf } from "../support/scripted-entra.ts";

const issuer = "https://azebal.contoso.example/";
const audience = `${issuer}mcp`;
const metadata = `${issuer}.well-known/oauth-protected-resource/mcp`;

async function openBearer() {
  const { stores } = await openTemporaryStores();
  const signing = createSigningKeys(stores.keys);
  const tokens = createAzebalTokens({ keys: signing, issuer, audience });
  const opener = createSessionOpener({
    sessions: stores.sessions,
    support: { role: "Support" },
    sessionMs: 3_600_000,
  });
  const caller = await opener.open(signInOf(ada, { roles: ["Support"] }));
  const token = await tokens.sign({ sessionId: caller.sessionId ?? "", clientId: "azebal-ide" });
  const authenticate = createBearerAuthentication({
    tokens,
    sessions: stores.sessions,
    metadataUrl: () => metadata,
  });
  return {
    authenticate: (authorization?: string) => authenticate({ authorization }),
    caller,
    signing,
    stores,
    token,
  };
}

test("a token names its session's person and their roles", async () => {
  const { authenticate, caller, token } = await openBearer();
  expect(await authenticate(`Bearer ${token}`)).toEqual(caller);
  expect(await authenticate(`bearer  ${token}`)).toEqual(caller);
});

test.each([undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer a b", 'Bearer "x"', "Bearer ü"])(
  "with %j the client is told where to get a token",
  async (header) => {
    const { authenticate } = await openBearer();
    await expect(authenticate(header)).rejects.toMatchObject({
      name: "BearerRefusedError",
      status: 401,
      challenge: `Bearer scope="azebal.diagnose", resource_metadata="${metadata}"`,
    });
  },
);

test.each(["x", "a.b.c", "e30.e30.e30", "=".repeat(5_000)])(
  "%j is refused without a word of it",
  async (text) => {
    const { authenticate } = await openBearer();
    const refused = (await authenticate(`Bearer ${text}`).catch((error: unknown) => error)) as Error;
    expect(refused).toMatchObject({
      status: 401,
      challenge: `Bearer error="invalid_token", scope="azebal.diagnose", resource_metadata="${metadata}"`,
    });
    expect(refused.message).not.toContain(text.length > 1 ? text : "\u0000");
  },
);

test("once the session has ended, its tokens are worth nothing", async () => {
  const { authenticate, caller, stores, token } = await openBearer();
  await stores.sessions.remove(caller.sessionId ?? "");
  await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({
    status: 401,
    message: "The sign-in has ended. Sign in again.",
    challenge: expect.stringContaining('error="invalid_token"') as string,
  });
});

test("a valid token without the scope is told which one it lacks", async () => {
  const { authenticate, caller, signing } = await openBearer();
  const { importJWK } = await import("jose");
  const key = await signing.current();
  const token = await new SignJWT({ sid: caller.sessionId, client_id: "azebal-ide", scope: "other" })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: key.kid ?? "" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setJti("j")
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(await importJWK(key, "EdDSA"));
  await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({
    status: 403,
    challenge: `Bearer error="insufficient_scope", scope="azebal.diagnose", resource_metadata="${metadata}"`,
  });
});

test("sessions that cannot be reached are no refusal: the token may be good", async () => {
  const { token, signing } = await openBearer();
  const outage = Object.assign(new Error("down"), { code: "StoreUnreachable" });
  const authenticate = createBearerAuthentication({
    tokens: createAzebalTokens({ keys: signing, issuer, audience }),
    sessions: { get: async () => await Promise.reject(outage) },
    metadataUrl: () => metadata,
  });
  await expect(authenticate({ authorization: `Bearer ${token}` })).rejects.toBe(outage);
});
