import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { ann, arm, clientOf, graph, type OpenClient, open, webUri } from "./support/open-client.ts";

const secretText = () => randomBytes(32).toString("base64url");
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");

/** Up to the code with which Entra sends the browser back. */
async function codeFor({ browser, client, redirectUri }: OpenClient, user = ann) {
  const codeVerifier = secretText();
  const asked = {
    redirectUri,
    state: secretText(),
    nonce: secretText(),
    codeChallenge: hashOf(codeVerifier),
  };
  let page = await browser.signIn(await client.signInUrl(asked), user);
  for (const step of ["approve", "accept"])
    if (page.ids.includes(step)) page = await browser.press(page, step);
  const code = page.location?.searchParams.get("code") ?? "";
  return { code, codeVerifier, redirectUri, nonce: asked.nonce };
}

async function signedIn(world: OpenClient, user = ann) {
  const outcome = await world.client.redeemCode(await codeFor(world, user));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

test.each(["confidential", "public"] as const)(
  "a %s client signs in by code, and renews for every audience with what rotates",
  async (kind) => {
    const world = await open(kind);
    const { principal, tokens } = await signedIn(world);
    expect(principal).toMatchObject({ tenantId: world.entra.tenantId, userPrincipalName: ann });
    const first = await world.client.refresh({ refreshToken: tokens.refreshToken ?? "", audience: arm });
    const second = await world.client.refresh({
      refreshToken: (first.ok && first.value.refreshToken) || "",
      audience: graph,
    });
    const tokensOf = (outcome: typeof first) => (outcome.ok ? outcome.value : undefined);
    const all = [tokens, tokensOf(first), tokensOf(second)];
    expect(new Set(all.map((one) => one?.refreshToken)).size).toBe(3);
    expect(all.every((one) => (one?.accessTokenExpiresAtMs ?? 0) > Date.now())).toBe(true);
    const audiences = all.map(
      (one) => JSON.parse(Buffer.from(one!.accessToken.split(".")[1]!, "base64url").toString()).aud,
    );
    expect(audiences).toEqual(
      [arm, arm, graph].map((audience) => expect.stringContaining(audience) as string),
    );
  },
);

test.each([
  ["a code that was used", "AADSTS54005", {}, true],
  ["another verifier", "AADSTS501481", { codeVerifier: "x".repeat(43) }, false],
  ["another address", undefined, { redirectUri: "http://localhost:8080/other" }, false],
])("%s is refused", async (_, aadsts, change, isUsed) => {
  const world = await open("confidential");
  const redeemed = await codeFor(world);
  if (isUsed) await world.client.redeemCode(redeemed);
  const outcome = await world.client.redeemCode({ ...redeemed, ...change });
  expect(outcome).toMatchObject({ ok: false, refusal: { code: "SignInRequired" } });
  expect(aadsts === undefined || (!outcome.ok && outcome.refusal.aadsts === aadsts)).toBe(true);
});

test("an ID token with another nonce is no sign-in", async () => {
  const world = await open("confidential");
  const redeemed = await codeFor(world);
  await expect(world.client.redeemCode({ ...redeemed, nonce: "another" })).rejects.toMatchObject({
    errorCode: "nonce_mismatch",
  });
});

test.each([
  [
    "is revoked",
    { revoke: true },
    "AADSTS50173",
    "The sign-in was revoked (a new password, or an administrator). Sign in again.",
    false,
  ],
  [
    "must prove themselves twice",
    { mfa: "required" },
    "AADSTS50076",
    "Multifactor authentication is needed. Sign in again and complete it.",
    true,
  ],
  [
    "must set that up",
    { mfa: "enrollment" },
    "AADSTS50079",
    "Multifactor authentication must be set up. Sign in again and follow the page.",
    true,
  ],
  [
    "is blocked",
    { blocked: true },
    "AADSTS53003",
    "A Conditional Access policy blocks this sign-in. Ask the administrator of the tenant.",
    true,
  ],
  [
    "must consent again",
    { consentNeeded: true },
    "AADSTS65001",
    "Consent is missing: sign in again and accept, or have an administrator grant it to the app.",
    false,
  ],
] as const)("a person who %s is told what to do", async (_, user, aadsts, advice, hasClaims) => {
  const world = await open("confidential");
  const { tokens } = await signedIn(world);
  world.entra.apply({ users: { [ann]: user } });
  const outcome = await world.client.refresh({ refreshToken: tokens.refreshToken ?? "", audience: arm });
  expect(outcome).toMatchObject({
    ok: false,
    refusal: {
      code: "SignInRequired",
      aadsts,
      message: `Microsoft Entra gave no token (${aadsts}). ${advice}`,
    },
  });
  const refusal = outcome.ok ? undefined : outcome.refusal;
  expect([refusal?.claims !== undefined, refusal?.traceId]).toEqual([
    hasClaims,
    expect.stringMatching(/^[0-9a-f-]{36}$/u),
  ]);
});

test("a refresh token that lay unused too long, and one that is none, are refused", async () => {
  const clock = { ms: Date.now() };
  const world = await open("confidential", { nowMs: () => clock.ms });
  const { tokens } = await signedIn(world);
  clock.ms += 91 * 86_400_000;
  const refresh = async (refreshToken: string) => {
    const outcome = await world.client.refresh({ refreshToken, audience: arm });
    return outcome.ok ? "tokens" : outcome.refusal.aadsts;
  };
  expect([await refresh(tokens.refreshToken ?? ""), await refresh("made up")]).toEqual([
    "AADSTS700082",
    "AADSTS70000",
  ]);
});

test.each([
  ["secret", { clientSecret: "wrong" }, "AADSTS7000215", "AZEBAL_ENTRA_CLIENT_SECRET"],
  ["app", { clientId: "99999999-9999-4999-8999-999999999999" }, "AADSTS700016", "AZEBAL_ENTRA_CLIENT_ID"],
])("a wrong %s is the operator's to mend", async (_, change, aadsts, variable) => {
  const world = await open("confidential");
  const { tokens } = await signedIn(world);
  const outcome = await clientOf(world, "confidential", change).refresh({
    refreshToken: tokens.refreshToken ?? "",
    audience: arm,
  });
  expect(outcome).toMatchObject({
    ok: false,
    refusal: { code: "EntraMisconfigured", aadsts, message: expect.stringContaining(variable) as string },
  });
});

test("a loop that Entra cuts short is trouble that passes, and no end of a sign-in", async () => {
  const world = await open("confidential", { settings: { loop: { requests: 1, windowSeconds: 60 } } });
  const { tokens } = await signedIn(world);
  const refresh = () => world.client.refresh({ refreshToken: tokens.refreshToken ?? "", audience: arm });
  await refresh();
  await expect(refresh()).rejects.toMatchObject({ code: "EntraUnreachable" });
});

test("an Entra that does not answer is thrown, whatever it is asked", async () => {
  const world = await open("confidential");
  const { tokens } = await signedIn(world);
  const redeemed = await codeFor(world);
  await world.entra.close();
  const fresh = clientOf(world, "confidential");
  const refreshToken = tokens.refreshToken ?? "";
  const asked = { redirectUri: webUri, state: "s", nonce: "n", codeChallenge: "c".repeat(43) };
  const all = await Promise.allSettled([
    world.client.refresh({ refreshToken, audience: arm }),
    world.client.redeemCode(redeemed),
    fresh.refresh({ refreshToken, audience: arm }),
    fresh.signInUrl(asked),
    fresh.signInByDeviceCode(() => {}),
  ]);
  const reasons = all.map((one) =>
    one.status === "rejected" ? (one.reason as { code: string }).code : "ok",
  );
  expect(new Set(reasons)).toEqual(new Set(["EntraUnreachable"]));
});

test("a tenant that there is not is named", async () => {
  const world = await open("confidential");
  const { tokens } = await signedIn(world);
  await expect(
    clientOf(world, "confidential", { tenantId: "nowhere.example" }).refresh({
      refreshToken: tokens.refreshToken ?? "",
      audience: arm,
    }),
  ).rejects.toThrow("(tenant nowhere.example) could not be reached, or gave no usable answer");
});
