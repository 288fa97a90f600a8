import { expect, test } from "vitest";
import { createEntraNetwork } from "../../../services/identity/entra-network.ts";

const discovery = "https://login.example/t/v2.0/.well-known/openid-configuration";
const token = "https://login.example/t/oauth2/v2.0/token";

function network(answer: () => Response, nowMs: () => number = Date.now) {
  const sent: [string, RequestInit | undefined][] = [];
  const send = async (url: URL | string, init?: RequestInit) => {
    sent.push([String(url), init]);
    return answer();
  };
  const made = createEntraNetwork({ fetch: send as typeof fetch, nowMs });
  const post = (url: string, asked?: { body?: string; headers?: Record<string, string> }) =>
    made.sendPostRequestAsync(url, asked);
  return { sent, post, get: (url: string) => made.sendGetRequestAsync(url) };
}

test("Entra's answer is handed on with its status, also where it refuses", async () => {
  const { post, sent } = network(() => Response.json({ error: "invalid_grant" }, { status: 400 }));
  expect(await post(token, { body: "a=b", headers: { x: "y" } })).toMatchObject({
    status: 400,
    body: { error: "invalid_grant" },
  });
  expect(sent[0]?.[1]).toMatchObject({
    method: "POST",
    body: "a=b",
    headers: { x: "y" },
    redirect: "manual",
  });
});

test.each([
  ["trouble of its own", () => Response.json({ error: "server_error" }, { status: 500 })],
  ["too many requests", () => Response.json({ error: "x" }, { status: 429 })],
  ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } })],
  ["a page", () => new Response("<html>")],
  ["more than any of Entra's", () => new Response(`"${"x".repeat(1_100_000)}"`)],
  [
    "nothing",
    () => {
      throw new TypeError("fetch failed");
    },
  ],
])("%s in the place of an answer is an Entra that was not reached", async (_, answer) => {
  const { post } = network(answer);
  await expect(post(token, { body: "refresh_token=secret" })).rejects.toMatchObject({
    code: "EntraUnreachable",
    message:
      "Microsoft Entra at login.example could not be reached, or gave no usable answer. Check the network and the proxy, then try again.",
  });
});

test("nothing is sent without TLS but to this machine", async () => {
  const { post, sent } = network(() => Response.json({}));
  await expect(post("http://login.example/token")).rejects.toThrow("could not be reached");
  await post("http://127.0.0.1:1/token");
  expect(sent.map(([url]) => url)).toEqual(["http://127.0.0.1:1/token"]);
});

test("discovery is read once a day, and not kept where it failed", async () => {
  let nowMs = 0;
  let isUp = false;
  const { get, sent } = network(
    () => Response.json({ issuer: "i" }, { status: isUp ? 200 : 404 }),
    () => nowMs,
  );
  await get(discovery);
  isUp = true;
  await get(discovery);
  await get(discovery);
  nowMs = 24 * 60 * 60_000;
  await get(discovery);
  await get("https://login.example/t/discovery/v2.0/keys");
  await get("https://login.example/t/discovery/v2.0/keys");
  expect(sent.length).toBe(5);
});
