import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { EntraUnreachableError } from "../../../services/identity/entra-network.ts";
import { ada, bob, refused, signInOf } from "../support/scripted-entra.ts";
import { openSignInWorld, origin, requestOf, type SignInWorld, stateOf } from "../support/sign-in-world.ts";

const cookie = "cookie-of-this-browser";
const login = { purpose: { kind: "login" }, askedBy: "t1/ada" } as const;

/** A link that was opened and consented to, up to where Entra sends the browser back. */
async function begun(
  world: SignInWorld,
  asked: Partial<Parameters<SignInWorld["signIn"]["invite"]>[0]> = {},
) {
  const { id, url } = await world.signIn.invite({ ...login, ...asked });
  const target = await world.signIn.consent(requestOf(url), cookie);
  return { id, url, state: stateOf(target) };
}

test("a link names nobody, and is of this gateway", async () => {
  const { signIn } = await openSignInWorld();
  const { url } = await signIn.invite({ ...login, expected: ada, claims: '{"access_token":{}}' });
  expect(new URL(url).href.startsWith(`${origin}/auth/sign-in?request=v1.`)).toBe(true);
  expect(url.toLowerCase()).not.toMatch(/ada|contoso|claims|access_token/u);
});

test("a sign-in is redeemed with the verifier, the nonce and the address with which it was asked for", async () => {
  const world = await openSignInWorld();
  const { state } = await begun(world, { expected: ada, claims: "{}" });
  const [asked] = world.entra.asked;
  const end = await world.signIn.return({ state, code: "the-code" }, cookie);
  const [redeemed] = world.entra.redeemed;
  expect(end).toMatchObject({ kind: "signed_in", caller: { ...ada, roles: [] } });
  expect(asked).toMatchObject({ loginHint: ada.userPrincipalName, claims: "{}", state });
  expect(redeemed).toEqual({
    code: "the-code",
    codeVerifier: redeemed?.codeVerifier,
    nonce: asked?.nonce,
    redirectUri: `${origin}/auth/callback`,
  });
  expect(createHash("sha256").update(redeemed!.codeVerifier).digest("base64url")).toBe(asked?.codeChallenge);
});

test("the end of a sign-in is told once, to whoever knows its ID, and its session is stored", async () => {
  const world = await openSignInWorld();
  const { id, state } = await begun(world);
  await world.signIn.return({ state, code: "c" }, cookie);
  const sessionId = await world.signIn.takeEnd(id);
  expect(await world.stores.sessions.get(sessionId ?? "")).toMatchObject({
    principal: ada,
    credential: "entra",
  });
  expect(await world.signIn.takeEnd(id)).toBeUndefined();
});

test("a state is good once", async () => {
  const world = await openSignInWorld();
  const { state } = await begun(world);
  await world.signIn.return({ state, code: "c" }, cookie);
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toEqual({ kind: "expired" });
  expect(world.entra.redeemed.length).toBe(1);
});

test("a state that nobody was given is as one that was used", async () => {
  const world = await openSignInWorld();
  expect(await world.signIn.return({ state: "made-up", code: "c" }, cookie)).toEqual({ kind: "expired" });
  expect(world.entra.redeemed).toEqual([]);
});

test.each([["another cookie"], [undefined]])(
  "a sign-in that comes back with %j in the place of its cookie is not redeemed",
  async (other) => {
    const world = await openSignInWorld();
    const { state } = await begun(world);
    expect(await world.signIn.return({ state, code: "c" }, other)).toEqual({ kind: "other_browser" });
    expect(world.entra.redeemed).toEqual([]);
  },
);

test("a link may be opened again until somebody has signed in by it, and then no more", async () => {
  const world = await openSignInWorld();
  const { state, url } = await begun(world);
  const second = await world.signIn.consent(requestOf(url), cookie);
  expect(await world.signIn.return({ state: stateOf(second), error: "access_denied" }, cookie)).toMatchObject(
    {
      kind: "declined",
    },
  );
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toMatchObject({ kind: "signed_in" });
  const third = await world.signIn.consent(requestOf(url), cookie);
  expect(await world.signIn.return({ state: stateOf(third), code: "c" }, cookie)).toEqual({
    kind: "expired",
  });
  expect((await world.stores.sessions.listByPrincipal(ada)).length).toBe(1);
});

