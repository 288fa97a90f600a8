import { expect, test } from "vitest";
import type { EntraClient } from "../../../services/identity/entra-client.ts";
import type { OpenEntra } from "../../simulator/entra/support/open-entra.ts";
import { ann, graph, type OpenClient, open } from "./support/open-client.ts";

const quick = { settings: { lifetimes: { deviceIntervalSeconds: 0.02 } } };

/** The code that is shown, and what comes of it. */
function device({ client }: OpenClient, asked?: Parameters<EntraClient["signInByDeviceCode"]>[1]) {
  const shown = Promise.withResolvers<string>();
  const outcome = client.signInByDeviceCode(({ userCode }) => shown.resolve(userCode), asked);
  return { userCode: shown.promise, outcome };
}

async function enter({ browser, entra }: OpenEntra, userCode: string) {
  return await browser.press(await browser.open(`${entra.origin}/devicelogin`), "next", {
    user_code: userCode,
  });
}

test.each(["confidential", "public"] as const)(
  "a %s client signs in by a code that is entered elsewhere, and renews what came of it",
  async (kind) => {
    const world = await open(kind, quick);
    const { outcome, userCode } = device(world);
    const users = await enter(world, await userCode);
    await world.browser.press(users, "sign-in", { user: ann });
    const end = await outcome;
    expect(end).toMatchObject({ ok: true, value: { principal: { userPrincipalName: ann } } });
    const refreshToken = (end.ok && end.value.tokens.refreshToken) || "";
    expect(await world.client.refresh({ refreshToken, audience: graph })).toMatchObject({ ok: true });
  },
);

test("a code that is declined says so", async () => {
  const world = await open("public", quick);
  const { outcome, userCode } = device(world);
  await world.browser.press(await enter(world, await userCode), "cancel");
  expect(await outcome).toEqual({
    ok: false,
    refusal: {
      code: "SignInRequired",
      message: "Nobody signed in. The sign-in was declined on the page of the code. Call login again.",
    },
  });
});

test("a code that nobody enters in time says so", async () => {
  const clock = { ms: Date.now() };
  const world = await open("public", { ...quick, nowMs: () => clock.ms });
  const { outcome, userCode } = device(world);
  await userCode;
  clock.ms += 900_001;
  expect(await outcome).toEqual({
    ok: false,
    refusal: {
      code: "SignInRequired",
      message: "Nobody signed in. The code was not entered in time. Call login again for a new one.",
    },
  });
});

test("a code that is waited for no longer says so", async () => {
  const world = await open("public", quick);
  const cancel = new AbortController();
  const { outcome, userCode } = device(world, { signal: cancel.signal });
  await userCode;
  cancel.abort();
  expect(await outcome).toMatchObject({
    ok: false,
    refusal: { message: "Nobody signed in. The sign-in was cancelled. Call login again." },
  });
});

test("a claims challenge goes along with the code", async () => {
  const world = await open("public", quick);
  const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
  const { outcome, userCode } = device(world, { claims });
  let page = await world.browser.press(await enter(world, await userCode), "sign-in", { user: ann });
  for (const step of ["approve", "accept"])
    if (page.ids.includes(step)) page = await world.browser.press(page, step);
  const end = await outcome;
  const token = (end.ok && end.value.tokens.accessToken) || "";
  expect(JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString())).toMatchObject({
    acrs: ["c1"],
  });
});
