/**
 * The Azure of the benchmark, in a process of its own so that none of its work counts as AZEBAL's: many tenants behind one
 * origin. Whoever signs in says in their user name which scenario's tenant they are in; by their token every request finds
 * that tenant's simulator, which is asked in this process: a second exchange over HTTP would take processor time from AZEBAL.
 * Every exchange is recorded.
 *
 *     fork(simulated-azure.ts, [latencyMs, ...scenario folders])
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { startSimulator } from "../../simulator/start-simulator.ts";
import type { WireExchange } from "./critical-path.ts";

export interface AzureReady {
  readonly url: string;
}

export interface RecordedExchange extends WireExchange {
  /** Who asked. */
  readonly user: string;
}

const [latency = "0", ...folders] = process.argv.slice(2);
const latencyMs = Number(latency);
const simulators = new Map(
  await Promise.all(
    folders.map(
      async (scenarioDirectory) =>
        [
          basename(scenarioDirectory),
          await startSimulator({ scenarioDirectory, latencyMs, warmUp: true, quotas: "off" }),
        ] as const,
    ),
  ),
);
const upstreamTokens = new Map<string, Promise<string>>();
let recorded: RecordedExchange[] = [];

const server = createServer((incoming, response) => {
  answer(incoming, response).catch((error: unknown) => {
    response.writeHead(502).end(String(error));
  });
});
server.listen(0, "127.0.0.1", () => {
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ url: origin } satisfies AzureReady);
});
let origin = "";
process.on("message", () => {
  process.send?.(recorded);
  recorded = [];
});
process.on("disconnect", () => process.exit(0));

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const beganAtMs = nowMs();
  const url = new URL(incoming.url ?? "/", origin);
  if (url.pathname === "/simulator/token") return signIn(url, response);
  const { user, audience } = claimsOf(incoming.headers.authorization ?? "");
  const body = await bytesOf(incoming);
  const simulator = simulatorOf(user);
  const token = await upstreamToken(user, audience);
  const asked = Object.assign(Readable.from(body.length === 0 ? [] : [body]), {
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers: {
      ...incoming.headers,
      host: new URL(simulator.url).host,
      authorization: `Bearer ${token}`,
    },
  });
  const { answer: made, headers } = await simulator.reply(asked);
  const whole = made.text ?? (made.body === undefined ? "" : JSON.stringify(made.body));
  // Links to next pages lead back here.
  const text = whole.replaceAll(simulator.url, origin);
  response.sendDate = false;
  response.writeHead(made.status, {
    ...headers,
    ...made.headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(text, () => {
    const read = `${incoming.method} ${url.pathname} ${digestOf(body)}`;
    recorded.push({ user, read, beganAtMs, endedAtMs: nowMs() });
  });
}

/** A token that says who it is for, unsigned: only this process looks at it. */
function signIn(url: URL, response: ServerResponse): void {
  const user = url.searchParams.get("login_hint") ?? `developer@${basename(folders[0] ?? "")}`;
  const claims = { tid: "benchmark", oid: user, upn: user, audience: url.searchParams.get("resource") };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({ alg: "none" })}.${part(claims)}.none`;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ access_token: token, expires_on: Math.floor(Date.now() / 1_000) + 24 * 3_600 }),
  );
}

function claimsOf(authorization: string): { user: string; audience: string } {
  const claims = JSON.parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString("utf8")) as {
    upn: string;
    audience: string;
  };
  return { user: claims.upn, audience: claims.audience };
}

function simulatorOf(user: string) {
  const scenario = user.slice(user.indexOf("@") + 1);
  const simulator = simulators.get(scenario);
  if (simulator === undefined) throw new TypeError(`No tenant is called ${scenario}.`);
  return simulator;
}

function upstreamToken(user: string, audience: string): Promise<string> {
  const { url } = simulatorOf(user);
  const key = `${url} ${audience}`;
  const known = upstreamTokens.get(key);
  if (known !== undefined) return known;
  const fetched = fetch(`${url}/simulator/token?resource=${encodeURIComponent(audience)}`).then(
    async (reply) => ((await reply.json()) as { access_token: string }).access_token,
  );
  upstreamTokens.set(key, fetched);
  return fetched;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Pages of a query differ by their token alone. */
function digestOf(body: Buffer): string {
  if (body.length === 0) return "";
  const text = body.toString("utf8").replace(/"\$skipToken":"[^"]*"/u, "");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
