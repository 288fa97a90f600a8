import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { followJournal } from "../support/follow-journal.ts";
import { line } from "../support/journal-line.ts";
import { openJournal } from "../support/redis-journal.ts";
import { startRedisServer } from "../support/redis-server.ts";
import { describeWithRedis, useRedisServer } from "../support/redis-suite.ts";
import { startProxy } from "../support/server-proxy.ts";
import { startWriter } from "../support/writer-process.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "azebal-redis-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describeWithRedis("a journal on a server that is killed and started again", () => {
  test("loses no line that it gave, and a follower sees each once", async () => {
    const server = await startRedisServer("--appendonly", "yes", "--appendfsync", "always");
    onTestFinished(() => server.stop());
    const redis = { url: server.url };
    const journal = openJournal(redis);
    const restarting = Promise.withResolvers<void>();
    const followed = followJournal(journal, "d1", 600, ({ seq }) => {
      if (seq === 150) restarting.resolve();
    });
    const stores = { directory: folder(), redis };
    const writers = ["a", "b"].map((name) => startWriter({ stores, name, steps: 300, atOnce: false }));
    await restarting.promise;
    await server.kill();
    await server.restart();
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0]);
    const seen = (await followed).map(({ seq, stepId }) => `${seq} ${stepId}`);
    const kept = (await journal.read("d1", 0, 1_000)).map(({ seq, stepId }) => `${seq} ${stepId}`);
    expect(kept.map((text) => Number.parseInt(text, 10))).toEqual(numbered(600));
    expect(seen).toEqual(kept);
    expect(writers.flatMap(({ said }) => said).toSorted()).toEqual(kept.toSorted());
  });
});

describeWithRedis("a journal whose connections are lost", () => {
  const server = useRedisServer();
  beforeEach(async () => {
    await server().admin.flushall();
  });

  test("sends again what was done without its knowing, and the line stands there once", async () => {
    const proxy = await startProxy(server().port);
    const journal = openJournal({ url: proxy.url });
    await journal.append(line("s1"));
    proxy.cutNextReply();
    const second = await journal.append(line("s2"));
    const third = await journal.append(line("s3"));
    expect([proxy.cuts, await journal.read("d1", 0, 9)]).toEqual([
      1,
      [{ ...line("s1"), seq: 1 }, second, third],
    ]);
    expect([second.seq, third.seq]).toEqual([2, 3]);
  });

  test("writes five hundred lines that are under way at once without a gap or a double", async () => {
    const journal = openJournal({ url: server().url });
    const appended = Promise.all(numbered(500).map((step) => journal.append(line(`s${step}`))));
    await journal.append(line("s1"));
    const killed = await server().admin.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await appended;
    const lines = await journal.read("d1", 0, 1_000);
    expect([killed, lines.map(({ seq }) => seq), new Set(lines.map(({ stepId }) => stepId)).size]).toEqual([
      1,
      numbered(500),
      500,
    ]);
  });

  test("looks again for what was written while it heard nothing", async () => {
    const [journal, other] = [openJournal({ url: server().url }), openJournal({ url: server().url })];
    await journal.append(line("s1"));
    const wait = journal.waitFor("d1", 1, 50_000);
    while ((await server().admin.pubsub("CHANNELS")).length === 0);
    await server().admin.call("CLIENT", "KILL", "TYPE", "pubsub");
    await other.append(line("s2"));
    expect(await wait).toBe(true);
  });

  test("gives a server the script again that has forgotten it", async () => {
    const journal = openJournal({ url: server().url });
    await journal.append(line("s1"));
    await server().admin.script("FLUSH");
    expect((await journal.append(line("s2"))).seq).toBe(2);
  });
});

describeWithRedis("a journal whose keys the server removes", () => {
  const server = useRedisServer();
  beforeEach(async () => {
    await server().admin.flushall();
  });

  test("keeps both keys for seven days after the last line, and as long as each other", async () => {
    const journal = openJournal({ url: server().url });
    await journal.append(line("s1"));
    const keys = (await server().admin.keys("*")).toSorted();
    for (const key of keys) await server().admin.pexpire(key, 5_000);
    await journal.append(line("s2"));
    const [lines = 0, steps = 0] = await Promise.all(keys.map((key) => server().admin.pexpiretime(key)));
    const [seconds, microseconds] = (await server().admin.time()).map(Number) as [number, number];
    const leftMs = lines - (seconds * 1_000 + microseconds / 1_000);
    expect([keys, lines - steps, Math.ceil(leftMs / 60_000)]).toEqual([
      ["azebal:{d1}:lines", "azebal:{d1}:steps"],
      0,
      7 * 24 * 60,
    ]);
  });

  test("is empty once its time is over, and can be written anew", async () => {
    const journal = openJournal({ url: server().url });
    await journal.append(line("s1"));
    for (const key of await server().admin.keys("*")) await server().admin.pexpireat(key, 1);
    expect([await journal.read("d1", 0, 9), await journal.last("d1")]).toEqual([[], undefined]);
    expect((await journal.append(line("s2"))).seq).toBe(1);
  });

  test("reads lost steps back from its lines", async () => {
    const journal = openJournal({ url: server().url });
    for (const step of ["s1", "s2", "s3"]) await journal.append(line(step));
    await server().admin.del("azebal:{d1}:steps");
    expect(await journal.append(line("s2", { message: "again" }))).toEqual({ ...line("s2"), seq: 2 });
    expect((await journal.append(line("s4"))).seq).toBe(4);
  });

  test("gives no number twice when its lines are lost", async () => {
    const journal = openJournal({ url: server().url });
    for (const step of ["s1", "s2", "s3"]) await journal.append(line(step));
    await server().admin.del("azebal:{d1}:lines");
    const again = await journal.append(line("s2"));
    const next = await journal.append(line("s4"));
    expect([again.seq, next.seq, await journal.read("d1", 3, 9)]).toEqual([2, 4, [next]]);
  });

  test("stores nothing of a line for which there is no memory, and all of it later", async () => {
    const journal = openJournal({ url: server().url });
    await server().admin.config("SET", "maxmemory", "1");
    await expect(journal.append(line("s1"))).rejects.toMatchObject({
      name: "StoreRefusedError",
      code: "StoreRefused",
      message: `Redis at 127.0.0.1:${server().port} refuses what AZEBAL asks (OOM). Its memory is full: give it more.`,
    });
    await server().admin.config("SET", "maxmemory", "0");
    expect([await server().admin.keys("*"), (await journal.append(line("s1"))).seq]).toEqual([[], 1]);
  });
});
