import { expect, test } from "vitest";
import { ada, bob, signInOf } from "../support/scripted-entra.ts";
import { openSignInWorld } from "../support/sign-in-world.ts";

test.each([
  [{ roles: ["Support"] }, ["support"]],
  [{ groups: ["99999999-0000-4000-8000-00000000000a"] }, ["support"]],
  [{ roles: ["support"], groups: ["99999999-0000-4000-8000-00000000000b"] }, []],
  [{}, []],
])("%j makes the roles %j", async (change, roles) => {
  const { opener } = await openSignInWorld();
  expect((await opener.open(signInOf(ada, change))).roles).toEqual(roles);
});

test("a session lasts as long as sessions do, or as its token where that cannot be renewed", async () => {
  const { clock, opener, stores } = await openSignInWorld();
  const endOf = async (change: object) => {
    const { tokens } = signInOf(ada);
    const { refreshToken: _, ...unrenewable } = tokens;
    const { sessionId } = await opener.open(
      signInOf(ada, { tokens: { ...unrenewable, accessTokenExpiresAtMs: clock.ms + 60_000, ...change } }),
    );
    return Date.parse((await stores.sessions.get(sessionId ?? ""))?.expiresAt ?? "") - clock.ms;
  };
  expect([await endOf({ refreshToken: "r" }), await endOf({})]).toEqual([8 * 60 * 60_000, 60_000]);
});

test("each sign-in has an ID of its own, of 256 bits", async () => {
  const { opener } = await openSignInWorld();
  const ids = await Promise.all([opener.open(signInOf(ada)), opener.open(signInOf(ada))]);
  expect(new Set(ids.map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(Buffer.from(ids[0].sessionId ?? "", "base64url").length).toBe(32);
});

test("nobody's sign-in takes over the session of somebody else", async () => {
  const { opener, stores } = await openSignInWorld();
  const adas = await opener.open(signInOf(ada));
  const bobs = await opener.open(signInOf(bob), adas.sessionId);
  expect(bobs.sessionId).not.toBe(adas.sessionId);
  expect((await stores.sessions.get(adas.sessionId ?? ""))?.principal).toEqual(ada);
});
