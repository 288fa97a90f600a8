import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { GatewayLogEntry } from "../../../mcp-gateway/gateway-log.ts";
import { createSignInRoutes } from "../../../mcp-gateway/sign-in/sign-in-routes.ts";
import { hiddenFields, type RawAsk, rawFetch } from "../support/raw-browser.ts";
import { ada, bob, signInOf } from "../support/scripted-entra.ts";
import { openSignInWorld, stateOf } from "../support/sign-in-world.ts";

interface Serving {
  isSecure?: boolean;
  sendOn?: string;
}

async function serve({ isSecure = false, sendOn }: Serving = {}) {
  const world = await openSignInWorld();
  const logged: GatewayLogEntry[] = [];
  const routes = createSignInRoutes({
    signIn: world.signIn,
    isSecure: () => isSecure,
    ...(sendOn === undefined ? {} : { sendOn: async () => sendOn }),
    log: (entry) => logged.push(entry),
  });
  const server = createServer((incoming, outgoing) => {
    void routes(incoming, outgoing).then((isServed) => isServed || outgoing.writeHead(404).end("none"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (target: string, how?: RawAsk) => rawFetch(origin, target, how);
  const invited = async (expected?: typeof ada) => {
    const { url } = await world.signIn.invite({
      purpose: { kind: "login" },
      askedBy: "t1/ada",
      ...(expected ? { expected } : {}),
    });
    return new URL(url).pathname + new URL(url).search;
  };
  /** Opens the link and consents; ends at the way to Entra. */
  const consented = async (link: string) => {
    const page = await ask(link);
    const cookie = page.cookies[0] ?? "";
    const body = new URLSearchParams(hiddenFields(page.text));
    const answer = await ask("/auth/sign-in", { method: "POST", headers: { cookie }, body });
    return { answer, cookie, state: stateOf(String(answer.headers["location"])) };
  };
  return { ...world, ask, invited, consented, logged };
}

test("a person opens the link, consents, comes back and is signed in", async () => {
  const { ask, consented, invited } = await serve();
  const link = await invited(ada);
  expect((await ask(link)).text).toContain("Sign in as ada@contoso.com");
  const { answer, cookie, state } = await consented(link);
  expect([answer.status, answer.headers["referrer-policy"], answer.headers["cache-control"]]).toEqual([
    303,
    "no-referrer",
    "no-store",
  ]);
  const done = await ask(`/auth/callback?state=${state}&code=c`, { headers: { cookie } });
  expect([
    done.status,
    done.text.includes("You are signed in"),
    done.text.includes(ada.userPrincipalName),
  ]).toEqual([200, true, true]);
  const again = await ask(`/auth/callback?state=${state}&code=c`, { headers: { cookie } });
  expect([again.status, again.text.includes("This link is no longer good")]).toEqual([410, true]);
});

test.each([
  [false, /^azebal-sign-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600$/u],
  [true, /^__Host-azebal-sign-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure$/u],
])("the cookie is for this host, and for TLS where there is TLS (%s)", async (isSecure, form) => {
  const { ask, invited } = await serve({ isSecure });
  expect((await ask(await invited())).headers["set-cookie"]?.[0]).toMatch(form);
});

test("a browser keeps its cookie, which lasts anew with each page", async () => {
  const { ask, invited } = await serve();
  const first = await ask(await invited());
  const second = await ask(await invited(), { headers: { cookie: `other=1; ${first.cookies[0]}` } });
  expect(second.cookies).toEqual(first.cookies);
});

test("over TLS the cookie of a page without TLS is none", async () => {
  const { ask, invited } = await serve({ isSecure: true });
  const planted = `azebal-sign-in=${"x".repeat(43)}`;
  const page = await ask(await invited(), { headers: { cookie: planted } });
  expect(page.cookies[0]).toMatch(/^__Host-azebal-sign-in=(?!x{43})/u);
});

test.each([
  ["without a cookie", () => ({})],
  ["with another cookie", () => ({ cookie: `azebal-sign-in=${"y".repeat(43)}` })],
])("a consent %s is refused, and the link is still good", async (_, headersOf) => {
  const { ask, consented, entra, invited } = await serve();
  const link = await invited();
  const body = new URLSearchParams(hiddenFields((await ask(link)).text));
  const answer = await ask("/auth/sign-in", { method: "POST", headers: headersOf(), body });
  expect([answer.status, answer.text.includes("begun in another browser"), entra.asked]).toEqual([
    403,
    true,
    [],
  ]);
  expect((await consented(link)).answer.status).toBe(303);
});

test("a consent that another site sends has no cookie's value, and is refused", async () => {
  const { ask, entra, invited } = await serve();
  const link = await invited();
  const page = await ask(link);
  const { request } = hiddenFields(page.text);
  const headers = { cookie: page.cookies[0] ?? "" };
  for (const form of [{ request }, { request, browser: "" }, { request, browser: "guess".repeat(9) }]) {
    const body = new URLSearchParams(form as Record<string, string>);
    expect((await ask("/auth/sign-in", { method: "POST", headers, body })).status).toBe(403);
  }
  expect(entra.asked).toEqual([]);
});

test("a callback in another browser signs nobody in", async () => {
  const { ask, consented, entra, invited } = await serve();
  const { state } = await consented(await invited());
  const other = await ask(`/auth/callback?state=${state}&code=c`);
  expect([other.status, other.text.includes("begun in another browser"), entra.redeemed]).toEqual([
    403,
    true,
    [],
  ]);
});

test.each([
  ["a declined sign-in", "error=access_denied", 403, "You did not sign in"],
  ["a refusal of Entra", "error=access_denied&error_description=AADSTS53003", 403, "Conditional Access"],
])("%s is shown as what it is", async (_, query, status, words) => {
  const { ask, consented, invited } = await serve();
  const { cookie, state } = await consented(await invited());
  const page = await ask(`/auth/callback?state=${state}&${query}`, { headers: { cookie } });
  expect([page.status, page.text.includes(words)]).toEqual([status, true]);
});

test("another account is named, in the language of the browser, and not kept", async () => {
  const { ask, consented, entra, invited, stores } = await serve();
  entra.answer = () => ({ ok: true, value: signInOf(bob) });
  const { cookie, state } = await consented(await invited(ada));
  const headers = { cookie, "accept-language": "ko-KR" };
  const page = await ask(`/auth/callback?state=${state}&code=c`, { headers });
  expect([
    page.status,
    page.text.includes('<html lang="ko">'),
    page.text.includes("bob@contoso.com"),
  ]).toEqual([403, true, true]);
  expect(await stores.sessions.listByPrincipal(bob)).toEqual([]);
});

test("where a client asked, its browser is sent on", async () => {
  const target = "http://127.0.0.1:51999/callback?code=x";
  const { ask, consented, invited } = await serve({ sendOn: target });
  const { cookie, state } = await consented(await invited());
  const sent = await ask(`/auth/callback?state=${state}&code=c`, { headers: { cookie } });
  expect([sent.status, sent.headers["location"], sent.headers["referrer-policy"]]).toEqual([
    303,
    target,
    "no-referrer",
  ]);
});

test("a failure shows nothing of itself, is logged by its name alone, and uses nothing up", async () => {
  const { ask, entra, invited, consented, logged } = await serve();
  const link = await invited();
  const { cookie, state } = await consented(link);
  entra.answer = () => {
    throw new TypeError("secret of the inside");
  };
  const page = await ask(`/auth/callback?state=${state}&code=c`, { headers: { cookie } });
  expect([page.status, page.text.includes("AZEBAL itself failed"), page.text.includes("secret")]).toEqual([
    503,
    true,
    false,
  ]);
  expect(logged).toEqual([
    { level: "error", event: "sign_in_failed", message: "GET /auth/callback failed with TypeError." },
  ]);
  entra.answer = () => ({ ok: true, value: signInOf(ada) });
  const again = await consented(link);
  const done = await ask(`/auth/callback?state=${again.state}&code=c`, { headers: { cookie: again.cookie } });
  expect(done.status).toBe(200);
});

test.each([
  ["DELETE", "/auth/sign-in", 405, "GET, HEAD, POST"],
  ["HEAD", "/auth/callback?state=x&code=y", 405, "GET"],
  ["POST", "/auth/callback?state=x&code=y", 405, "GET"],
  ["OPTIONS", "/auth/cli-token", 405, "POST"],
  ["HEAD", "/auth/sign-in", 410, undefined],
  ["GET", "/auth/", 404, undefined],
  ["GET", "/auth/sign-in/more", 404, undefined],
  ["GET", "//", 404, undefined],
  ["GET", "http://[", 404, undefined],
])("%s %s is answered %d", async (method, target, status, allow) => {
  const { ask } = await serve();
  const answer = await ask(target, { method });
  expect([answer.status, answer.headers["allow"]]).toEqual([status, allow]);
});

test("a form that is too long, or none, is refused", async () => {
  const { ask, invited } = await serve();
  const page = await ask(await invited());
  const headers = { cookie: page.cookies[0] ?? "" };
  const long = new URLSearchParams({ ...hiddenFields(page.text), more: "x".repeat(40_000) });
  const asText = { ...headers, "content-type": "text/plain" };
  expect([
    (await ask("/auth/sign-in", { method: "POST", headers, body: long })).status,
    (await ask("/auth/sign-in", { method: "POST", headers: asText, body: long.toString() })).status,
  ]).toEqual([403, 403]);
});
