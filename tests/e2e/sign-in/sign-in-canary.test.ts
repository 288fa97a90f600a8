import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { expect, test } from "vitest";
import { openStores } from "../../../services/stores/open-stores.ts";
import { describeWithRedis, useRedisServer } from "../../services/stores/support/redis-suite.ts";
import { scenarioFolder } from "../support/azebal-process.ts";
import { createSecretSearch } from "../support/canary-secrets.ts";
import { startServingAzebal } from "../support/serving-azebal.ts";
import { hubsIn } from "../support/stored-diagnoses.ts";
import { bytesBelow, cellsOf } from "../support/stored-text.ts";
import { openEntraWorld } from "./support/entra-world.ts";
import { connectAs, IdeAuthorization } from "./support/oauth-client.ts";
import { Person } from "./support/person.ts";
import { callTool } from "./support/window.ts";

const request = JSON.parse(readFileSync(join(scenarioFolder("first-look"), "request.json"), "utf8")) as {
  error: string;
};
/** No secret: what the search must find, so that finding nothing means something. */
const controlWord = "kontrollwort";

/** The parts of a token that are its own: headers and key IDs are the same for all. */
function ownParts(token: string | undefined): string[] {
  const parts = (token ?? "").split(".");
  const own = parts.length === 1 ? parts : parts.slice(parts[0] === "v1" ? 2 : 1);
  return own.filter((part) => part.length >= 20);
}

/** Every value of every key, by the key's name. */
async function valuesOf(redis: Redis): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const key of await redis.keys("*")) {
    const kind = await redis.type(key);
    const value =
      kind === "hash"
        ? await redis.hgetall(key)
        : kind === "zset"
          ? await redis.zrange(key, "0", "-1")
          : kind === "stream"
            ? await redis.xrange(key, "-", "+", "COUNT", 10_000)
            : await redis.get(key);
    values[key] = JSON.stringify(value);
  }
  return values;
}

describeWithRedis("after a sign-in and a whole diagnosis", () => {
  const server = useRedisServer();

  test("no token, code, verifier, secret or session ID is in a file, a row, a value, a log, a page or an answer", async () => {
    const world = await openEntraWorld();
    world.entra.apply({ lifetimes: { accessTokenSeconds: 200 } });
    const env: Record<string, string> = {
      ...world.env,
      AZEBAL_REDIS_URL: server().url,
      AZEBAL_LOG_LEVEL: "debug",
    };
    const azebal = await startServingAzebal([], env);
    const person = new Person(world, world.users[0]!);
    const authorization = new IdeAuthorization();
    const { client } = await connectAs(azebal.url, person, authorization);
    const secrets = [
      world.env["AZEBAL_ENTRA_CLIENT_SECRET"] ?? "",
      authorization.codeVerifier(),
      ...person.secrets,
    ];
    const noteTokens = async () => {
      const [hub = ""] = hubsIn(env["AZEBAL_DATA_DIR"]!);
      const stores = openStores({ directory: hub, redis: { url: server().url } });
      const session = await stores.sessions.findByPrincipal(world.simulator.principal);
      await stores.close();
      if (session?.credential !== "entra") throw new Error("There is no sign-in.");
      secrets.push(...ownParts(session.tokens.accessToken), ...ownParts(session.tokens.refreshToken));
      const { access_token, refresh_token } = authorization.tokensKept ?? {};
      secrets.push(...ownParts(access_token), ...ownParts(refresh_token));
      return session.sessionId;
    };
    const sessionId = await noteTokens();

    const said: string[] = [...person.pages];
    const call = async (name: string, input: Record<string, unknown> = {}) => {
      const result = await client.callTool({ name, arguments: input }, undefined, {
        onprogress: (progress) => said.push(JSON.stringify(progress)),
      });
      said.push(JSON.stringify(result));
      return result.structuredContent as Record<string, unknown>;
    };
    const error = `${controlWord}\n${request.error}`;
    const done = await call("debug_error", { ...request, error, wait_seconds: 60 });
    expect(done["status"]).toBe("completed");
    const id = String(done["diagnosis_id"]);
    await noteTokens();
    await call("whoami");
    // A sign-in that goes wrong, and one that goes on in a browser, while signed in.
    await callTool(client, "login", { returned: "http://localhost/auth/callback?code=a-code&state=a-state" });
    const begun = await callTool(client, "login", { again: true, wait_seconds: 0 });
    await person.signIn(String(begun.data["url"]));
    secrets.push(...person.secrets);
    expect(await noteTokens()).toBe(sessionId);
    await call("list_diagnoses");
    await call("get_evidence", { diagnosis_id: id, evidence_id: "e0" });
    for (const uri of [`azebal://diagnoses/${id}`, `azebal://diagnoses/${id}/reproduce.sh`])
      said.push(JSON.stringify(await client.readResource({ uri })));

    const [hub = ""] = hubsIn(env["AZEBAL_DATA_DIR"]!);
    const stores = openStores({ directory: hub, redis: { url: server().url } });
    const rows = JSON.stringify([
      await stores.evidence.list(id),
      await stores.reports.get(id),
      await stores.journal.read(id, 0, 10_000),
      await stores.history.list(id),
      await stores.audit.list({ limit: 10_000 }),
      await stores.diagnoses.get(id),
    ]);
    await stores.close();
    const redis = await valuesOf(server().admin);
    await client.close();
    expect((await azebal.stop()).code).toBe(0);
    const { stderr, stdout } = azebal.output();
    const searched: Record<string, string> = {
      ...bytesBelow(env["AZEBAL_DATA_DIR"]!),
      "rows of azebal.sqlite": cellsOf(join(hub, "azebal.sqlite")),
      "rows of host.sqlite": cellsOf(join(hub, "host.sqlite")),
      "the stores": rows,
      "the log": stderr,
      "standard output": stdout,
      "answers and pages": said.join("\n"),
    };
    const finds = (places: Record<string, string>, wanted: readonly string[]) => {
      const search = createSecretSearch(wanted);
      return Object.entries(places).flatMap(([place, text]) =>
        search(text).map((found) => `${place}: ${found}`),
      );
    };
    // A session is found in Redis by its ID, which stands in its key's name and in the index of its person alone.
    const indexed = Object.fromEntries(
      Object.entries(redis).filter(([key]) => !key.includes("sessions-of:")),
    );
    expect(finds({ ...searched, ...indexed }, [...secrets, sessionId])).toEqual([]);
    expect(finds(redis, secrets)).toEqual([]);

    expect(secrets.filter((secret) => secret.length >= 20).length).toBeGreaterThan(20);
    expect(finds({ planted: `x${secrets[3]}y` }, secrets).length).toBeGreaterThan(0);
    const has = (place: string, word: string) => searched[place]!.includes(word);
    expect({
      rows: has("rows of azebal.sqlite", controlWord),
      stores: has("the stores", controlWord) && has("the stores", '"sign_in"'),
      log: has("the log", id),
      answers: has("answers and pages", controlWord) && has("answers and pages", person.name),
      redis: Object.keys(redis).some((key) => key.includes(encodeURIComponent(sessionId))),
      sealed: Object.values(redis).some((value) => value.includes("v1.")),
    }).toEqual({ rows: true, stores: true, log: true, answers: true, redis: true, sealed: true });
  });
});
