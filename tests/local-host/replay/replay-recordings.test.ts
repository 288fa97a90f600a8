import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replayTurns } from "../../../local-host/replay-turns.ts";
import type { Recording } from "../conformance/recording.ts";

const goldens = join(import.meta.dirname, "..", "goldens");
const app = join(goldens, "app");
const scenarios = readdirSync(join(goldens, "recordings")).map((file) => file.replace(/\.json$/u, ""));

/** Orchestrators that were written to change between their turns: the real extension failed these instances. */
const changing: Record<string, RegExp> = {
  changesKind: /^2: Non-Deterministic .*instead produced a CreateTimerOrchestratorAction action/u,
  changesName: /^2: Non-Deterministic .*instead scheduled an activity task named 'length'/u,
  gainsTask: /^2: Non-Deterministic .*instead scheduled an activity task named 'length'/u,
  losesTask: /^2: Non-Deterministic .*hasn't \(yet\?\) scheduled this task/u,
  losesTaskThenWaits: /^2: Non-Deterministic .*hasn't \(yet\?\) scheduled this task/u,
};
/** Instances that the real extension left hanging, where the local host decides something. */
const hanging: Record<string, RegExp> = {
  noSuchActivity: /^1: Recorded: nothing\. Decided now: activity 0 'doesNotExist'\.$/u,
  noSuchChild: /^1: Recorded: nothing\. Decided now: sub-orchestration 0 'doesNotExist'/u,
  retryTimeout: /^8: Recorded: went on to turn 9\. Decided now: ends as Failed/u,
};
/** A rewind takes failed tasks and ends out of the history: what was decided there is no longer recorded. */
const rewound: Record<string, RegExp> = {
  rewind: /^[23]: Recorded: nothing\. Decided now: activity 1 'flaky'\.$/u,
  rewindParent: /^[23]: Recorded: nothing\. Decided now: activity 1 'flaky'\.$/u,
  rewindThrows: /^2: Recorded: went on to turn 3\. Decided now: ends as Failed/u,
};
const expected = { ...changing, ...hanging, ...rewound };

/** Texts over 64 KB were recorded as their length: there is nothing to replay. */
const replayable = scenarios.filter((name) => name !== "large70K");

/** Differences, each behind its turn's number. The recordings keep the last trigger value of each execution only. */
async function differencesOf(scenario: string): Promise<string[]> {
  const file = readFileSync(join(goldens, "recordings", `${scenario}.json`), "utf8");
  const { turns } = JSON.parse(file) as Recording;
  const found: string[] = [];
  for (const instanceId of new Set(turns.map((turn) => turn.instanceId))) {
    const replayed = await replayTurns({
      appDirectory: app,
      entries: [join(app, "src", "orchestrations.mjs"), join(app, "src", "activities.mjs")],
      triggers: turns.filter((turn) => turn.instanceId === instanceId).map((turn) => turn.in),
    });
    for (const { turn, differences } of replayed)
      found.push(
        ...differences.filter((text) => !text.includes("was not recorded")).map((text) => `${turn}: ${text}`),
      );
  }
  return found;
}

test.each(replayable.filter((name) => !(name in expected)))(
  "every turn of %s, as Durable extension 3.19 recorded it, is decided again as it was",
  async (scenario) => {
    expect(await differencesOf(scenario)).toEqual([]);
  },
);

test.each(Object.entries(expected))(
  "the recorded turns of %s differ where they must",
  async (scenario, text) => {
    const found = await differencesOf(scenario);
    expect(found).not.toEqual([]);
    expect(found.filter((difference) => !text.test(difference))).toEqual([]);
  },
);
