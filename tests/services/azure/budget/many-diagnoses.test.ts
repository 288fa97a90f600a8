import { describe, expect, it } from "vitest";
import { throttledAttemptsMax } from "../../../../orchestrations/attempts/next-attempt.ts";
import { budgetWorld, waitOf } from "../support/budget-world.ts";
import { EnforcingAzure } from "../support/enforcing-azure.ts";

/** What a durable timer adds to a wait. */
const timerMs = 1_300;
/** Activities that a host runs at once (host.json): a read that waits in process keeps others from running. */
const activitiesAtOnce = 16;

interface Load {
  readonly diagnoses: number;
  /** Reads of each round of a diagnosis; a round begins when the one before is answered. */
  readonly rounds: readonly { readonly arm: number; readonly query: number }[];
  readonly longestMs: number;
  readonly seed: number;
}

/** Runs diagnoses that share no read, each as its orchestration would, against an Azure that enforces its quotas. */
async function run(load: Load) {
  const { clock, ask, askForVault } = budgetWorld();
  const azure = new EnforcingAzure(clock, load.seed, load.longestMs);
  const startedMs = clock.nowMs();
  const endedAfterMs: number[] = [];
  const slots = activitySlots();
  let mostAttempts = 0;

  async function read(kind: "arm" | "query", readKey: string, diagnosisId: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      mostAttempts = Math.max(mostAttempts, attempt);
      const waitMs = await slots.run(async () => {
        const admitted = await (kind === "arm" ? askForVault : ask)(readKey, { diagnosisId });
        if (admitted.ok) admitted.value.settle(await azure.answer(kind));
        return waitOf(admitted);
      });
      if (waitMs === undefined) return;
      await clock.wait(waitMs + timerMs);
    }
  }

  async function diagnose(diagnosisId: string): Promise<void> {
    for (const [round, { arm, query }] of load.rounds.entries())
      await Promise.all([
        ...Array.from({ length: arm }, (_, index) =>
          read("arm", `${diagnosisId} a${round}.${index}`, diagnosisId),
        ),
        ...Array.from({ length: query }, (_, index) =>
          read("query", `${diagnosisId} q${round}.${index}`, diagnosisId),
        ),
      ]);
    endedAfterMs.push(clock.nowMs() - startedMs);
  }

  const all = Promise.all(Array.from({ length: load.diagnoses }, (_, index) => diagnose(`dx-${index}`)));
  await clock.runOut();
  await all;
  return { refused: azure.refused, answered: azure.answered, mostAttempts, endedAfterMs };
}

/** Runs so many at once, and the others as they came. */
function activitySlots() {
  const queue: (() => void)[] = [];
  let free = activitiesAtOnce;
  return {
    async run<T>(activity: () => Promise<T>): Promise<T> {
      if (free === 0) await new Promise<void>((resolve) => queue.push(resolve));
      else free -= 1;
      try {
        return await activity();
      } finally {
        const next = queue.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}

describe("32 diagnoses of one person that share no read", () => {
  const rounds = [
    { arm: 0, query: 2 },
    { arm: 12, query: 1 },
  ];
  it.each([
    [0, 1],
    [20, 2],
    [150, 3],
    [1_500, 4],
    [4_000, 5],
  ])("provoke no 429 where a request takes up to 2 × %i ms", async (longestMs, seed) => {
    const { refused, answered, mostAttempts } = await run({ diagnoses: 32, rounds, longestMs, seed });
    expect({ refused, answered }).toEqual({ refused: 0, answered: 32 * 15 });
    expect(mostAttempts).toBeLessThanOrEqual(throttledAttemptsMax);
  });

  it("are done in little more than the time that their queries need at least", async () => {
    const { endedAfterMs } = await run({ diagnoses: 32, rounds, longestMs: 20, seed: 6 });
    const leastMs = (Math.ceil((32 * 3) / 15) - 1) * 5_000;
    expect(endedAfterMs).toHaveLength(32);
    expect(Math.max(...endedAfterMs)).toBeLessThan(leastMs * 1.5);
  });

  it("spend ARM's whole bucket and then what refills, and provoke no 429 there", async () => {
    const { refused, answered, endedAfterMs } = await run({
      diagnoses: 32,
      rounds: [{ arm: 30, query: 0 }],
      longestMs: 40,
      seed: 7,
    });
    expect({ refused, answered }).toEqual({ refused: 0, answered: 960 });
    const leastMs = ((960 - 250) / 25) * 1_000;
    expect(Math.max(...endedAfterMs)).toBeGreaterThanOrEqual(leastMs);
    expect(Math.max(...endedAfterMs)).toBeLessThan(leastMs * 1.25);
  });
});

it("without the budget the same load is refused many times", async () => {
  const { clock } = budgetWorld();
  const azure = new EnforcingAzure(clock, 8, 20);
  const all = Promise.all(Array.from({ length: 96 }, () => azure.answer("query")));
  await clock.runOut();
  await all;
  expect({ refused: azure.refused, answered: azure.answered }).toEqual({ refused: 81, answered: 15 });
});
