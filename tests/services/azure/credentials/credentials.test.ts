import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../../domain/failure.ts";
import type { AccessToken, AccessTokens } from "../../../../services/azure/credentials/token-cache.ts";
import { createCredentialSource } from "../../../../services/azure/credentials.ts";
import { madeToken } from "../support/made-token.ts";
import { mara } from "../support/reader-on.ts";

const arm = "https://management.azure.com";
const graph = "https://graph.microsoft.com";
const hour = 3_600_000;
const maras = { tid: mara.tenantId.toUpperCase(), oid: mara.objectId, upn: mara.userPrincipalName };

/** A source of tokens that counts its calls and waits until the test lets it answer. */
function countedSource(answer: (call: number) => Outcome<AccessToken>): AccessTokens & { calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    fetchToken(audience) {
      calls.push(audience);
      return Promise.resolve(answer(calls.length));
    },
  };
}

function source(tokens: AccessTokens, nowMs: () => number = () => 0) {
  return createCredentialSource({
    kindOf: () => Promise.resolve("default_azure"),
    authorityHost: "https://login.microsoftonline.com",
    tokens: { default_azure: tokens },
    nowMs,
  });
}

function marasToken(call: number): string {
  return madeToken({ ...maras, call });
}

describe("an access token", () => {
  it("is fetched once, and again five minutes before it expires", async () => {
    let nowMs = 0;
    const tokens = countedSource((call) => ({
      ok: true,
      value: { token: marasToken(call), expiresAtMs: nowMs + hour },
    }));
    const credentials = source(tokens, () => nowMs);
    const first = await credentials.accessToken(mara, arm);
    nowMs = hour - 5 * 60_000 - 1;
    const kept = await credentials.accessToken(mara, arm);
    nowMs += 1;
    const renewed = await credentials.accessToken(mara, arm);
    expect([first, kept, renewed]).toEqual([
      { ok: true, value: marasToken(1) },
      { ok: true, value: marasToken(1) },
      { ok: true, value: marasToken(2) },
    ]);
  });

  it("is kept apart by audience and by person", async () => {
    const tokens = countedSource((call) => ({
      ok: true,
      value: { token: marasToken(call), expiresAtMs: hour },
    }));
    const credentials = createCredentialSource({
      kindOf: () => Promise.resolve("token_endpoint"),
      authorityHost: "https://login.microsoftonline.com",
      tokens: { token_endpoint: tokens },
      nowMs: () => 0,
    });
    await credentials.accessToken(mara, arm);
    await credentials.accessToken(mara, graph);
    await credentials.accessToken({ ...mara, objectId: "somebody-else" }, arm);
    await credentials.accessToken({ ...mara, objectId: mara.objectId.toUpperCase() }, arm);
    expect(tokens.calls).toEqual([arm, graph, arm]);
  });

  it("is fetched once by all who ask at the same time", async () => {
    const tokens = countedSource((call) => ({
      ok: true,
      value: { token: marasToken(call), expiresAtMs: hour },
    }));
    const credentials = source(tokens);
    const all = await Promise.all(Array.from({ length: 8 }, () => credentials.accessToken(mara, arm)));
    expect(tokens.calls.length).toBe(1);
    expect(all).toEqual(Array.from({ length: 8 }, () => ({ ok: true, value: marasToken(1) })));
  });

  it("that was rejected is not handed out again", async () => {
    const tokens = countedSource((call) => ({
      ok: true,
      value: { token: marasToken(call), expiresAtMs: hour },
    }));
    const credentials = source(tokens);
    await credentials.accessToken(mara, arm);
    expect(await credentials.accessToken(mara, arm, { token: marasToken(1) })).toEqual({
      ok: true,
      value: marasToken(2),
    });
    // Another read was rejected with the old token: the new one serves it too.
    expect(await credentials.accessToken(mara, arm, { token: marasToken(1) })).toEqual({
      ok: true,
      value: marasToken(2),
    });
    expect(tokens.calls.length).toBe(2);
  });

  it("that could not be had is asked for again the next time", async () => {
    const failure = { code: "SignInRequired", message: "Run: az login" };
    const tokens = countedSource((call) =>
      call === 1
        ? { ok: false, failure }
        : { ok: true, value: { token: marasToken(call), expiresAtMs: hour } },
    );
    const credentials = source(tokens);
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: false, failure });
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: true, value: marasToken(2) });
  });

  it("whose fetch broke is asked for again the next time", async () => {
    let calls = 0;
    const credentials = source({
      fetchToken() {
        calls += 1;
        return calls === 1
          ? Promise.reject(new TypeError("fetch failed"))
          : Promise.resolve({ ok: true, value: { token: marasToken(calls), expiresAtMs: hour } });
      },
    });
    await expect(credentials.accessToken(mara, arm)).rejects.toThrow("fetch failed");
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: true, value: marasToken(2) });
  });

  it("of another person who signed in on this machine is refused, and taken once the right one is back", async () => {
    const tokens = countedSource((call) => ({
      ok: true,
      value: {
        token:
          call === 1 ? madeToken({ ...maras, oid: "other", upn: "ben@contoso.example" }) : marasToken(call),
        expiresAtMs: hour,
      },
    }));
    const credentials = source(tokens);
    expect(await credentials.accessToken(mara, arm)).toEqual({
      ok: false,
      failure: {
        code: "SignInRequired",
        message: `This machine is signed in to Azure as ben@contoso.example, but the diagnosis belongs to ${mara.userPrincipalName} (tenant ${mara.tenantId}). Run: az login --tenant ${mara.tenantId}`,
      },
    });
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: true, value: marasToken(2) });
  });

  it.each([
    ["of another tenant", madeToken({ ...maras, tid: "other" })],
    ["that cannot be read", "opaque"],
  ])("%s is refused", async (_, token) => {
    const tokens = countedSource(() => ({ ok: true, value: { token, expiresAtMs: hour } }));
    const outcome = await source(tokens).accessToken(mara, arm);
    expect(!outcome.ok && outcome.failure.code).toBe("SignInRequired");
  });

  it("is not fetched for a person without a session", async () => {
    const credentials = createCredentialSource({
      kindOf: () => Promise.resolve(undefined),
      authorityHost: "https://login.microsoftonline.com",
    });
    expect(await credentials.accessToken(mara, arm)).toEqual({
      ok: false,
      failure: {
        code: "SignInRequired",
        message: `There is no sign-in of ${mara.userPrincipalName}. Sign in again.`,
      },
    });
  });
});

describe("who is signed in", () => {
  it("is read from a fresh token", async () => {
    const tokens = countedSource((call) => ({
      ok: true,
      value: { token: marasToken(call), expiresAtMs: hour },
    }));
    expect(await source(tokens).signedInAs("default_azure", arm)).toEqual({
      ok: true,
      value: { tenantId: maras.tid, objectId: maras.oid, userPrincipalName: maras.upn },
    });
  });

  it("is not known by a token that does not say", async () => {
    const tokens = countedSource(() => ({ ok: true, value: { token: "opaque", expiresAtMs: hour } }));
    const outcome = await source(tokens).signedInAs("default_azure", arm);
    expect(!outcome.ok && outcome.failure.code).toBe("SignInRequired");
  });
});
