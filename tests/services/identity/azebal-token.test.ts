import { SignJWT } from "jose";
import { expect, test } from "vitest";
import {
  azebalScope,
  azebalTokenSeconds,
  createAzebalTokens,
} from "../../../services/identity/azebal-token.ts";
import { createSigningKeys } from "../../../services/identity/signing-keys.ts";
import { createKeyRing, type RingKey } from "../../../services/stores/keys/key-ring.ts";

const issuer = "https://azebal.contoso.example";
const audience = `${issuer}/mcp`;
const claims = { sessionId: "a-session-of-this-test", clientId: "azebal-ide" };

/** A ring over keys that the test changes; `known` counts how often it was read. */
function ringOf(keys: RingKey[]) {
  return createKeyRing("The ring", {
    readKeys: async () => keys.map(({ id, key }) => ({ id, key: Buffer.from(key) })),
    mayHaveChanged: () => false,
    outlivesFailures: true,
    mayKnowMore: () => true,
  });
}
const keyOf = (id: string): RingKey => ({ id, key: Buffer.alloc(32, id) });
const tokensOf = (keys: RingKey[], now?: () => Date) =>
  createAzebalTokens({
    keys: createSigningKeys(ringOf(keys)),
    issuer,
    audience,
    ...(now === undefined ? {} : { now }),
  });

test("a token carries the session's handle, and nothing of the person", async () => {
  const tokens = tokensOf([keyOf("k1")]);
  const token = await tokens.sign(claims);
  const payload = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString("utf8")) as object;
  expect(Object.keys(payload).toSorted()).toEqual([
    "aud",
    "client_id",
    "exp",
    "iat",
    "iss",
    "jti",
    "scope",
    "sid",
  ]);
  expect(await tokens.verify(token)).toEqual(claims);
});

test("every gateway of an installation takes the tokens of the others, also after the keys were rotated", async () => {
  const keys = [keyOf("k1")];
  const [first, second] = [tokensOf(keys), tokensOf(keys)];
  const before = await first.sign(claims);
  expect(await second.verify(before)).toEqual(claims);
  keys.push(keyOf("k2"));
  const third = tokensOf(keys);
  const after = await third.sign(claims);
  expect(await second.verify(after)).toEqual(claims);
  expect(await third.verify(before)).toEqual(claims);
});

test("a token of another installation is refused, also under the same key ID", async () => {
  const token = await tokensOf([{ id: "k1", key: Buffer.alloc(32, 7) }]).sign(claims);
  await expect(tokensOf([keyOf("k1")]).verify(token)).rejects.toMatchObject({
    name: "InvalidAzebalTokenError",
    message: "The access token is not valid: it is not signed by this gateway.",
  });
  await expect(tokensOf([keyOf("k9")]).verify(token)).rejects.toThrow("not signed by this gateway");
});

test("a token is good for ten minutes", async () => {
  let seconds = 1_800_000_000;
  const tokens = tokensOf([keyOf("k1")], () => new Date(seconds * 1_000));
  const token = await tokens.sign(claims);
  seconds += azebalTokenSeconds;
  expect(await tokens.verify(token)).toEqual(claims);
  seconds += 6;
  await expect(tokens.verify(token)).rejects.toThrow("it has expired");
});

/** A token of this gateway's key with one thing changed. */
async function forged(changes: {
  payload?: Record<string, unknown>;
  header?: Record<string, unknown>;
  audience?: string;
  issuer?: string;
  seconds?: number;
}): Promise<string> {
  const signing = createSigningKeys(ringOf([keyOf("k1")]));
  const key = await signing.current();
  const { importJWK } = await import("jose");
  return await new SignJWT({
    sid: claims.sessionId,
    client_id: claims.clientId,
    scope: azebalScope,
    ...changes.payload,
  })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: "k1", ...changes.header })
    .setIssuer(changes.issuer ?? issuer)
    .setAudience(changes.audience ?? audience)
    .setJti("j")
    .setIssuedAt()
    .setExpirationTime(`${changes.seconds ?? 60}s`)
    .sign(await importJWK(key, "EdDSA"));
}

test.each([
  ["for another resource", { audience: "https://graph.microsoft.com" }, "its issuer, audience, kind or time"],
  ["of another issuer", { issuer: "https://evil.example" }, "its issuer, audience, kind or time"],
  ["of another kind", { header: { typ: "JWT" } }, "its issuer, audience, kind or time"],
  ["that is good for a day", { seconds: 86_400 }, "valid for longer than 600 s"],
  ["without a session", { payload: { sid: undefined } }, "it is no token of this gateway"],
])("a token %s is refused", async (_, changes, reason) => {
  await expect(tokensOf([keyOf("k1")]).verify(await forged(changes))).rejects.toThrow(reason);
});

test("a token without the scope says which one is missing", async () => {
  const token = await forged({ payload: { scope: "other" } });
  await expect(tokensOf([keyOf("k1")]).verify(token)).rejects.toMatchObject({ missingScope: azebalScope });
});

test.each(["", "a.b.c", "e30.e30.", "not a token", "ey".repeat(5_000)])("%j is no token", async (text) => {
  await expect(tokensOf([keyOf("k1")]).verify(text)).rejects.toMatchObject({ code: "InvalidToken" });
});
