import { expect, test } from "vitest";
import { createCliTokens } from "../../../services/identity/cli-token.ts";
import { armScope, openEntra, signInByCode } from "../../simulator/entra/support/open-entra.ts";
import { sampleTenant } from "../../simulator/support/sample-tenant.ts";

const audience = "https://management.azure.com";
const [user] = sampleTenant.users;

/** The simulated Entra, its keys as the product reads them, and a token as the Azure CLI gets it. */
async function open(options: { nowMs?: () => number } = {}) {
  const world = await openEntra();
  const { origin, tenantId } = world.entra;
  const tokens = createCliTokens({ settings: { authorityHost: origin, tenantId }, audience, ...options });
  const cliToken = async (resource = audience) => {
    const url = `${world.azure.simulator.url}/simulator/token?resource=${encodeURIComponent(resource)}`;
    return ((await (await fetch(url)).json()) as { access_token: string }).access_token;
  };
  const reasonOf = async (token: string) => {
    const outcome = await tokens.verify(token);
    return outcome.ok ? "taken" : /good here: (.*)\. Get one/.exec(outcome.refusal.message)?.[1];
  };
  return { ...world, tokens, cliToken, reasonOf };
}

test("a token of the Azure CLI says who its person is, and until when it is good", async () => {
  const { cliToken, entra, tokens } = await open();
  const token = await cliToken();
  const { exp } = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { exp: number };
  expect(await tokens.verify(`${token}\n`)).toEqual({
    ok: true,
    value: {
      principal: { tenantId: entra.tenantId, objectId: user!.objectId, userPrincipalName: user!.upn },
      roles: [],
      groups: [],
      tokens: { accessToken: token, accessTokenExpiresAtMs: exp * 1_000 },
    },
  });
});

test("a token for another service, of another application or changed is refused, with the reason", async () => {
  const { browser, cliToken, publicClient, reasonOf } = await open();
  const token = await cliToken();
  const ofAnApp = await signInByCode(publicClient(), browser, user!.upn, { scopes: [armScope] });
  const [header, payload, signature] = token.split(".") as [string, string, string];
  const changed = Buffer.from(payload, "base64url").toString().replace(user!.objectId, "somebody-else");
  expect([
    await reasonOf(await cliToken("https://graph.microsoft.com")),
    await reasonOf(ofAnApp!.accessToken),
    await reasonOf(`${header}.${Buffer.from(changed).toString("base64url")}.${signature}`),
    await reasonOf("not a token"),
    await reasonOf(""),
  ]).toEqual([
    "its tenant or its audience is another (Azure Resource Manager is wanted)",
    "it was made out for another application",
    "it is not signed by this tenant's Microsoft Entra",
    "it is no signed token",
    "it is no signed token",
  ]);
});

test("a token that is too old is refused", async () => {
  const { cliToken, reasonOf } = await open({ nowMs: () => Date.now() + 86_400_000 });
  expect(await reasonOf(await cliToken())).toBe("it has expired");
});

test("where Entra's keys cannot be read, it is said so, and they are read again the next time", async () => {
  const { cliToken, entra } = await open();
  let isAway = true;
  const tokens = createCliTokens({
    settings: { authorityHost: entra.origin, tenantId: entra.tenantId },
    audience,
    fetch: async (...asked) => {
      if (isAway) throw new TypeError("fetch failed");
      return await fetch(...asked);
    },
  });
  await expect(tokens.verify(await cliToken())).rejects.toMatchObject({ code: "EntraUnreachable" });
  isAway = false;
  expect(await tokens.verify(await cliToken())).toMatchObject({ ok: true });
});
