import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { line } from "../support/journal-line.ts";
import { openJournal } from "../support/redis-journal.ts";
import { describeWithRedis, useRedisServer } from "../support/redis-suite.ts";

const farMs = 50_000;

describeWithRedis("waiting on Redis", () => {
  const server = useRedisServer();
  beforeEach(async () => {
    await server().admin.flushall();
  });
  afterEach(() => void vi.useRealTimers());

  /** Resolves once so many channels are subscribed to. */
  async function subscribed(channels: number): Promise<void> {
    while (!(await server().admin.info("stats")).includes(`pubsub_channels:${channels}\r\n`));
  }

  async function connections(): Promise<string[]> {
    const list = String(await server().admin.client("LIST"));
    return [...list.matchAll(/ name=(azebal-\S+)/gu)].map(([, name]) => name ?? "").toSorted();
  }

  test("thousands of waits take two connections", async () => {
    const [journal, writer] = [openJournal({ url: server().url }), openJournal({ url: server().url })];
    const ids = Array.from({ length: 5_000 }, (_, index) => `d${index}`);
    const waits = ids.map((id) => journal.waitFor(id, 0, farMs));
    await subscribed(5_000);
    const waiting = await connections();
    await Promise.all(ids.map((diagnosisId) => writer.append(line("s1", { diagnosisId }))));
    expect([waiting, new Set(await Promise.all(waits))]).toEqual([
      ["azebal-journal", "azebal-progress"],
      new Set([true]),
    ]);
  });

  test("a wake ends the waits of other processes", async () => {
    const [journal, other] = [openJournal({ url: server().url }), openJournal({ url: server().url })];
    const waits = [journal.waitFor("d1", 0, farMs), journal.waitFor("d1", 7, farMs)];
    const unconcerned = journal.waitFor("d2", 0, farMs);
    await subscribed(2);
    other.wake("d1");
    expect(await Promise.all(waits)).toEqual([false, false]);
    await other.append(line("s1", { diagnosisId: "d2" }));
    expect(await unconcerned).toBe(true);
  });

  test("a process does not hear its own wake, which would end the waits to come", async () => {
    const journal = openJournal({ url: server().url });
    const heard = server().admin.duplicate();
    await heard.subscribe("azebal:{d1}:news");
    const ended = new Promise((resolve) => heard.once("message", resolve));
    const before = journal.waitFor("d1", 0, farMs);
    while ((await server().admin.pubsub("NUMSUB", "azebal:{d1}:news"))[1] !== 2);
    journal.wake("d1");
    const after = journal.waitFor("d1", 0, farMs);
    await ended;
    heard.disconnect();
    await journal.append(line("s1"));
    expect([await before, await after]).toEqual([false, true]);
  });

  test("a channel for which nobody waits is left after a while, and heard again when somebody does", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const [journal, other] = [openJournal({ url: server().url }), openJournal({ url: server().url })];
    const kept = journal.waitFor("d2", 0, farMs);
    await journal.waitFor("d1", 0, 1);
    await subscribed(2);
    vi.advanceTimersByTime(10_000);
    const onceIdle = (await server().admin.pubsub("CHANNELS")) as string[];
    vi.advanceTimersByTime(10_000);
    await subscribed(1);
    expect([onceIdle.length, await server().admin.pubsub("CHANNELS")]).toEqual([2, ["azebal:{d2}:news"]]);
    const again = journal.waitFor("d1", 0, farMs);
    await subscribed(2);
    await other.append(line("s1"));
    await other.append(line("s1", { diagnosisId: "d2" }));
    expect([await again, await kept]).toEqual([true, true]);
  });
});