test("two browsers that finish one link at the same moment make one sign-in", async () => {
  const world = await openSignInWorld();
  const { state, url } = await begun(world);
  const second = stateOf(await world.signIn.consent(requestOf(url), "other"));
  const ends = await Promise.all([
    world.signIn.return({ state, code: "c" }, cookie),
    world.signIn.return({ state: second, code: "d" }, "other"),
  ]);
  expect(ends.map(({ kind }) => kind).toSorted()).toEqual(["expired", "signed_in"]);
  expect((await world.stores.sessions.listByPrincipal(ada)).length).toBe(1);
});

test("a link is good for fifteen minutes, and so is a sign-in that was begun by it", async () => {
  const world = await openSignInWorld();
  const { state, url } = await begun(world);
  world.clock.ms += 15 * 60_000 - 1;
  expect(await world.signIn.open(requestOf(url))).toMatchObject({ askedBy: "t1/ada" });
  world.clock.ms += 1;
  expect([
    await world.signIn.open(requestOf(url)),
    await world.signIn.consent(requestOf(url), cookie),
    await world.signIn.return({ state, code: "c" }, cookie),
  ]).toEqual([undefined, undefined, { kind: "expired" }]);
});

test("a link that was changed, cut, made up or sealed for another place is none", async () => {
  const world = await openSignInWorld();
  const sealed = requestOf((await world.signIn.invite(login)).url);
  const elsewhere = await world.stores.keys.seal(JSON.stringify({ id: "x".repeat(22) }), "elsewhere");
  const wrong = [
    `${sealed.slice(0, -2)}AA`,
    sealed.slice(0, -10),
    sealed.replace("v1.", "v2."),
    elsewhere,
    "",
    "v1.a.b.c.d",
    "x".repeat(8_000),
  ];
  expect(await Promise.all(wrong.map((text) => world.signIn.open(text)))).toEqual(wrong.map(() => undefined));
});

test("somebody else's sign-in is refused, and nothing of it is kept", async () => {
  const world = await openSignInWorld();
  world.entra.answer = () => ({ ok: true, value: signInOf(bob) });
  const { id, state } = await begun(world, { expected: ada });
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toMatchObject({
    kind: "other_user",
    user: bob.userPrincipalName,
  });
  expect([await world.stores.sessions.listByPrincipal(bob), await world.signIn.takeEnd(id)]).toEqual([
    [],
    undefined,
  ]);
});

test.each([
  ["access_denied", "AADSTS65004: User declined to consent to access the app.", "declined"],
  ["access_denied", undefined, "declined"],
  ["access_denied", "AADSTS53003: Access has been blocked by Conditional Access policies.", "refused"],
  ["server_error", "AADSTS90033: A transient error has occurred.", "refused"],
  ["interaction_required", "AADSTS50076: …", "refused"],
])("Entra's %s (%s) is a sign-in that was %s", async (error, errorDescription, kind) => {
  const world = await openSignInWorld();
  const { state } = await begun(world);
  const returned = { state, error, ...(errorDescription === undefined ? {} : { errorDescription }) };
  expect((await world.signIn.return(returned, cookie)).kind).toBe(kind);
  expect([world.ends, world.entra.redeemed]).toEqual([[kind], []]);
});

test("what Entra is said to have said is not shown: only its number and trace ID are", async () => {
  const world = await openSignInWorld();
  const { state } = await begun(world);
  const end = await world.signIn.return(
    {
      state,
      error: "<script>",
      errorDescription:
        "<b>Call 0900-1234</b> AADSTS50105: x Trace ID: 6d5cb5a5-0f2e-4c3d-9d2b-0123456789ab <i>",
    },
    cookie,
  );
  expect(end).toMatchObject({
    kind: "refused",
    refusal: {
      code: "SignInRequired",
      aadsts: "AADSTS50105",
      traceId: "6d5cb5a5-0f2e-4c3d-9d2b-0123456789ab",
      message:
        "Microsoft Entra gave no token (AADSTS50105). The account is not assigned to the app. Ask the administrator of the tenant to assign it.",
    },
  });
});

