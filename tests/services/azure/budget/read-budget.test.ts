import { describe, expect, it } from "vitest";
import { budgetWorld, settle, waitOf } from "../support/budget-world.ts";
import { mara } from "../support/reader-on.ts";
import { site, vault } from "../support/table-paths.ts";

const noor = {
  ...mara,
  objectId: "9d1f8a07-3c7e-4f0e-8f1d-6d9d0c2b7a55",
  userPrincipalName: "noor@fabrikam.example",
};

describe("a read that does not fit into the quota", () => {
  it("waits in process where it will fit within two seconds", async () => {
    const { clock, ask, spend, order } = budgetWorld();
    await spend(15);
    await clock.advance(3_200);
    const late = ask("q1");
    await clock.advance(1_799);
    expect(order).toEqual([]);
    await clock.advance(1);
    expect(order).toEqual(["q1"]);
    settle(await late);
  });

  it("is sent away with the time to come back where it will not, and nothing is spent", async () => {
    const { clock, ask, spend } = budgetWorld();
    await spend(15);
    await clock.advance(1_500);
    expect(await ask("q1")).toEqual({
      ok: false,
      failure: {
        code: "Throttled",
        message:
          "What one person may ask of Azure at once is used up. GET /providers/Microsoft.ResourceGraph/resources is made in 4 s.",
        retryAfterMs: 3_500,
      },
    });
  });

  it("is sent away at once when a longer wait than it can bear becomes known", async () => {
    const { askForVault } = budgetWorld();
    const running = await askForVault("v1");
    settle(await askForVault("v2"), 429, { "retry-after": "1" });
    const waiting = askForVault("v3");
    settle(running, 429, { "retry-after": "30" });
    expect(waitOf(await waiting)).toBe(30_000);
  });

  it("waits longer where pages of it are there already", async () => {
    const { clock, ask, spend, order } = budgetWorld();
    await spend(15);
    const page = ask("list", { isContinuation: true });
    await clock.advance(5_000);
    expect(order).toEqual(["list"]);
    settle(await page);
  });

  it("does not keep back what another quota covers", async () => {
    const { ask, askForVault, spend, order } = budgetWorld();
    await spend(15);
    expect(waitOf(await ask("q1"))).toBe(5_000);
    settle(await askForVault("v1"));
    expect(order).toEqual(["v1"]);
  });
});

describe("reads that were sent away", () => {
  it("are given times a window apart, as far as the quota reaches in each", async () => {
    const { ask, spend } = budgetWorld();
    await spend(15);
    const waits: (number | undefined)[] = [];
    for (let query = 0; query < 31; query += 1) waits.push(waitOf(await ask(`q${query}`)));
    expect(waits).toEqual([
      ...Array.from({ length: 15 }, () => 5_000),
      ...Array.from({ length: 15 }, () => 10_000),
      15_000,
    ]);
  });

  it("find their place kept when they come back, although others ask before", async () => {
    const { clock, ask, spend, order } = budgetWorld();
    await spend(15);
    for (let query = 0; query < 15; query += 1) await ask(`q${query}`);
    await clock.advance(5_500);
    expect(waitOf(await ask("newcomer"))).toBeGreaterThanOrEqual(5_000);
    await clock.advance(700);
    for (let query = 0; query < 15; query += 1) settle(await ask(`q${query}`));
    expect(order).toEqual(Array.from({ length: 15 }, (_, query) => `q${query}`));
  });

  it("lose their place to others when they do not come back in time", async () => {
    const { clock, ask, spend, order } = budgetWorld();
    await spend(15);
    for (let query = 0; query < 15; query += 1) await ask(`q${query}`);
    await clock.advance(7_500);
    settle(await ask("newcomer"));
    expect(order).toEqual(["newcomer"]);
  });

  it("keep their turn for a while all the same", async () => {
    const { clock, ask, spend, order } = budgetWorld({ requestsAtOnce: 1 });
    await spend(15);
    await ask("early", { diagnosisId: "dx-1" });
    await clock.advance(20_000);
    settle(await ask("other", { diagnosisId: "dx-2" }));
    const running = await ask("running", { diagnosisId: "dx-2" });
    const newcomer = ask("newcomer", { diagnosisId: "dx-3" });
    const early = ask("early", { diagnosisId: "dx-1" });
    settle(running);
    settle(await early);
    settle(await newcomer);
    expect(order).toEqual(["other", "running", "early", "newcomer"]);
  });
});

