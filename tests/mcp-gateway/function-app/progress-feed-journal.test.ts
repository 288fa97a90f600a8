import { expect, test } from "vitest";
import type { EventsAnswer } from "../../../domain/function-app-api.ts";
import { createJournalProgressFeed } from "../../../mcp-gateway/function-app/progress-feed-journal.ts";
import { StoreUnreachableError } from "../../../services/stores/store-errors.ts";
import { line } from "../../services/stores/support/journal-line.ts";
import { ManualClock } from "../support/manual-clock.ts";

type Waited = "line" | "woken" | "nothing" | "unreachable";

/**
 * Follows d1 over a journal whose waits end by a script and a function app that answers as told. A wait takes no time: it
 * turns the clock. Answers with what was done, in order.
 */
async function follow(waits: Waited[], answers: Partial<EventsAnswer>[]): Promise<string[]> {
  const clock = new ManualClock();
  const done: string[] = [];
  let seq = 0;
  const api = {
    async events(_id: string, after: number, waitMs: number): Promise<EventsAnswer> {
      const answer = { events: [], cursor: after, status: "running" as const, ended: false };
      done.push(`ask ${after}${waitMs > 0 ? ` for ${waitMs}` : ""}`);
      return { ...answer, ...(answers.shift() ?? { ended: true }) };
    },
  };
  const journal = {
    async waitFor(_id: string, after: number, timeoutMs: number) {
      const waited = waits.shift() ?? "nothing";
      done.push(`wait ${after} for ${timeoutMs}: ${waited}`);
      if (waited === "unreachable") throw new StoreUnreachableError("Redis at cache", "ECONNREFUSED");
      if (waited === "nothing") {
        await new Promise((resolve) => setTimeout(resolve, 0));
        clock.advance(timeoutMs);
      } else clock.advance(1_000);
      return waited === "line";
    },
    async read(_id: string, after: number) {
      seq = after + 1;
      return [{ ...line(`s${seq}`), seq }];
    },
  };
  const feed = createJournalProgressFeed(api, journal, clock);
  for await (const batch of feed.followProgress("d1", 0, new AbortController().signal))
    done.push(...batch.events.map((event) => `event ${event.seq}`));
  return done;
}

test("lines come from the journal; the state is asked for every five seconds, however many come", async () => {
  expect(await follow(["line", "line", "line", "line", "line", "line"], [{}, {}])).toEqual([
    "ask 0",
    "wait 0 for 5000: line",
    "event 1",
    "wait 1 for 1000: line",
    "event 2",
    "wait 2 for 1000: line",
    "event 3",
    "wait 3 for 1000: line",
    "event 4",
    "wait 4 for 1000: line",
    "event 5",
    "ask 5",
    "wait 5 for 1000: line",
    "event 6",
    "wait 6 for 1000: nothing",
    "ask 6",
  ]);
});

test("once lines cease the state is asked for soon, then ever more rarely", async () => {
  expect(await follow(["line"], [{}, {}, {}, {}, {}])).toEqual([
    "ask 0",
    "wait 0 for 5000: line",
    "event 1",
    "wait 1 for 1000: nothing",
    "ask 1",
    "wait 1 for 1000: nothing",
    "ask 1",
    "wait 1 for 2000: nothing",
    "ask 1",
    "wait 1 for 4000: nothing",
    "ask 1",
    "wait 1 for 5000: nothing",
    "ask 1",
  ]);
});

test("once the journal says that the state changes it is asked for at once, and soon again", async () => {
  expect(await follow(["woken"], [{}, {}, {}, {}])).toEqual([
    "ask 0",
    "wait 0 for 5000: woken",
    "ask 0",
    "wait 0 for 100: nothing",
    "ask 0",
    "wait 0 for 200: nothing",
    "ask 0",
    "wait 0 for 400: nothing",
    "ask 0",
  ]);
});

test("while a question is open a line makes the gateway ask whether it still is", async () => {
  const lines = [{ ...line("s1"), seq: 1 }];
  const answers: Partial<EventsAnswer>[] = [{ status: "input_required" }, { events: lines, cursor: 1 }];
  expect(await follow(["line", "line"], answers)).toEqual([
    "ask 0",
    "wait 0 for 5000: line",
    "ask 0",
    "event 1",
    "wait 1 for 1000: line",
    "event 2",
    "wait 2 for 1000: nothing",
    "ask 2",
  ]);
});

test("a journal that cannot be reached is left alone for half a minute, and the function app followed", async () => {
  const clock = new ManualClock();
  const done: string[] = [];
  let isReachable = false;
  const feed = createJournalProgressFeed(
    {
      async events(_id, after, waitMs) {
        done.push(`ask ${waitMs}`);
        clock.advance(waitMs === 0 ? 0 : 10_000);
        return { events: [], cursor: after, status: "running", ended: false };
      },
    },
    {
      async waitFor() {
        done.push("wait");
        if (isReachable) return true;
        isReachable = true;
        throw new StoreUnreachableError("Redis at cache", "ECONNREFUSED");
      },
      read: async () => [{ ...line("s1"), seq: 1 }],
    },
    clock,
  );
  for await (const batch of feed.followProgress("d1", 0, new AbortController().signal))
    if (batch.events.length > 0) break;
  expect(done).toEqual(["ask 0", "wait", "ask 5000", "ask 5000", "ask 5000", "wait"]);
});

test("a client that leaves while its stream waits costs no further request", async () => {
  const leaving = new AbortController();
  let asked = 0;
  const feed = createJournalProgressFeed(
    {
      async events(_id, after) {
        asked += 1;
        return { events: [], cursor: after, status: "running", ended: false };
      },
    },
    {
      async waitFor() {
        leaving.abort();
        return false;
      },
      read: async () => [],
    },
    new ManualClock(),
  );
  for await (const _ of feed.followProgress("d1", 0, leaving.signal));
  expect(asked).toBe(1);
});
