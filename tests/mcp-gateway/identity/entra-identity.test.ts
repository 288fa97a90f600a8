import { expect, test } from "vitest";
import type { Caller } from "../../../domain/principal.ts";
import { createEntraIdentity } from "../../../mcp-gateway/identity/entra-identity.ts";
import type { LoginStep } from "../../../mcp-gateway/identity/identity.ts";
import { EntraUnreachableError } from "../../../services/identity/entra-network.ts";
import { ada, bob, refused, signInOf } from "../support/scripted-entra.ts";
import { openSignInWorld, requestOf, stateOf } from "../support/sign-in-world.ts";

const never = new AbortController().signal;

async function open(claims?: string) {
  const world = await openSignInWorld();
  const counted = { served: 0, signedOut: 0 };
  const identity = createEntraIdentity({
    entra: world.entra,
    signIn: world.signIn,
    sessions: world.stores.sessions,
    opener: world.opener,
    claimsFor: async () => claims,
    servePages: async () => void (counted.served += 1),
    onSignedOut: async () => void (counted.signedOut += 1),
    processId: "process 1",
  });
  return { ...world, identity, counted };
}

const stepOf = <K extends LoginStep["kind"]>(step: LoginStep, kind: K) => {
  if (step.kind !== kind) throw new Error(`The step is ${step.kind}.`);
  return step as Extract<LoginStep, { kind: K }>;
};

/** What a browser does between the link and the way back. */
async function consented({ signIn }: Awaited<ReturnType<typeof open>>, url: string): Promise<string> {
  return stateOf(await signIn.consent(requestOf(url), "a-browser"));
}

test("a browser sign-in is waited for until it ends, or until nobody waits any more", async () => {
  const world = await open();
  const step = stepOf(await world.identity.login({ method: "browser" }), "open_url");
  expect([await step.end(0, never), world.counted.served]).toEqual([undefined, 1]);
  const waited = step.end(60_000, never);
  await world.signIn.return({ state: await consented(world, step.url), code: "c" }, "a-browser");
  expect(await waited).toMatchObject(ada);
  const left = new AbortController();
  const again = stepOf(await world.identity.login({ method: "browser" }), "open_url").end(
    60_000,
    left.signal,
  );
  left.abort();
  expect(await again).toBeUndefined();
});

test("who is signed in is told so, unless they sign in anew or Azure asks for more", async () => {
  const world = await open();
  const caller = await world.opener.open(signInOf(ada));
  expect(await world.identity.login({ method: "browser", caller })).toEqual({ kind: "signed_in", caller });
  expect((await world.identity.login({ method: "browser", caller, again: true })).kind).toBe("open_url");
  const challenged = await open('{"acrs":1}');
  const other = await challenged.opener.open(signInOf(ada));
  const step = stepOf(await challenged.identity.login({ method: "browser", caller: other }), "open_url");
  await consented(challenged, step.url);
  expect(challenged.entra.asked).toMatchObject([{ claims: '{"acrs":1}', loginHint: ada.userPrincipalName }]);
});

test("a session that has ended is no sign-in", async () => {
  const world = await open();
  const caller = await world.opener.open(signInOf(ada));
  await world.stores.sessions.remove(caller.sessionId ?? "");
  expect((await world.identity.login({ method: "browser", caller })).kind).toBe("open_url");
});

const byCode = async (world: Awaited<ReturnType<typeof open>>, caller?: Caller) =>
  stepOf(
    await world.identity.login({ method: "device_code", again: true, ...(caller ? { caller } : {}) }),
    "enter_code",
  );

