import { describe, expect, it } from "vitest";
import { createCredentialSource } from "../../../../services/azure/credentials.ts";
import { startLoopbackAzure } from "../support/loopback-azure.ts";
import { mara } from "../support/reader-on.ts";

const arm = "https://management.azure.com";

describe("a token endpoint", () => {
  function endpointSource(tokenUrl: string | undefined) {
    return createCredentialSource({
      kindOf: () => Promise.resolve("token_endpoint"),
      authorityHost: "https://login.microsoftonline.com",
      nowMs: () => 0,
      ...(tokenUrl === undefined ? {} : { tokenUrl }),
    });
  }

  it.each([
    ["a number", 3_600],
    ["text", "3600"],
  ])("gives tokens by resource, its expiry as %s", async (_, expires_on) => {
    const azure = await startLoopbackAzure(() => ({ body: { access_token: "sim-token", expires_on } }));
    const credentials = endpointSource(`${azure.origin}/simulator/token`);
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: true, value: "sim-token" });
    expect(await credentials.accessToken(mara, arm)).toEqual({ ok: true, value: "sim-token" });
    expect(azure.received.map(({ target }) => target)).toEqual([
      `/simulator/token?resource=https%3A%2F%2Fmanagement.azure.com&login_hint=${encodeURIComponent(mara.userPrincipalName)}`,
    ]);
  });

  it("that refuses asks to sign in", async () => {
    const azure = await startLoopbackAzure(() => ({ status: 400, body: { error: "invalid_resource" } }));
    expect(await endpointSource(`${azure.origin}/token`).accessToken(mara, arm)).toEqual({
      ok: false,
      failure: {
        code: "SignInRequired",
        message: `The token endpoint gave no token for ${arm} (status 400). Start the simulator anew.`,
        status: 400,
      },
    });
  });

  it.each<[string, Parameters<typeof startLoopbackAzure>[0], string]>([
    ["fails", () => ({ status: 500 }), "AzureServiceError"],
    ["answers no JSON", () => ({ body: "no token" }), "MalformedAnswerError"],
    ["answers no token", () => ({ body: { expires_on: 1 } }), "MalformedAnswerError"],
    ["drops the connection", () => ({ raw: (response) => response.destroy() }), "AzureConnectionError"],
  ])("that %s is thrown", async (_, reply, name) => {
    const azure = await startLoopbackAzure(reply);
    await expect(endpointSource(`${azure.origin}/token`).accessToken(mara, arm)).rejects.toMatchObject({
      name,
    });
  });

  it("on another machine is never asked", async () => {
    await expect(endpointSource("https://tokens.example/token").accessToken(mara, arm)).rejects.toMatchObject(
      {
        name: "WireRefusedError",
      },
    );
  });

  it("that is not configured is said to be so", async () => {
    await expect(endpointSource(undefined).accessToken(mara, arm)).rejects.toMatchObject({
      name: "WireRefusedError",
      message: "the token endpoint was not sent: AZEBAL_TOKEN_URL is not set.",
    });
  });
});
