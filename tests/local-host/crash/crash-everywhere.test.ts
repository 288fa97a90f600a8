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
  // Two crashes in each of the six activities, and two in each turn of both generations and of the child.
  expect(host.crashes().filter((point) => point.startsWith("activity"))).toHaveLength(12);
  expect(host.crashes().filter((point) => point.startsWith("turn")).length).toBeGreaterThanOrEqual(18);
  // Killed at its beginning, then after its effect, then run to the end: three starts, and one key for all of them.
  for (const step of ["first 0", "first 1", "in the child", "last"]) {
    const starts = host.log().filter((line) => line.startsWith(`start ${step} `));
    expect([step, starts.length, new Set(starts).size]).toEqual([step, 3, 1]);
  }
}, 120_000);
