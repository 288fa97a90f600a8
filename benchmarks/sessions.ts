/**
 * Sessions on SQLite and on Redis, side by side in one run: the two take turns, so that what else the machine does meets
 * both. Each session holds an access token of 2,000 characters and a refresh token of 1,500, about as long as Entra's, and
 * both are decrypted at each look-up. Redis is the caller's neighbour on loopback: over a network each step takes a round
 * trip more. Without `redis-server` on the PATH only SQLite is measured.
 *
 *     npm run bench:sessions
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createBearerAuthentication } from "../mcp-gateway/authorization/bearer.ts";
import { createAzebalTokens } from "../services/identity/azebal-token.ts";
import { createSigningKeys } from "../services/identity/signing-keys.ts";
import { keyRingFileName, openFileKeyRing } from "../services/stores/keys/key-ring-file.ts";
import { openStores } from "../services/stores/open-stores.ts";
import type { EntraSession } from "../services/stores/sessions/session-store.ts";
import type { Stores } from "../services/stores/stores.ts";
import { isOnPath } from "../tests/services/stores/support/programs.ts";
import { redisProgram, startRedisServer } from "../tests/services/stores/support/redis-server.ts";
import { median } from "./support/median.ts";
import { quantile } from "./support/quantile.ts";

const people = 1_000;
const rounds = 10;
const callsARound = 300;
const atOnce = 50;
const wide = { capacity: 1_000_000, refillPerSecond: 1_000 };

const text = (characters: number) => randomBytes(characters).toString("base64url").slice(0, characters);

function sessionOf(person: number): EntraSession {
  return {
    sessionId: text(43),
    principal: { tenantId: "t1", objectId: `o${person}`, userPrincipalName: `p${person}@contoso.com` },
    credential: "entra",
    createdAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    tokens: tokens(),
  };
}

function tokens() {
  return {
    accessToken: text(2_000),
    refreshToken: text(1_500),
    accessTokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
}

interface Side {
  stores: Stores;
  authenticate: ReturnType<typeof createBearerAuthentication>;
  /** Access tokens of some of the sessions. */
  bearers: string[];
  sessions: EntraSession[];
  /** By the name of what is measured: the time of each call, in milliseconds. */
  timesMs: Map<string, number[]>;
  /** By the name: calls a second of each round. */
  rates: Map<string, number[]>;
}

type Call = (side: Side, index: number) => Promise<unknown>;

const at = (side: Side, index: number) => side.sessions[(index * 7_919) % people]!;

/** Each is called for one after the other. */
const single: readonly (readonly [name: string, call: Call])[] = [
  ["look-up by session ID + decrypt", (side, index) => side.stores.sessions.get(at(side, index).sessionId)],
  [
    "look-up by principal + decrypt",
    (side, index) => side.stores.sessions.findByPrincipal(at(side, index).principal),
  ],
  ["sign-in stored (two tokens encrypted)", (side, index) => side.stores.sessions.put(at(side, index))],
  [
    "refresh lock taken and let go",
    (side, index) => side.stores.sessions.withRefreshLock(at(side, index).sessionId, async () => {}),
  ],
  ["rate limit taken", (side, index) => side.stores.rateLimits.take(`user:${index % people}`, wide)],
  ["put once, then taken", putAndTake],
  ["access token of a request checked + session looked up", checkBearer],
];

/** As the gateway does for each request: the signature, then the session that the token stands for. */
async function checkBearer({ authenticate, bearers }: Side, index: number): Promise<void> {
  await authenticate({ authorization: `Bearer ${bearers[(index * 7_919) % bearers.length]}` });
}

async function putAndTake({ stores }: Side, index: number): Promise<void> {
  const key = `${index} ${performance.now()}`;
  await stores.singleUse.putOnce(key, "value", 60);
  await stores.singleUse.take(key);
}

function noted<T>(map: Map<string, T[]>, name: string): T[] {
  const list = map.get(name) ?? [];
  map.set(name, list);
  return list;
}