test("a device code answers the challenge too, and its sign-in is stored although nobody waits", async () => {
  const world = await open('{"acrs":1}');
  const caller = await world.opener.open(signInOf(ada));
  const step = await byCode(world, caller);
  expect([step.userCode, world.entra.deviceClaims, await step.end(0, never)]).toEqual([
    "B2C3D4F5G",
    ['{"acrs":1}'],
    undefined,
  ]);
  const signedIn = signInOf(ada);
  world.entra.endDevice({ ok: true, value: signedIn });
  expect(await step.end(60_000, never)).toMatchObject({ ...ada, sessionId: caller.sessionId });
  expect(await world.stores.sessions.get(caller.sessionId ?? "")).toMatchObject({
    tokens: { accessToken: signedIn.tokens.accessToken },
  });
});

test("a device code that is declined, or entered by somebody else, says what to do", async () => {
  const declined = await open();
  const first = await byCode(declined);
  declined.entra.endDevice(refused({ message: "Nobody signed in. Call login again." }));
  await expect(first.end(60_000, never)).rejects.toMatchObject({
    name: "SignInFailedError",
    message: "Nobody signed in. Call login again.",
  });
  const other = await open();
  const second = await byCode(other, await other.opener.open(signInOf(ada)));
  other.entra.endDevice({ ok: true, value: signInOf(bob) });
  await expect(second.end(60_000, never)).rejects.toThrow(
    "bob@contoso.com signed in, but this sign-in is for ada@contoso.com. Nothing was kept. Call login again.",
  );
  expect(await other.stores.sessions.listByPrincipal(bob)).toEqual([]);
});

test("where Entra gives no device code, the call fails with Entra's reason", async () => {
  const world = await open();
  world.entra.signInByDeviceCode = async () =>
    await Promise.reject(new EntraUnreachableError("login.example"));
  await expect(world.identity.login({ method: "device_code" })).rejects.toMatchObject({
    code: "EntraUnreachable",
  });
  world.entra.signInByDeviceCode = async () => refused({ message: "The app allows no device code." });
  await expect(world.identity.login({ method: "device_code" })).rejects.toThrow("allows no device code");
});

test.each([
  "",
  "abc",
  "http://localhost/auth/callback",
  "http://localhost/auth/callback?code=c",
  "http://localhost/auth/callback?state=s",
])("%j is not what a browser came back with", async (returned) => {
  const { identity } = await open();
  await expect(identity.login({ method: "browser", returned })).rejects.toThrow("Send the whole address");
});

test("an address that was handed in ends the sign-in like a browser, for who asked", async () => {
  const world = await open();
  const step = stepOf(await world.identity.login({ method: "browser" }), "open_url");
  const returned = `http://localhost/auth/callback?code=c&state=${await consented(world, step.url)}`;
  const end = await world.identity.login({ method: "browser", returned });
  expect(end).toMatchObject({ kind: "signed_in", caller: ada });
  await expect(world.identity.login({ method: "browser", returned })).rejects.toThrow(
    "This link is no longer good.",
  );
});

test("signing out ends this sign-in, or all of the person's", async () => {
  const world = await open();
  const [first, second, third] = await Promise.all([1, 2, 3].map(() => world.opener.open(signInOf(ada))));
  await world.opener.open(signInOf(bob));
  expect(await world.identity.logout(first!, false)).toEqual({ ended: 1 });
  expect([
    await world.stores.sessions.get(first!.sessionId ?? ""),
    (await world.stores.sessions.get(second!.sessionId ?? "")) === undefined,
  ]).toEqual([undefined, false]);
  expect(await world.identity.logout(third!, true)).toEqual({ ended: 2 });
  expect([await world.stores.sessions.listByPrincipal(ada), world.counted.signedOut]).toEqual([[], 2]);
  expect((await world.stores.sessions.listByPrincipal(bob)).length).toBe(1);
});

test("who it is, and until when, is known of the session", async () => {
  const world = await open();
  const caller = await world.opener.open(signInOf(ada));
  const expiresAt = new Date(world.clock.ms + 8 * 60 * 60_000).toISOString();
  expect(await world.identity.whoIs(caller)).toEqual({ caller, by: "entra", expiresAt });
});
