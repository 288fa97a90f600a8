import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import {
  createAssertionKeys,
  createAssertionSigner,
  createAssertionVerifier,
  InvalidAssertionError,
} from "../../../services/platform/principal-assertion.ts";

const principal = {
  tenantId: "c9ecf777-3723-46b7-b162-9ac149673713",
  objectId: "42D41113-ae2b-4edf-8af2-6bd0fcda536e",
  userPrincipalName: "mara.lindqvist@fabrikamretail.example",
};
const start = Date.parse("2026-10-14T09:20:00Z");
const keys = await createAssertionKeys();

function at(seconds: number): () => Date {
  return () => new Date(start + seconds * 1_000);
}

const verifier = createAssertionVerifier(keys.jwks, at(0));

/** An assertion as the signer makes it, with some of its claims replaced. */
async function made(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  const issuedAt = start / 1_000;
  const all = {
    iss: "azebal-gateway",
    aud: "azebal-function-app",
    sub: `${principal.tenantId}/${principal.objectId}`.toLowerCase(),
    jti: "j-1",
    iat: issuedAt,
    exp: issuedAt + 60,
    tid: principal.tenantId,
    oid: principal.objectId,
    upn: principal.userPrincipalName,
    ...claims,
  };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: "EdDSA", ...header })
    .sign(await importJWK(keys.privateJwk, "EdDSA"));
}

describe("a principal assertion", () => {
  it("says who the caller is", async () => {
    const assertion = await createAssertionSigner(keys.privateJwk, at(0)).sign({ principal });
    expect(await verifier.verify(assertion)).toEqual({ principal, roles: [], id: expect.any(String) });
  });

  it("is good for one command, where it names one", async () => {
    const command = "POST /api/diagnoses";
    const assertion = await createAssertionSigner(keys.privateJwk, at(0)).sign({ principal, command });
    expect(await verifier.verify(assertion)).toMatchObject({ command });
  });

  it("carries roles", async () => {
    const assertion = await createAssertionSigner(keys.privateJwk, at(0)).sign({
      principal,
      roles: ["support"],
    });
    expect(await verifier.verify(assertion)).toMatchObject({ principal, roles: ["support"] });
  });

  it("is another one each time, and names its key", async () => {
    const signer = createAssertionSigner(keys.privateJwk, at(0));
    const assertions = await Promise.all([signer.sign({ principal }), signer.sign({ principal })]);
    const parts = assertions.map((assertion) =>
      assertion
        .split(".")
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>),
    );
    expect(parts.map(([header]) => header)).toEqual([
      { alg: "EdDSA", typ: "JWT", kid: keys.jwks.keys[0]?.kid },
      { alg: "EdDSA", typ: "JWT", kid: keys.jwks.keys[0]?.kid },
    ]);
    expect(parts[0]?.[1]?.["jti"]).not.toBe(parts[1]?.[1]?.["jti"]);
  });

  it("is accepted with any of several known keys", async () => {
    const other = await createAssertionKeys();
    const both = createAssertionVerifier({ keys: [...other.jwks.keys, ...keys.jwks.keys] }, at(0));
    const assertion = await createAssertionSigner(keys.privateJwk, at(0)).sign({ principal });
    expect((await both.verify(assertion)).principal).toEqual(principal);
  });

  it("holds for a minute, and a few seconds for clocks that differ", async () => {
    const assertion = await createAssertionSigner(keys.privateJwk, at(0)).sign({ principal });
    const verifiedAt = (seconds: number) => createAssertionVerifier(keys.jwks, at(seconds)).verify(assertion);
    await expect(verifiedAt(63)).resolves.toMatchObject({ principal });
    await expect(verifiedAt(-4)).resolves.toMatchObject({ principal });
    await expect(verifiedAt(66)).rejects.toThrow(new InvalidAssertionError("it has expired"));
    await expect(verifiedAt(-30)).rejects.toBeInstanceOf(InvalidAssertionError);
  });
});

describe("an assertion is refused", () => {
  it.each<[string, () => Promise<string>, string]>([
    [
      "of another issuer",
      () => made({ iss: "somebody" }),
      "its issuer, audience or time is not the gateway's",
    ],
    [
      "for another audience",
      () => made({ aud: "azebal-gateway" }),
      "its issuer, audience or time is not the gateway's",
    ],
    [
      "without an audience",
      () => made({ aud: undefined }),
      "its issuer, audience or time is not the gateway's",
    ],
    ["without an ID", () => made({ jti: undefined }), "its issuer, audience or time is not the gateway's"],
    ["without an end", () => made({ exp: undefined }), "its issuer, audience or time is not the gateway's"],
    [
      "that holds for an hour",
      () => made({ exp: start / 1_000 + 3_600 }),
      "it is valid for longer than 60 s",
    ],
    ["whose subject is somebody else", () => made({ sub: "t/o" }), "its subject is somebody else"],
    ["without a tenant", () => made({ tid: undefined }), "it does not say whose it is"],
    ["with an empty object", () => made({ oid: "" }), "it does not say whose it is"],
    ["with roles that are no list", () => made({ roles: "support" }), "it does not say whose it is"],
    [
      "of another key",
      async () => createAssertionSigner((await createAssertionKeys()).privateJwk, at(0)).sign({ principal }),
      "it is not signed by a known gateway",
    ],
    [
      "of a key under a known name",
      async () => {
        const { privateJwk } = await createAssertionKeys();
        return createAssertionSigner({ ...privateJwk, kid: keys.privateJwk.kid! }, at(0)).sign({ principal });
      },
      "it is not signed by a known gateway",
    ],
    [
      "that was changed",
      async () => {
        const [header, , signature] = (await made({})).split(".");
        const forged = Buffer.from(JSON.stringify({ oid: "admin" })).toString("base64url");
        return `${header}.${forged}.${signature}`;
      },
      "it is not signed by a known gateway",
    ],
    [
      "that is not signed",
      () => Promise.resolve(`${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.`),
      "it is not signed with EdDSA",
    ],
    ["that is no token", () => Promise.resolve("Bearer x"), "it is not a signed token"],
    ["that is empty", () => Promise.resolve(""), "it is not a signed token"],
  ])("%s", async (_, assertion, reason) => {
    const text = await assertion();
    await expect(verifier.verify(text)).rejects.toThrow(new InvalidAssertionError(reason));
  });

  it("that is signed by another algorithm with the public key as the secret", async () => {
    const secret = Buffer.from(JSON.stringify(keys.jwks.keys[0]));
    const forged = await new SignJWT({ oid: "admin" }).setProtectedHeader({ alg: "HS256" }).sign(secret);
    await expect(verifier.verify(forged)).rejects.toThrow(
      new InvalidAssertionError("it is not signed with EdDSA"),
    );
  });

  it("with a message that does not show it", async () => {
    const assertion = await made({ iss: "somebody" });
    await expect(verifier.verify(assertion)).rejects.toMatchObject({
      name: "InvalidAssertionError",
      code: "InvalidAssertion",
      message: expect.not.stringContaining(assertion.slice(0, 20)) as string,
    });
  });
});

describe("a new key pair", () => {
  it("publishes only what is public", () => {
    expect(Object.keys(keys.jwks.keys[0] ?? {}).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    expect(keys.privateJwk).toMatchObject({ kty: "OKP", crv: "Ed25519", kid: keys.jwks.keys[0]?.kid });
  });

  it("of another curve signs nothing", async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const signer = createAssertionSigner(await exportJWK(privateKey), at(0));
    await expect(signer.sign({ principal })).rejects.toMatchObject({ name: "JOSENotSupported" });
  });
});
