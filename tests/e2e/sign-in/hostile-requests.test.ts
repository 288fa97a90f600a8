import { connect } from "node:net";
import { expect, test } from "vitest";
import { rawFetch } from "../../mcp-gateway/support/raw-browser.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { openEntraWorld } from "./support/entra-world.ts";

const seed = 20_261_125;
const rounds = 900;

/** mulberry32: the same requests in each run. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const marker = "<script>marker()</script>";
const values = [
  "",
  "x",
  marker,
  `"'><img src=x onerror=marker()>`,
  "\u202eevil",
  "%00",
  "%0d%0aSet-Cookie:%20a=b",
  "\r\nLocation: https://evil.example/\r\n",
  "https://evil.example/",
  "//evil.example",
  "javascript:marker()",
  "http://127.0.0.1:51999/callback",
  "http://127.0.0.1@evil.example/callback",
  "http://127.0.0.1.evil.example/callback",
  "http://localhost:80@evil.example/callback",
  "cursor://anysphere.cursor-mcp/oauth/callback",
  "azebal-ide",
  "v1.a.b.c.d",
  "authorization_code",
  "refresh_token",
  "code",
  "S256",
  "x".repeat(43),
  "y".repeat(5_000),
  "../../etc/passwd",
  "null",
  "[object Object]",
  "__proto__",
];
const names = [
  "request",
  "browser",
  "state",
  "code",
  "error",
  "error_description",
  "client_id",
  "redirect_uri",
  "response_type",
  "code_challenge",
  "code_challenge_method",
  "resource",
  "scope",
  "grant_type",
  "code_verifier",
  "refresh_token",
  "token",
  "token_type_hint",
  "client_secret",
  "__proto__",
  "state[]",
];
const paths = [
  "/auth/sign-in",
  "/auth/cli-token",
  "/auth/callback",
  "/auth/..%2f",
  "/authorize",
  "/authorize/",
  "/token",
  "/revoke",
  "/register",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-protected-resource/mcp",
  "/.well-known/oauth-%",
  "/.well-known/oauth-%E0%A4%A",
  "/.well-known/oauth-authorization-server/../../token",
  "/mcp",
  "//",
  "//evil.example/auth/sign-in",
];
const methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"];
const types = [
  "application/x-www-form-urlencoded",
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded; charset=utf-7",
  "",
];

async function serve() {
  const world = await openEntraWorld();
  const azebal = await startServingAzebal([], world.env);
  return { world, azebal, origin: new URL(azebal.url).origin };
}

/** What no answer may hold: a stack, a path of this machine, markup or a line of the request's. */
const leak =
  /\bat [\w.<>]+ \(|node_modules|\/work\/|\.ts:\d+|<script>marker|onerror=marker\(\)>|\u202e|DOCTYPE html PUBLIC/u;

test(`${rounds} hostile requests are refused without a failure, a stack or an echo`, async () => {
  const { azebal, origin } = await serve();
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const form = new URLSearchParams();
    for (let field = Math.floor(random() * 8); field > 0; field -= 1) form.append(pick(names), pick(values));
    const method = pick(methods);
    const hasBody = method !== "GET" && method !== "HEAD" && random() < 0.8;
    const path = pick(paths);
    const target = hasBody && random() < 0.7 ? path : `${path}?${form.toString()}`;
    const type = pick(types);
    const headers: Record<string, string> = {
      ...(hasBody && type !== "" ? { "content-type": type } : {}),
      ...(random() < 0.3 ? { cookie: `azebal-sign-in=${encodeURIComponent(pick(values))}` } : {}),
      ...(random() < 0.3 ? { authorization: `Bearer ${encodeURIComponent(pick(values))}` } : {}),
      ...(random() < 0.2 ? { "accept-language": encodeURIComponent(pick(values)).slice(0, 500) } : {}),
    };
    const body = hasBody ? (random() < 0.1 ? "z".repeat(200_000) : form.toString()) : "";
    // Whoever is refused while they still send a long body may be cut off; that the server lives is seen at the end.
    const answer = await rawFetch(origin, target, { method, headers, body }).catch((error: unknown) => {
      if (body.length > 100_000) return undefined;
      throw error;
    });
    if (answer === undefined) continue;
    const said = `${JSON.stringify(answer.headers)}${answer.text}`;
    const location = answer.headers["location"];
    const isAway =
      typeof location === "string" &&
      !/^(?:http:\/\/127\.0\.0\.1:51999\/callback\?|cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?)/u.test(
        location,
      ) &&
      new URL(location, origin).origin !== origin;
    if (
      answer.status >= 500 ||
      leak.test(said) ||
      isAway ||
      answer.headers["set-cookie"]?.[0]?.includes("a=b")
    )
      wrong.push(
        `${method} ${target.slice(0, 300)} ${body.slice(0, 200)} -> ${answer.status} ${said.slice(0, 300)}`,
      );
  }
  expect(wrong).toEqual([]);
  expect((await rawFetch(origin, "/healthz")).status).toBe(200);
  expect(azebal.output().stderr).not.toMatch(leak);
});

test("requests under another host's name are answered nothing", async () => {
  const { origin } = await serve();
  const port = new URL(origin).port;
  const statusOf = async (head: string) =>
    await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(head));
      socket.on("data", (part) => (text += part.toString()));
      socket.on("close", () => resolve(text.split("\r\n", 1)[0] ?? ""));
      socket.on("error", () => resolve(""));
    });
  const get = (host: string, path = "/.well-known/oauth-authorization-server") =>
    statusOf(`GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  expect(
    await Promise.all([
      get(`Host: 127.0.0.1:${port}\r\n`),
      get(`Host: evil.example:${port}\r\n`),
      get("Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1\r\n"),
      get(`Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`),
      get(""),
      get("Host: evil.example\r\n", `http://127.0.0.1:${port}/auth/sign-in`),
      get(`Host: 127.0.0.1:${port}\r\nOrigin: https://evil.example\r\n`),
      get(`Host: 127.0.0.1:${port}\r\n`, "//"),
      get(`Host: 127.0.0.1:${port}\r\n`, "/auth/sign-in\r\nX: y"),
    ]),
  ).toEqual([
    "HTTP/1.1 200 OK",
    "HTTP/1.1 403 Forbidden",
    "HTTP/1.1 403 Forbidden",
    expect.stringMatching(/^HTTP\/1\.1 (?:400|403) /u),
    "HTTP/1.1 400 Bad Request",
    "HTTP/1.1 403 Forbidden",
    "HTTP/1.1 403 Forbidden",
    "HTTP/1.1 404 Not Found",
    expect.stringMatching(/^HTTP\/1\.1 4\d\d /u),
  ]);
  const described = (
    await rawFetch(origin, "/.well-known/oauth-authorization-server", {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    })
  ).text;
  expect(JSON.parse(described)).toEqual({
    issuer: `${origin}/`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none"],
    revocation_endpoint_auth_methods_supported: ["none"],
    scopes_supported: ["azebal.diagnose"],
    authorization_response_iss_parameter_supported: true,
  });
});
