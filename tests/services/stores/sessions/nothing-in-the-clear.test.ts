import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SessionTokens } from "../../../../services/stores/sessions/session-store.ts";
import type { Stores } from "../../../../services/stores/stores.ts";
import { alice } from "../contracts/stores-factory.ts";
import { entraSession, someTokens } from "../support/entra-session.ts";
import { startRedisServer } from "../support/redis-server.ts";
import { describeWithRedis } from "../support/redis-suite.ts";
import { openTemporaryStores } from "../support/temporary-stores.ts";

/** Does everything that is done with tokens; gives all that must be found nowhere. */
async function useTokens({ sessions, singleUse }: Stores): Promise<string[]> {
  const [session, removed] = [entraSession(), entraSession()];
  const [later, last] = [someTokens(), someTokens()];
  await sessions.put(session);
  await sessions.put(removed);
  await sessions.replaceTokens(session.sessionId, 1, later);
  await sessions.withRefreshLock(session.sessionId, (_session, lock) => lock.replaceTokens(2, last));
  await sessions.remove(removed.sessionId);
  const state = `state-${crypto.randomUUID()}`;
  const verifier = `verifier-${crypto.randomUUID()}`;
  for (const key of [state, `${state}-2`]) await singleUse.putOnce(key, verifier, 60);
  await singleUse.take(state);
  expect((await sessions.findByPrincipal(alice))?.version).toBe(3);
  const tokens = [session.tokens, removed.tokens, later, last].flatMap(
    ({ accessToken, refreshToken }: SessionTokens) => [accessToken, refreshToken ?? ""],
  );
  return [...tokens, state, verifier];
}

/** What a text may look like where it is stored: itself, in base64 at any offset, or in hexadecimal. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from(secret).subarray(offset).toString("base64").slice(0, 40),
  );
  // A part is enough: a page's end may divide the whole.
  return [secret.slice(0, 44), ...base64, Buffer.from(secret).toString("hex").slice(0, 80)];
}

function found(secrets: readonly string[], bytes: Buffer): string[] {
  return secrets.flatMap(formsOf).filter((form) => bytes.includes(form));
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

test("no file of the hub holds a token, a state or a verifier, and none holds a removed session in any form", async () => {
  const { stores, options } = await openTemporaryStores();
  const secrets = await useTokens(stores);
  const gone = entraSession();
  await stores.sessions.put(gone);
  const files = () => filesBelow(options.directory);
  const whole = () => Buffer.concat(files().map((path) => readFileSync(path)));
  const before = whole();
  expect([found(secrets, before), before.includes(gone.sessionId)]).toEqual([[], true]);
  await stores.sessions.remove(gone.sessionId);
  expect(whole().includes(gone.sessionId)).toBe(false);
  expect(
    files()
      .map((path) => path.slice(options.directory.length + 1))
      .toSorted(),
  ).toEqual(["azebal.sqlite", "azebal.sqlite-shm", "azebal.sqlite-wal", "session-keys"]);
});

test("a scan would find a token that is stored in the clear", async () => {
  const { stores, options } = await openTemporaryStores();
  const { accessToken } = someTokens();
  await stores.diagnoses.claim({
    diagnosisId: "d1",
    principal: alice,
    requestHash: "h",
    title: accessToken,
    language: "en",
    createdAt: "2026-11-25T10:00:00.000Z",
  });
  const all = Buffer.concat(filesBelow(options.directory).map((path) => readFileSync(path)));
  expect(found([accessToken], all)).toEqual([accessToken.slice(0, 44)]);
});

describeWithRedis("on Redis", () => {
  test("no key, no value and no byte of its files holds a token, a state or a verifier", async () => {
    const server = await startRedisServer("--appendonly", "yes", "--appendfsync", "always");
    onTestFinished(() => server.stop());
    const { stores } = await openTemporaryStores({ url: server.url });
    const secrets = await useTokens(stores);
    const keys = (await server.admin.keys("*")).toSorted();
    const values = await Promise.all(
      keys.map(async (key) =>
        (await server.admin.type(key)) === "hash"
          ? JSON.stringify(await server.admin.hgetall(key))
          : JSON.stringify(await server.admin.zrange(key, "0", "-1")),
      ),
    );
    const appended = filesBelow(server.directory).map((path) => readFileSync(path));
    expect(keys.map((key) => key.replace(/\{.*$/u, ""))).toEqual([
      "azebal:once:",
      "azebal:once:",
      "azebal:session:",
      "azebal:sessions-of:",
    ]);
    expect(appended.some((bytes) => bytes.includes("ms_refresh_token"))).toBe(true);
    expect(
      found(secrets, Buffer.concat([Buffer.from([...keys, ...values].join("\n")), ...appended])),
    ).toEqual([]);
  });
});
