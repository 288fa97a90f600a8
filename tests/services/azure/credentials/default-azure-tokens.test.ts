import { describe, expect, it } from "vitest";
import { createDefaultAzureTokens } from "../../../../services/azure/credentials/default-azure-tokens.ts";

const arm = "https://management.azure.com";

describe("the developer's own sign-in", () => {
  function tokensWith(getToken: () => Promise<{ token: string; expiresOnTimestamp: number } | null>) {
    const scopes: unknown[] = [];
    const tokens = createDefaultAzureTokens({
      authorityHost: "https://login.microsoftonline.com",
      tenantId: "contoso.onmicrosoft.com",
      createCredential: () =>
        Promise.resolve({
          getToken(scope: string | string[]) {
            scopes.push(scope);
            return getToken();
          },
        }),
    });
    return { tokens, scopes };
  }

  it("is asked for the audience's default scope", async () => {
    const { tokens, scopes } = tokensWith(() => Promise.resolve({ token: "t", expiresOnTimestamp: 5 }));
    expect(await tokens.fetchToken(arm)).toEqual({ ok: true, value: { token: "t", expiresAtMs: 5 } });
    expect(scopes).toEqual([`${arm}/.default`]);
  });

  it.each([
    "AggregateAuthenticationError",
    "AuthenticationError",
    "AuthenticationRequiredError",
    "CredentialUnavailableError",
  ])("that fails with %s asks to sign in, without the library's text", async (name) => {
    const { tokens } = tokensWith(() =>
      Promise.reject(Object.assign(new RangeError("secret detail"), { name })),
    );
    expect(await tokens.fetchToken(arm)).toEqual({
      ok: false,
      failure: {
        code: "SignInRequired",
        message: `No Azure sign-in of this machine is valid for ${arm}. Run: az login --tenant contoso.onmicrosoft.com`,
      },
    });
  });

  it("that gives no token asks to sign in", async () => {
    const { tokens } = tokensWith(() => Promise.resolve(null));
    const outcome = await tokens.fetchToken(arm);
    expect(!outcome.ok && outcome.failure.code).toBe("SignInRequired");
  });

  it("that breaks is thrown", async () => {
    const { tokens } = tokensWith(() => Promise.reject(new TypeError("a bug")));
    await expect(tokens.fetchToken(arm)).rejects.toThrow("a bug");
  });
});
