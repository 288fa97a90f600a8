import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { createEntraClient } from "../../../services/identity/entra-client.ts";
import { createSessionTokens } from "../../../services/identity/session-tokens.ts";
import { openStores } from "../../../services/stores/open-stores.ts";
import { describeWithRedis, useRedisServer } from "../../services/stores/support/redis-suite.ts";
import { runAzebal, scenarioFolder } from "../support/azebal-process.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { hubsIn } from "../support/stored-diagnoses.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { openFront } from "./support/front.ts";
import { connectAs, IdeAuthorization } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";
import { callTool } from "./support/window.ts";

const request = JSON.parse(
  readFileSync(join(scenarioFolder("first-look"), "request.json"), "utf8"),
) as Record<string, unknown>;

describeWithRedis("two gateways that share a Redis", () => {
  const server = useRedisServer("--appendonly", "yes", "--appendfsync", "always");

  /** Two gateways under one address; the function app is that of the one that started first. */
  async function serve() {
    const world = await openEntraWorld();
    const front = await openFront();
    const env: Record<string, string> = {
      ...world.env,
      AZEBAL_REDIS_URL: server().url,
      AZEBAL_PUBLIC_URL: front.url,
    };
    const first = await startServingAzebal([], env);
    const second = await startServingAzebal([], env);
    front.target = first.url;
    const person = new Person(world, world.users[0]!);
    const other = () => {
      front.target = front.target === first.url ? second.url : first.url;
    };
    return { world, front, env, person, other, url: `${front.url}/mcp` };
  }

  /** A request of a client that has a token. */
  const initialize = async (url: string, authorization: IdeAuthorization) =>
    await fetch(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${authorization.tokensKept?.access_token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: {
          protocolVersion: "2025-06-18",
          capabilities: {},
          clientInfo: { name: "e2e", version: "1" },
        },
      }),
    });

  test("a sign-in goes on at whichever gateway each of its steps reaches", async () => {
    const { other, person, url } = await serve();
    const { client } = await connectAs(url, person, new IdeAuthorization(), other);
    expect((await callTool(client, "whoami")).data).toMatchObject({ user: person.name });
  });

  test("what is ended at one gateway is refused at the other at once", async () => {
    const { other, person, url } = await serve();
    const { authorization, client } = await connectAs(url, person);
    other();
    expect((await initialize(url, authorization)).status).toBe(200);
    other();
    expect((await callTool(client, "logout")).data["ended"]).toBe(1);
    other();
    const refused = await initialize(url, authorization);
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"') as string,
    ]);
  });

  test("one person's calls are counted at both together", async () => {
    const { other, person, url } = await serve();
    const here = await connectAs(url, person);
    other();
    const there = await connectAs(url, person, here.authorization);
    // 20 calls of login at once after a rest: each gateway alone sees fewer.
    const thirteen = async ({ client }: typeof here) =>
      await Promise.all(Array.from({ length: 13 }, () => client.callTool({ name: "login", arguments: {} })));
    const second = await thirteen(there);
    other();
    const answers = [...second, ...(await thirteen(here))];
    expect(second.some(({ isError }) => isError === true)).toBe(false);
    const refused = answers.filter(({ isError }) => isError === true);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(refused[0])).toContain("You call login too often");
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(20);
  });

  test("a token given back at one gateway is worth nothing at the other", async () => {
    const { front, other, person, url } = await serve();
    const { authorization } = await connectAs(url, person);
    const token = authorization.tokensKept?.refresh_token ?? "";
    const body = new URLSearchParams({ client_id: "azebal-ide", token });
    expect((await fetch(`${front.url}/revoke`, { method: "POST", body })).status).toBe(200);
    other();
    expect((await initialize(url, authorization)).status).toBe(401);
  });

  test("keys that are rotated in the middle keep every sign-in, at both", async () => {
    const { env, front, other, person, url } = await serve();
    const { authorization } = await connectAs(url, person);
    expect((await runAzebal(["keys", "--rotate-sessions"], env)).code).toBe(0);
    const statuses = [(await initialize(url, authorization)).status];
    other();
    statuses.push((await initialize(url, authorization)).status);
    const renew = async () => {
      const body = new URLSearchParams({
        grant_type: "refresh_token",
        client_id: "azebal-ide",
        refresh_token: authorization.tokensKept?.refresh_token ?? "",
      });
      const answer = await fetch(`${front.url}/token`, { method: "POST", body });
      statuses.push(answer.status);
      authorization.saveTokens((await answer.json()) as NonNullable<typeof authorization.tokensKept>);
    };
    await renew();
    other();
    await renew();
    statuses.push((await initialize(url, authorization)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  test("fifty reads that find a token too old make one request to Entra, in two processes' stores", async () => {
    const { env, person, url, world } = await serve();
    world.entra.apply({ lifetimes: { accessTokenSeconds: 120 } });
    await connectAs(url, person);
    world.entra.apply({ lifetimes: { accessTokenSeconds: 3_600 } });
    const [hub = ""] = hubsIn(env["AZEBAL_DATA_DIR"] ?? "");
    const both = [1, 2].map(() => {
      const stores = openStores({ directory: hub, redis: { url: server().url } });
      const entra = createEntraClient({
        audience: "https://management.azure.com",
        settings: {
          authorityHost: world.entra.origin,
          tenantId: world.entra.tenantId,
          clientId: world.entra.clientId,
          clientSecret: world.entra.clientSecret,
        },
      });
      const source = createSessionTokens({
        sessions: stores.sessions,
        entra,
        audience: "https://management.azure.com",
        keepClaims: async () => {},
      });
      return { stores, source };
    });
    const refreshes = () =>
      world.entra.requests().filter(({ grantType }) => grantType === "refresh_token").length;
    const before = refreshes();
    const { principal } = world.simulator;
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        both[index % 2]!.source.fetchToken("https://management.azure.com", principal),
      ),
    );
    await Promise.all(both.map(({ stores }) => stores.close()));
    expect(new Set(tokens.map((token) => (token.ok ? token.value.token : token.failure.message))).size).toBe(
      1,
    );
    expect([tokens.every(({ ok }) => ok), refreshes() - before]).toEqual([true, 1]);
  });

  test("a Redis that goes down in the middle is named, and nothing is lost once it is back", async () => {
    const { person, url } = await serve();
    const { authorization, client } = await connectAs(url, person);
    const started = await callTool(client, "debug_error", { ...request, wait_seconds: 0 });
    await server().kill();
    const down = await initialize(url, authorization);
    const { error } = (await down.json()) as { error: { message: string } };
    await server().restart();
    expect([down.status, down.headers.get("retry-after"), error.message]).toEqual([
      503,
      "5",
      expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ .* Your sign-in is not the matter/u) as string,
    ]);
    const endsAt = performance.now() + 30_000;
    while ((await initialize(url, authorization)).status !== 200 && performance.now() < endsAt)
      await delay(50);
    const input = { diagnosis_id: started.data["diagnosis_id"], wait_seconds: 60 };
    const { failure, status } = (await callTool(client, "get_diagnosis", input)).data;
    expect([status, failure]).toEqual(["completed", undefined]);
  });
});

describeWithRedis("a gateway whose Redis is not there yet", () => {
  const server = useRedisServer("--appendonly", "yes");

  test("serves, says what is missing, and signs in as soon as it is there", async () => {
    await server().kill();
    const world = await openEntraWorld();
    const azebal = await startServingAzebal([], { ...world.env, AZEBAL_REDIS_URL: server().url });
    const person = new Person(world, world.users[0]!);
    const anybody = new IdeAuthorization();
    await expect(connectAs(azebal.url, person, anybody)).rejects.toThrow("No way to Entra: 503");
    await server().restart();
    const endsAt = performance.now() + 20_000;
    const connected = async () => await connectAs(azebal.url, person).catch(() => undefined);
    let found = await connected();
    while (found === undefined && performance.now() < endsAt) found = await connected();
    expect((await callTool(found!.client, "whoami")).data["user"]).toBe(person.name);
  });
});
