import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { RedisConnection } from "../../../../services/stores/redis/redis-connection.ts";
import { line } from "../support/journal-line.ts";
import { mayNeed } from "../support/programs.ts";
import { openJournal } from "../support/redis-journal.ts";
import { freePort, startRedisServer } from "../support/redis-server.ts";
import { describeWithRedis } from "../support/redis-suite.ts";
import { selfSigned } from "../support/self-signed.ts";

/** Made anew in each run. */
const password = `p/${crypto.randomUUID()}@:#`;
const encoded = encodeURIComponent(password);

/** Everything that can be seen of an error, what hangs on it included. */
async function seenOf(failing: Promise<unknown>): Promise<{ name: string; message: string; all: string }> {
  const error = await failing.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason as Error,
  );
  return { name: error.name, message: error.message, all: inspect(error, { depth: 9, showHidden: true }) };
}

function logLines() {
  const lines: string[] = [];
  const warned = Promise.withResolvers<void>();
  const note = (text: string) => {
    lines.push(text);
    warned.resolve();
  };
  return { lines, warned: warned.promise, log: { warn: note, info: note } };
}

describeWithRedis("signing in to Redis", () => {
  test("user and password come from the URL, and no error or log line shows them", async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.stop());
    await server.admin.call("ACL", "SETUSER", "ada", "on", `>${password}`, "~azebal:*", "&azebal:*", "+@all");
    const host = `127.0.0.1:${server.port}`;
    const right = openJournal({ url: `redis://ada:${encoded}@${host}` });
    expect((await right.append(line("s1"))).seq).toBe(1);

    const { lines, log } = logLines();
    const wrong = openJournal({ url: `redis://bob:${encoded}@${host}`, log });
    const failed = await seenOf(wrong.append(line("s2")));
    const message = `Redis at ${host} refuses what AZEBAL asks (WRONGPASS). Put the user and password that it knows into AZEBAL_REDIS_URL.`;
    expect([failed.name, failed.message, lines]).toEqual(["StoreRefusedError", message, [message]]);
    for (const secret of [password, encoded]) expect([failed.all, ...lines].join("\n")).not.toContain(secret);
  });

  test("a user who may not use the keys is told which rights are missing", async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.stop());
    await server.admin.call("ACL", "SETUSER", "ada", "on", `>${password}`, "~other:*", "&azebal:*", "+@all");
    const journal = openJournal({ url: `redis://ada:${encoded}@127.0.0.1:${server.port}` });
    expect((await seenOf(journal.append(line("s1")))).message).toMatch(
      /\(NOPERM\)\. Allow this user the keys/u,
    );
  });

  test("a user who may not listen to channels still waits, and the log says that it is late", async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.stop());
    const rights = ["~azebal:*", "resetchannels", "+@all"];
    await server.admin.call("ACL", "SETUSER", "ada", "on", `>${password}`, ...rights);
    const { lines, warned, log } = logLines();
    const journal = openJournal({ url: `redis://ada:${encoded}@127.0.0.1:${server.port}`, log });
    expect(await journal.waitFor("d1", 0, 1)).toBe(false);
    await warned;
    expect(lines).toEqual([
      expect.stringMatching(
        /^Progress of other processes is noticed late\. Redis at \S+ refuses .* \(NOPERM\)/u,
      ),
    ]);
  });

  test.skipIf(!mayNeed("openssl"))(
    "rediss:// speaks TLS, and only to a server whose certificate is trusted",
    async () => {
      const server = await startRedisServer();
      onTestFinished(() => server.stop());
      const [certificate, key] = selfSigned(server.directory);
      const tlsPort = await freePort();
      const files = ["tls-cert-file", certificate, "tls-key-file", key, "tls-ca-cert-file", certificate];
      await server.admin.call("CONFIG", "SET", ...files, "tls-auth-clients", "no", "tls-port", tlsPort);
      const url = `rediss://localhost:${tlsPort}`;
      const stranger = new RedisConnection({ url }, "test", { timeoutMs: 1_000 });
      onTestFinished(() => stranger.close());
      const refused = await seenOf(stranger.run((client) => client.ping()));
      expect([refused.name, refused.message]).toEqual([
        "StoreUnreachableError",
        expect.stringContaining("(DEPTH_ZERO_SELF_SIGNED_CERT)"),
      ]);
      const trusted = getCACertificates();
      onTestFinished(() => setDefaultCACertificates(trusted));
      setDefaultCACertificates([...trusted, readFileSync(certificate, "utf8")]);
      expect((await openJournal({ url }).append(line("s1"))).seq).toBe(1);
    },
  );
});