describe("requests of one person", () => {
  it("are so many on their way and no more; the next goes when one is answered", async () => {
    const { askForVault, order } = budgetWorld({ requestsAtOnce: 2 });
    const [first] = await Promise.all([askForVault("v1"), askForVault("v2")]);
    const third = askForVault("v3");
    expect(order).toEqual(["v1", "v2"]);
    settle(first);
    settle(await third);
    expect(order).toEqual(["v1", "v2", "v3"]);
  });

  it("are sent away where no answer comes for as long as they may wait", async () => {
    const { clock, askForVault } = budgetWorld({ requestsAtOnce: 1 });
    await askForVault("v1");
    const second = askForVault("v2");
    await clock.advance(2_000);
    expect(waitOf(await second)).toBe(4_000);
  });

  it("give back their place when no answer came", async () => {
    const { askForVault, order } = budgetWorld({ requestsAtOnce: 1 });
    const first = await askForVault("v1");
    const second = askForVault("v2");
    if (first.ok) first.value.settle();
    settle(await second);
    expect(order).toEqual(["v1", "v2"]);
  });

  it("take turns by diagnosis: many reads of one do not keep back another's first", async () => {
    const { askForVault, order } = budgetWorld({ requestsAtOnce: 1 });
    const greedy = ["a1", "a2", "a3", "a4"].map((key) => askForVault(key, { diagnosisId: "dx-a" }));
    const modest = ["b1", "b2"].map((key) => askForVault(key, { diagnosisId: "dx-b" }));
    for (const one of [greedy[0]!, modest[0]!, greedy[1]!, modest[1]!, greedy[2]!, greedy[3]!])
      settle(await one);
    expect(order).toEqual(["a1", "b1", "a2", "b2", "a3", "a4"]);
  });

  it("do not count against another person", async () => {
    const { ask, spend, order } = budgetWorld();
    await spend(15);
    settle(await ask("q1", { principal: noor }));
    expect(order).toEqual(["q1"]);
  });

  it("count together however the person's identifiers are spelled", async () => {
    const { ask, spend } = budgetWorld();
    await spend(15);
    const shouting = { ...mara, objectId: mara.objectId.toUpperCase() };
    expect(waitOf(await ask("q1", { principal: shouting }))).toBe(5_000);
  });

  it("are remembered among a thousand others, as long as something is spent", async () => {
    const { ask, spend } = budgetWorld();
    await spend(15);
    for (let person = 0; person < 1_001; person += 1)
      settle(await ask("q1", { principal: { ...noor, objectId: `person-${person}` } }));
    expect(waitOf(await ask("q2"))).toBe(5_000);
  });
});

describe("a 429", () => {
  it("to one diagnosis keeps all others from asking before its time", async () => {
    const { clock, askForVault, order } = budgetWorld();
    settle(await askForVault("v1", { diagnosisId: "dx-1" }), 429, { "retry-after": "42" });
    await clock.advance(2_000);
    expect(waitOf(await askForVault("v2", { diagnosisId: "dx-2" }))).toBe(40_000);
    await clock.advance(40_000);
    settle(await askForVault("v2", { diagnosisId: "dx-2" }));
    expect(order).toEqual(["v1", "v2"]);
  });

  it("of one resource provider leaves the others alone", async () => {
    const { askForVault, order } = budgetWorld();
    const left = { "retry-after": "42", "x-ms-ratelimit-remaining-subscription-reads": "200" };
    settle(await askForVault("v1"), 429, left);
    expect(waitOf(await askForVault("v2"))).toBe(42_000);
    settle(await askForVault("s1", { path: site }));
    expect(order).toEqual(["v1", "s1"]);
  });
});

describe("a caller that gives up", () => {
  it("while it waits ends at once, and those behind move up", async () => {
    const { askForVault, order } = budgetWorld({ requestsAtOnce: 1 });
    const running = await askForVault("v1");
    const controller = new AbortController();
    const given = askForVault("v2", { signal: controller.signal });
    const behind = askForVault("v3");
    controller.abort();
    await expect(given).rejects.toMatchObject({
      name: "ReadCancelledError",
      message: `GET ${vault} was given up because the diagnosis was cancelled.`,
    });
    settle(running);
    settle(await behind);
    expect(order).toEqual(["v1", "v3"]);
  });

  it("before it asked spends nothing", async () => {
    const { ask, spend, order } = budgetWorld();
    await spend(14);
    await expect(ask("q1", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "Cancelled" });
    settle(await ask("q2"));
    expect(order).toEqual(["q2"]);
  });

  it("after it was let go changes nothing: its request gives its place back by itself", async () => {
    const { askForVault, order } = budgetWorld({ requestsAtOnce: 1 });
    const controller = new AbortController();
    const first = await askForVault("v1", { signal: controller.signal });
    controller.abort();
    const second = askForVault("v2");
    expect(order).toEqual(["v1"]);
    settle(first);
    settle(await second);
    expect(order).toEqual(["v1", "v2"]);
  });
});

it("nothing keeps running once nobody waits", async () => {
  const { clock, ask, spend } = budgetWorld();
  await spend(15);
  await clock.advance(4_000);
  const late = ask("q1");
  expect(clock.timers).toBe(1);
  await clock.advance(1_000);
  settle(await late);
  expect(clock.timers).toBe(0);
});
