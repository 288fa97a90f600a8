import { expect, test } from "vitest";
import { tokenPassword } from "../../../../services/azure/credentials/token-password.ts";

const audience = "https://ossrdbms-aad.database.windows.net";
const authorityHost = "https://login.microsoftonline.com";
const hourMs = 60 * 60_000;

test("the password is a token for the database's audience, one for as long as it holds", async () => {
  const scopes: unknown[] = [];
  let now = 0;
  const createCredential = async () => ({
    getToken: async (scope: string | string[]) => {
      scopes.push(scope);
      return { token: `token-${scopes.length}`, expiresOnTimestamp: now + hourMs };
    },
  });
  const { password } = tokenPassword(audience, { authorityHost, createCredential }, () => now);
  const given = [await password?.(), await password?.()];
  now = hourMs - 4 * 60_000;
  given.push(await password?.());
  expect([given, scopes]).toEqual([
    ["token-1", "token-1", "token-2"],
    [`${audience}/.default`, `${audience}/.default`],
  ]);
});

test("where nobody is signed in, the error says what to run", async () => {
  const createCredential = async () => ({ getToken: async () => null });
  const { password } = tokenPassword(audience, { authorityHost, createCredential });
  await expect(password?.()).rejects.toMatchObject({
    name: "TokenPasswordError",
    code: "TokenPassword",
    message: `No Azure sign-in of this machine is valid for ${audience}. Run: az login`,
  });
});

test("a database that needs no token gets none", () => {
  expect(tokenPassword(undefined, { authorityHost })).toEqual({});
});
