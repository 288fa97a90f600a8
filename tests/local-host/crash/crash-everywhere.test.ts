import { afterAll, expect, test } from "vitest";
import { CrashingHost } from "./crashing-host.ts";

const host = new CrashingHost({ CRASH_EVERYWHERE: "1" });
afterAll(() => host.remove());

test("an orchestration survives a kill at every point of its life", async () => {
  await host.start();
  const accepted = await host.request('POST orchestrators/everything/a {"generation":0,"got":[]}');
  let result = accepted && (await host.output("a"));
  while (result === undefined) if (await host.start()) result = await host.output("a");
  const first = "first 0 done";
  expect(result).toEqual([
    first,
    "first 1 done",
    ["left done", "right done"],
    "in the child done",
    "last done",
  ]);
  // One crash after the effect of each of the six activities, and one before the commit of each turn of both
  // generations and of the child.
  expect(host.crashes().filter((point) => point.startsWith("activity"))).toHaveLength(6);
  expect(host.crashes().filter((point) => point.startsWith("turn")).length).toBeGreaterThanOrEqual(9);
  // Run once up to the kill and once to the end, under one key.
  for (const step of ["first 0", "first 1", "in the child", "last"]) {
    const starts = host.log().filter((line) => line.startsWith(`start ${step} `));
    expect([step, starts.length, new Set(starts).size]).toEqual([step, 2, 1]);
  }
}, 120_000);