async function measureRound(side: Side, round: number): Promise<void> {
  for (const [name, call] of single) {
    for (let count = 0; count < callsARound; count += 1) {
      const startedAtMs = performance.now();
      await call(side, round * callsARound + count);
      noted(side.timesMs, name).push(performance.now() - startedAtMs);
    }
  }
  const startedAtMs = performance.now();
  const lanes = Array.from({ length: atOnce }, async (_, lane) => {
    for (let count = 0; count < callsARound / 10; count += 1)
      await side.stores.sessions.get(at(side, round + lane * 31 + count).sessionId);
  });
  await Promise.all(lanes);
  noted(side.rates, "get").push((1_000 * atOnce * (callsARound / 10)) / (performance.now() - startedAtMs));
}

async function sealingAlone(path: string): Promise<{ sealUs: number; openUs: number }> {
  const ring = openFileKeyRing(path);
  const plain = text(2_000);
  const [sealUs, openUs]: number[][] = [[], []];
  for (let count = 0; count < 3_000; count += 1) {
    const startedAtMs = performance.now();
    const sealed = await ring.seal(plain, "place");
    const sealedAtMs = performance.now();
    await ring.open(sealed, "place");
    sealUs!.push(1_000 * (sealedAtMs - startedAtMs));
    openUs!.push(1_000 * (performance.now() - sealedAtMs));
  }
  ring.close();
  return { sealUs: median(sealUs!), openUs: median(openUs!) };
}

const directory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
const server = isOnPath(redisProgram)
  ? await startRedisServer("--appendonly", "yes", "--appendfsync", "everysec")
  : undefined;
const sides = new Map<string, Side>();
const open = async (name: string, stores: Stores) => {
  const issuer = "https://azebal.contoso.example/";
  const tokensOfGateway = createAzebalTokens({
    keys: createSigningKeys(stores.keys),
    issuer,
    audience: `${issuer}mcp`,
  });
  const sessions = Array.from({ length: people }, (_, person) => sessionOf(person));
  const side: Side = {
    stores,
    sessions,
    authenticate: createBearerAuthentication({
      tokens: tokensOfGateway,
      sessions: stores.sessions,
      metadataUrl: () => issuer,
    }),
    bearers: await Promise.all(
      sessions
        .slice(0, 100)
        .map(({ sessionId }) => tokensOfGateway.sign({ sessionId, clientId: "azebal-ide" })),
    ),
    timesMs: new Map(),
    rates: new Map(),
  };
  for (const session of side.sessions) await stores.sessions.put(session);
  sides.set(name, side);
};
await open("SQLite", openStores({ directory: join(directory, "sqlite") }));
if (server) await open("Redis", openStores({ directory: join(directory, "redis"), redis: server }));
else process.stdout.write(`There is no ${redisProgram} on the PATH: Redis is not measured.\n`);

// Once for the compiler; its times are not kept.
for (const side of sides.values()) {
  await measureRound(side, 0);
  side.timesMs.clear();
  side.rates.clear();
}
for (let round = 1; round <= rounds; round += 1)
  for (const side of round % 2 === 1 ? sides.values() : [...sides.values()].toReversed())
    await measureRound(side, round);
const sealing = await sealingAlone(join(directory, "sqlite", keyRingFileName));

for (const { stores } of sides.values()) await stores.close();
await server?.stop();
rmSync(directory, { recursive: true, force: true });

const line = (name: string, cells: readonly string[]) =>
  process.stdout.write(`${name.padEnd(42)}${cells.map((cell) => cell.padStart(26)).join("")}\n`);
process.stdout.write(
  `${people} sessions, ${rounds * callsARound} calls each, on ${cpus().length} cores; in ms: median / 95 % / 99 %\n\n`,
);
line("", [...sides.keys()]);
for (const [name] of single)
  line(
    name,
    [...sides.values()].map(({ timesMs }) =>
      [0.5, 0.95, 0.99].map((share) => quantile(timesMs.get(name)!, share).toFixed(3)).join(" / "),
    ),
  );
line(
  "look-ups one after the other, a second",
  [...sides.values()].map(({ timesMs }) => {
    const all = timesMs.get(single[0]![0])!;
    return ((1_000 * all.length) / all.reduce((sum, ms) => sum + ms, 0)).toFixed(0);
  }),
);
line(
  `look-ups, ${atOnce} at once, a second (median)`,
  [...sides.values()].map(({ rates }) => median(rates.get("get")!).toFixed(0)),
);
process.stdout.write(
  `\n2,000 characters alone: sealed in ${sealing.sealUs.toFixed(0)} µs, opened in ${sealing.openUs.toFixed(0)} µs (medians)\n`,
);
