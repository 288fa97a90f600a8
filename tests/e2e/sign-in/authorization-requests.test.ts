import { expect, test } from "vitest";
import { hiddenFields, rawFetch } from "../../mcp-gateway/support/raw-browser.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";

async function serve() {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  return { world, azebal, origin: new URL(azebal.url).origin };
}

const authorizeWith = (redirectUri: string, more: Record<string, string> = {}) =>
  `/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: "azebal-ide",
    redirect_uri: redirectUri,
    code_challenge: "c".repeat(43),
    code_challenge_method: "S256",
    ...more,
  }).toString()}`;

test("nobody is sent to an address that is not the client's", async () => {
  const { origin } = await serve();
  const addresses = [
    "https://evil.example/callback",
    "http://127.0.0.1.evil.example/callback",
    "http://127.0.0.1@evil.example/callback",
    "http://127.0.0.1:51999/callback/more",
    "http://127.0.0.1:51999/callback?x=1",
    "https://127.0.0.1:51999/callback",
    "https://vscode.dev/redirect/../x",
    "https://vscode.dev:8443/redirect",
    "cursor://evil/oauth/callback",
    "javascript:alert(1)",
    "//evil.example/callback",
  ];
  const answers = await Promise.all(addresses.map((address) => rawFetch(origin, authorizeWith(address))));
  expect(answers.map(({ headers, status }) => [status, headers["location"]])).toEqual(
    addresses.map(() => [400, undefined]),
  );
});

test("a client that asks wrongly is told so at its own address", async () => {
  const { origin } = await serve();
  const wrong = [
    { code_challenge_method: "plain" },
    { code_challenge: "short" },
    { response_type: "token" },
    { state: "s".repeat(2_049) },
    { resource: "not an address" },
  ];
  for (const more of wrong) {
    const answer = await rawFetch(origin, authorizeWith("http://127.0.0.1:51999/callback", more));
    const location = new URL(String(answer.headers["location"]));
    expect([location.origin, location.searchParams.get("error")]).toEqual([
      "http://127.0.0.1:51999",
      "invalid_request",
    ]);
  }
});

test("a state that the longest link holds comes back whole, and one with line ends is no header of its own", async () => {
  const { azebal, world } = await serve();
  const { origin } = new URL(azebal.url);
  const state = `${"s".repeat(1_900)}\r\nSet-Cookie: a=b\r\n\r\n<script>marker()</script>`;
  const asked = await rawFetch(origin, authorizeWith("http://127.0.0.1:51999/callback", { state }));
  const person = new Person(world, world.users[0]!);
  const { location } = await person.signIn(String(asked.headers["location"]));
  expect(location?.searchParams.get("state")).toBe(state);
  expect(location?.searchParams.get("iss")).toBe(`${origin}/`);
});

test("a client whose person cancels is told so", async () => {
  const { azebal, world } = await serve();
  const { origin } = new URL(azebal.url);
  const linkFor = async () =>
    String(
      (await rawFetch(origin, authorizeWith("http://127.0.0.1:51999/callback", { state: "s" }))).headers[
        "location"
      ],
    );
  const person = new Person(world, world.users[0]!);
  expect((await person.cancel(await linkFor())).location?.searchParams.get("error")).toBe("access_denied");
});

test("a link of one gateway's is none of another's", async () => {
  const { origin } = await serve();
  const elsewhere = await serve();
  const asked = await rawFetch(elsewhere.origin, authorizeWith("http://127.0.0.1:51999/callback"));
  const { pathname, search } = new URL(String(asked.headers["location"]));
  const [own, others] = [
    await rawFetch(elsewhere.origin, pathname + search),
    await rawFetch(origin, pathname + search),
  ];
  expect([own.status, others.status, Object.keys(hiddenFields(own.text))]).toEqual([
    200,
    410,
    ["request", "browser"],
  ]);
});

test("a client that gives its token back by the address that the metadata names is signed out", async () => {
  const { azebal, origin, world } = await serve();
  const { authorization } = await connectAs(azebal.url, new Person(world, world.users[0]!));
  const token = authorization.tokensKept?.access_token ?? "";
  const body = new URLSearchParams({ client_id: "azebal-ide", token });
  const revoke = async () => (await rawFetch(origin, "/revoke", { method: "POST", body })).status;
  expect([await revoke(), await revoke()]).toEqual([200, 200]);
  const refused = await fetch(azebal.url, { headers: { authorization: `Bearer ${token}` } });
  expect(refused.status).toBe(401);
});
