import { expect, test } from "vitest";
import { createDiagnosisApi } from "../../../mcp-gateway/function-app/diagnosis-api.ts";
import { createHttpProgressFeed } from "../../../mcp-gateway/function-app/progress-feed-http.ts";
import { createTrace } from "../../../services/platform/trace.ts";
import { ada } from "../support/gateway-bench.ts";
import { ManualClock } from "../support/manual-clock.ts";

const trace = createTrace();
const never = new AbortController().signal;

function apiOver(send: (request: Request) => Promise<Response>) {
  return createDiagnosisApi({ functionApp: { send }, signAssertion: async () => "a", principal: ada, trace });
}

/** An API whose requests are recorded and answered with what fits no schema. */
function recording() {
  const seen: string[] = [];
  const api = apiOver(async (request) => {
    seen.push(`${request.method} ${new URL(request.url).pathname}${new URL(request.url).search}`);
    return Response.json(null);
  });
  return { api, seen };
}

test("each command goes to its route, its parameters encoded", async () => {
  const { api, seen } = recording();
  await Promise.allSettled([
    api.start({ error: "x" }),
    api.view("a/b"),
    api.list({ status: "running", limit: 5, cursor: "c d" }),
    api.list({}),
    api.events("d1", 7, 5_000, never),
    api.answer("d1", "q", "a"),
    api.cancel("d1"),
    api.evidence("d1", "e?5"),
  ]);
  expect(seen.toSorted()).toEqual([
    "GET /api/diagnoses",
    "GET /api/diagnoses/a%2Fb",
    "GET /api/diagnoses/d1/events?after=7&wait_ms=5000",
    "GET /api/diagnoses/d1/evidence/e%3F5",
    "GET /api/diagnoses?status=running&limit=5&cursor=c+d",
    "POST /api/diagnoses",
    "POST /api/diagnoses/d1/answers",
    "POST /api/diagnoses/d1/cancel",
  ]);
});

test("a read is given up at once when its signal aborts, even where the function app does not look at it", async () => {
  const api = apiOver(() => new Promise(() => {}));
  const leaving = new AbortController();
  const reading = api.view("d1", leaving.signal);
  leaving.abort(new RangeError("left"));
  await expect(reading).rejects.toThrow(new RangeError("left"));
});

test("an aborted request reaches the function app as an aborted signal", async () => {
  const leaving = new AbortController();
  const seen = Promise.withResolvers<AbortSignal>();
  const api = apiOver((request) => {
    seen.resolve(request.signal);
    return new Promise(() => {});
  });
  const polling = api.events("d1", 0, 1_000, leaving.signal);
  const signal = await seen.promise;
  leaving.abort();
  await expect(polling).rejects.toThrow(/aborted/);
  expect(signal.aborted).toBe(true);
});

test("a feed that is over asks no more, and one whose client left ends without an error", async () => {
  const clock = new ManualClock();
  let asked = 0;
  const feed = createHttpProgressFeed(
    {
      events: async (_id, after) => {
        asked += 1;
        return { events: [], cursor: after, status: "completed", ended: true };
      },
    },
    clock,
  );
  const statuses: string[] = [];
  for await (const batch of feed.followProgress("d1", 3, never)) statuses.push(batch.status);
  for await (const batch of feed.followProgress("d1", 3, AbortSignal.abort())) statuses.push(batch.status);
  expect([statuses, asked]).toEqual([["completed"], 1]);
});

test("a function app that does not hold the poll is asked four times a second at most", async () => {
  const clock = new ManualClock();
  const askedAtMs: number[] = [];
  const startedAtMs = clock.now();
  const feed = createHttpProgressFeed(
    {
      events: async (_id, after) => {
        askedAtMs.push(clock.now() - startedAtMs);
        return { events: [], cursor: after, status: "running", ended: askedAtMs.length === 5 };
      },
    },
    clock,
  );
  const followed = (async () => {
    for await (const _ of feed.followProgress("d1", 0, never));
  })();
  for (let step = 0; step < 40; step += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(50);
  }
  await followed;
  expect(askedAtMs).toEqual([0, 250, 500, 750, 1_000]);
});

test("pauses between tries grow up to five seconds", async () => {
  const clock = new ManualClock();
  const askedAtMs: number[] = [];
  const startedAtMs = clock.now();
  const feed = createHttpProgressFeed(
    apiOver(async () => {
      askedAtMs.push(clock.now() - startedAtMs);
      throw new TypeError("fetch failed");
    }),
    clock,
  );
  const followed = (async () => {
    for await (const _ of feed.followProgress("d1", 0, never));
  })();
  followed.catch(() => {});
  for (let step = 0; step < 1_000; step += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(50);
  }
  await expect(followed).rejects.toMatchObject({ name: "FunctionAppUnreachableError" });
  const pauses = askedAtMs.slice(1).map((at, index) => at - (askedAtMs[index] ?? 0));
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});