test("a code that Entra refuses ends with Entra's reason", async () => {
  const world = await openSignInWorld();
  world.entra.answer = () => refused({ aadsts: "AADSTS54005" });
  const { state } = await begun(world);
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toMatchObject({
    kind: "refused",
    refusal: { aadsts: "AADSTS54005" },
  });
});

test("an Entra that is not reached uses nothing up: the same link signs in later", async () => {
  const world = await openSignInWorld();
  const { url, state } = await begun(world);
  world.entra.answer = () => {
    throw new EntraUnreachableError("login.example");
  };
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining("login.example could not be reached") as string,
  });
  world.entra.answer = () => ({ ok: true, value: signInOf(ada) });
  const again = stateOf(await world.signIn.consent(requestOf(url), cookie));
  expect(await world.signIn.return({ state: again, code: "c" }, cookie)).toMatchObject({ kind: "signed_in" });
});

test("what a browser could not deliver is taken from whoever asked, and from nobody else", async () => {
  const world = await openSignInWorld();
  const first = await begun(world);
  expect(await world.signIn.handIn({ state: first.state, code: "c" }, "t1/bob")).toEqual({ kind: "expired" });
  const second = await begun(world);
  expect(await world.signIn.handIn({ state: second.state, code: "c" }, "t1/ada")).toMatchObject({
    kind: "signed_in",
  });
});

test("the sign-in of a client cannot be handed in by a person", async () => {
  const world = await openSignInWorld();
  const { state } = await begun(world, {
    askedBy: "client azebal-ide",
    purpose: {
      kind: "authorize",
      clientId: "azebal-ide",
      clientName: "Your IDE",
      redirectUri: "http://127.0.0.1:1/callback",
      codeChallenge: "x".repeat(43),
    },
  });
  expect(await world.signIn.handIn({ state, code: "c" }, "t1/ada")).toEqual({ kind: "expired" });
});

test("a sign-in of who is signed in renews that session, and leaves no second one", async () => {
  const world = await openSignInWorld();
  const caller = await world.opener.open(signInOf(ada));
  const { state } = await begun(world, { expected: caller });
  world.entra.answer = () => ({ ok: true, value: signInOf(ada, { roles: ["Support"] }) });
  expect(await world.signIn.return({ state, code: "c" }, cookie)).toMatchObject({
    kind: "signed_in",
    caller: { sessionId: caller.sessionId, roles: ["support"] },
  });
  expect((await world.stores.sessions.listByPrincipal(ada)).map(({ sessionId }) => sessionId)).toEqual([
    caller.sessionId,
  ]);
});

test("a session that was ended meanwhile does not come back by a sign-in that was begun for it", async () => {
  const world = await openSignInWorld();
  const caller = await world.opener.open(signInOf(ada));
  const { state } = await begun(world, { expected: caller });
  await world.stores.sessions.remove(caller.sessionId ?? "");
  await world.signIn.return({ state, code: "c" }, cookie);
  const [session] = await world.stores.sessions.listByPrincipal(ada);
  expect(session?.sessionId).not.toBe(caller.sessionId);
  expect(await world.stores.sessions.get(caller.sessionId ?? "")).toBeUndefined();
});

test("a token of the Azure CLI that is refused leaves the link as it was", async () => {
  const world = await openSignInWorld();
  const request = requestOf((await world.signIn.invite(login)).url);
  expect(await world.signIn.bringToken(request, "bad")).toMatchObject({ kind: "refused" });
  world.cliTokens.answer = { ok: true, value: signInOf(ada) };
  expect(await world.signIn.bringToken(request, "good")).toMatchObject({ kind: "signed_in" });
  expect(await world.signIn.bringToken(request, "good")).toEqual({ kind: "expired" });
});

test("a token of another person is no sign-in, and the link is still good", async () => {
  const world = await openSignInWorld();
  const request = requestOf((await world.signIn.invite({ ...login, expected: ada })).url);
  world.cliTokens.answer = { ok: true, value: signInOf(bob) };
  expect(await world.signIn.bringToken(request, "bob's")).toMatchObject({ kind: "other_user" });
  world.cliTokens.answer = { ok: true, value: signInOf(ada) };
  expect(await world.signIn.bringToken(request, "ada's")).toMatchObject({ kind: "signed_in" });
});
