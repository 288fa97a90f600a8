import { describe, expect, it } from "vitest";
import { startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, countedTokens, readerOn } from "../support/reader-on.ts";
import { vault } from "../support/table-paths.ts";

describe("a sign-in that Azure refuses", () => {
  it("is renewed once, and the read made again", async () => {
    const azure = await startLoopbackAzure(({ headers }) =>
      headers.authorization === "Bearer token-2"
        ? { body: { id: vault } }
        : { status: 401, body: { error: { code: "ExpiredAuthenticationToken" } } },
    );
    expect(await readerOn(azure.origin)(arm(vault))).toMatchObject({
      ok: true,
      value: { body: { id: vault } },
    });
    expect(azure.received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("is the answer where consent is missing: nothing is sent, and no sign-in is asked for", async () => {
    const azure = await startLoopbackAzure(() => ({ body: {} }));
    const failure = { code: "ConsentRequired", message: "Consent is missing." };
    const credentials: ReturnType<typeof countedTokens> = {
      ...countedTokens(),
      accessToken: () => Promise.resolve({ ok: false, failure }),
    };
    expect(await readerOn(azure.origin, { credentials })(arm(vault))).toMatchObject({
      ok: true,
      value: { status: 401, body: { error: failure } },
    });
    expect(azure.received).toEqual([]);
  });

  it("is asked for again where the fresh token is refused too", async () => {
    const azure = await startLoopbackAzure(() => ({ status: 401 }));
    expect(await readerOn(azure.origin)(arm(vault))).toEqual({
      ok: false,
      failure: {
        code: "SignInRequired",
        message:
          "Azure no longer accepts the sign-in of mara.lindqvist@fabrikamretail.example for https://management.azure.com. Sign in again with the login tool (for a sign-in of this machine: az login --tenant c9ecf777-3723-46b7-b162-9ac149673713); the diagnosis goes on from there.",
        status: 401,
      },
    });
    expect(azure.received.length).toBe(2);
  });

  it.each([
    [
      "the claims that Azure wants",
      `claims="${Buffer.from('{"access_token":{}}').toString("base64")}"`,
      '{"access_token":{}}',
    ],
    ["no claims where there are none", 'error="invalid_token"', undefined],
    ["no claims where they are no JSON", 'claims="bm9uZQ=="', undefined],
  ])("asks for the next token with %s", async (_, challenge, claims) => {
    const azure = await startLoopbackAzure(() => ({
      status: 401,
      headers: { "www-authenticate": `Bearer authorization_uri="https://login.example", ${challenge}` },
    }));
    const rejections: unknown[] = [];
    const credentials: ReturnType<typeof countedTokens> = {
      ...countedTokens(),
      accessToken(_principal, _audience, rejected) {
        if (rejected) rejections.push(rejected);
        return Promise.resolve({ ok: true, value: rejected ? "second" : "first" });
      },
    };
    await readerOn(azure.origin, { credentials })(arm(vault));
    expect(rejections).toEqual([claims === undefined ? { token: "first" } : { token: "first", claims }]);
  });

  it("is not tried twice with the same token", async () => {
    const azure = await startLoopbackAzure(() => ({ status: 401 }));
    const credentials = {
      ...countedTokens(),
      accessToken: () => Promise.resolve({ ok: true, value: "only-one" } as const),
    };
    const outcome = await readerOn(azure.origin, { credentials })(arm(vault));
    expect(!outcome.ok && outcome.failure.code).toBe("SignInRequired");
    expect(azure.received.length).toBe(1);
  });

  it("that is missing keeps the read at home", async () => {
    const azure = await startLoopbackAzure(() => ({ body: {} }));
    const failure = { code: "SignInRequired", message: "Run: az login" };
    const credentials = {
      ...countedTokens(),
      accessToken: () => Promise.resolve({ ok: false, failure } as const),
    };
    expect(await readerOn(azure.origin, { credentials })(arm(vault))).toEqual({ ok: false, failure });
    expect(azure.received).toEqual([]);
  });
});
