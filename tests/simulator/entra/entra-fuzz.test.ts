import { connect } from "node:tls";
import { expect, test } from "vitest";
import { armScope, openEntra } from "./support/open-entra.ts";

/** The same values at every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const odd = [
  "",
  " ",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "%00",
  "\u0000",
  "\r\nSet-Cookie: a=b",
  "🙂",
  "'\"><script>alert(1)</script>",
  "{}",
  "[",
  '{"access_token":{"acrs":{"value":{}},"xms_cc":{"values":[1,null]}}}',
  "http://",
  "http://localhost:99999",
  "javascript:alert(1)",
  "-1",
  "1e400",
  "x".repeat(5_000),
];
const names =
  "client_id client_secret grant_type code code_verifier redirect_uri refresh_token device_code scope claims state nonce prompt login_hint response_type response_mode code_challenge code_challenge_method user_code sign_in action user".split(
    " ",
  );
const endpoints = [
  "oauth2/v2.0/token",
  "oauth2/v2.0/authorize",
  "oauth2/v2.0/devicecode",
  "oauth2/v2.0/logout",
  "login",
  "v2.0/.well-known/openid-configuration",
  "discovery/v2.0/keys",
  "discovery/instance",
  "elsewhere",
  "",
];
const grants = ["authorization_code", "refresh_token", "device_code", "client_credentials"];

test("no request makes an endpoint fail, show a stack or echo markup", async () => {
  const { entra } = await openEntra();
  const random = randomFrom(42);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const failures: string[] = [];
  for (let round = 0; round < 600; round += 1) {
    const sound: Record<string, string> = {
      client_id: entra.clientId,
      grant_type: pick(grants),
      redirect_uri: "http://localhost:1",
      scope: armScope,
      response_type: "code",
      code_challenge: "x".repeat(43),
      code_challenge_method: "S256",
    };
    const fields = new URLSearchParams();
    for (const name of names) {
      const value = random(4) === 0 ? pick(odd) : sound[name];
      if (value !== undefined && random(8) > 0) fields.append(name, value);
    }
    const tenant = pick([entra.tenantId, "common", "organizations", encodeURIComponent(pick(odd))]);
    const url = `${entra.origin}/${tenant}/${pick(endpoints)}`;
    const isPost = random(2) === 0;
    const answer = await fetch(isPost ? url : `${url}?${fields.toString()}`, {
      redirect: "manual",
      ...(isPost ? { method: "POST", body: random(20) === 0 ? pick(odd) : fields } : {}),
    });
    const text = await answer.text();
    const isWrong = answer.status >= 500 || /<script|\bat \S+:\d+:\d+|node:internal/.test(text);
    if (isWrong || answer.headers.get("set-cookie")?.startsWith("a=") === true)
      failures.push(`${url} ${fields.toString().slice(0, 500)}: ${answer.status} ${text.slice(0, 200)}`);
  }
  expect(failures).toEqual([]);
});

test.each([
  "GET // HTTP/1.1",
  "GET /%zz HTTP/1.1",
  "POST http://[ HTTP/1.1",
  "GET /common/%2e%2e/login HTTP/1.1",
])("the raw request %s is answered with less than 500", async (line) => {
  const { entra } = await openEntra();
  const { hostname: host, port } = new URL(entra.origin);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca: entra.certificatePem }, () => {
      socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("end", () => resolve(text)).on("error", reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 [234]\d\d /);
});
