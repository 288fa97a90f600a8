import { expect, test } from "vitest";
import { armScope, type OpenEntra, openEntra } from "./support/open-entra.ts";

const quick = { settings: { lifetimes: { deviceIntervalSeconds: 0.02 } } };
const bob = "bob@example.com";

/** Starts MSAL's device flow; resolves with the code that it shows. */
function startDevice({ publicClient }: OpenEntra): { userCode: Promise<string>; result: Promise<string> } {
  const shown = Promise.withResolvers<string>();
  const result = publicClient()
    .acquireTokenByDeviceCode({
      scopes: [armScope],
      deviceCodeCallback: ({ userCode }) => shown.resolve(userCode),
    })
    .then((found) => found?.account?.username ?? "");
  result.catch(() => {});
  return { userCode: shown.promise, result };
}

/** What the polls were answered with, without repeats. */
function polled({ entra }: OpenEntra): string[] {
  const answers = entra
    .requests()
    .filter(({ path }) => path.endsWith("/token"))
    .map(({ error }) => error ?? "tokens");
  return [...new Set(answers)];
}

test("a device is signed in once its user typed the code elsewhere", async () => {
  const open = await openEntra(quick);
  const { userCode, result } = startDevice(open);
  const typed = (await userCode).toLowerCase().replace(/^(.{4})/, "$1-");
  const { browser, entra } = open;
  const page = await browser.open(`${entra.origin}/devicelogin`);
  const users = await browser.press(page, "next", { user_code: typed });
  const done = await browser.press(users, "sign-in", { user: bob });
  expect(done.ids).toContain("message");
  expect(await result).toBe(bob);
  expect(polled(open)).toEqual(["AADSTS70016", "tokens"]);
});

test("a device whose user says no is told so", async () => {
  const open = await openEntra(quick);
  const { userCode, result } = startDevice(open);
  const { browser, entra } = open;
  const page = await browser.open(`${entra.origin}/devicelogin`);
  await browser.press(await browser.press(page, "next", { user_code: await userCode }), "cancel");
  await expect(result).rejects.toMatchObject({
    errorMessage: expect.stringContaining("authorization_declined") as string,
  });
  expect(polled(open).at(-1)).toBe("AADSTS65004");
});

test("a device whose code has expired is told so, and the code is no good any more", async () => {
  let nowMs = Date.now();
  const open = await openEntra({ ...quick, nowMs: () => nowMs });
  const { userCode, result } = startDevice(open);
  const code = await userCode;
  nowMs += 900_001;
  await expect(result).rejects.toMatchObject({
    errorMessage: expect.stringContaining("expired_token") as string,
  });
  const { browser, entra } = open;
  const page = await browser.open(`${entra.origin}/devicelogin`);
  const refused = await browser.press(page, "next", { user_code: code });
  expect(refused.html).toContain("That code didn&#39;t work");
});

test("a device that polls too often is told to slow down, and for longer each time", async () => {
  let nowMs = Date.now();
  const { entra, token } = await openEntra({ nowMs: () => nowMs });
  const body = new URLSearchParams({ client_id: entra.clientId, scope: armScope });
  const started = await fetch(`${entra.authority}/oauth2/v2.0/devicecode`, { method: "POST", body });
  const { device_code, ...shown } = (await started.json()) as Record<string, unknown>;
  expect(shown).toMatchObject({
    user_code: expect.stringMatching(/^[B-Z2-9]{9}$/) as string,
    verification_uri: `${entra.origin}/devicelogin`,
    expires_in: 900,
    interval: 5,
  });
  const poll = async (): Promise<string> => {
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: entra.clientId };
    const answer = await token({ ...form, device_code: String(device_code) });
    return ((await answer.json()) as { error: string }).error;
  };
  expect(await poll()).toBe("authorization_pending");
  nowMs += 2_000;
  expect(await poll()).toBe("slow_down");
  nowMs += 5_000;
  expect(await poll()).toBe("slow_down");
  nowMs += 15_000;
  expect(await poll()).toBe("authorization_pending");
});

test("a device whose user is blocked goes on waiting, and the user is told why", async () => {
  const open = await openEntra({ settings: { ...quick.settings, users: { [bob]: { blocked: true } } } });
  const { userCode, result } = startDevice(open);
  const { browser, entra } = open;
  const page = await browser.open(`${entra.origin}/devicelogin`);
  const users = await browser.press(page, "next", { user_code: await userCode });
  expect((await browser.press(users, "sign-in", { user: bob })).html).toContain("AADSTS53003");
  expect(await browser.press(users, "sign-in", { user: "ann@example.com" })).toMatchObject({ status: 200 });
  expect(await result).toBe("ann@example.com");
});

test("a device code that is nobody's is a bad one", async () => {
  const { entra, token } = await openEntra();
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: entra.clientId };
  expect(await (await token({ ...form, device_code: "x" })).json()).toMatchObject({
    error: "bad_verification_code",
    error_codes: [70018],
  });
});

test("a device may not ask for a resource that is not there", async () => {
  const { entra } = await openEntra();
  const body = new URLSearchParams({ client_id: entra.clientId, scope: "https://unknown.example/.default" });
  const answer = await fetch(`${entra.authority}/oauth2/v2.0/devicecode`, { method: "POST", body });
  expect(await answer.json()).toMatchObject({ error: "invalid_resource", error_codes: [500011] });
});
