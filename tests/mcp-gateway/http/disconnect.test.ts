import { expect, test } from "vitest";
import { createBench, serve } from "../support/gateway-bench.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { RawSession } from "../support/raw-http.ts";
import { sampleReport } from "../support/sample-report.ts";

const graceMs = 10_000;
const call = {
  name: "debug_error",
  arguments: { error: "boom", wait_seconds: 240 },
  _meta: { progressToken: "p" },
};

async function bench() {
  const clock = new ManualClock();
  const { app, gateway } = createBench({ clock });
  const http = await serve(gateway, { resumeGraceMs: graceMs });
  return { clock, app, session: await RawSession.open(http.url) };
}

/** Lets the server notice a dropped connection: the sockets are real, the clock is not. */
async function untilNoticed(clock: ManualClock, isNoticed: () => boolean): Promise<void> {
  while (!isNoticed()) {
    clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const statusIn = (result: unknown) =>
  (result as { structuredContent: { status: string } }).structuredContent.status;

test("a client that lost its stream comes back and gets what it missed, once each, and the result", async () => {
  const { clock, app, session } = await bench();
  const first = await session.request("tools/call", call);
  const priming = await first.next();
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "one", done: 1 });
  const seen = await first.next();
  await app.when(() => app.openPolls === 1);
  first.drop();
  clock.advance(1_000);
  app.emit("d1", { message: "two", done: 2 });
  await app.when(() => app.openPolls === 1);
  clock.advance(1_000);
  const second = await session.resume(seen?.id ?? "");
  const missed = await second.next();
  app.emit("d1", { message: "three", done: 3 });
  const live = await second.next();
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  const result = await second.next();
  expect(priming?.message).toBeUndefined();
  expect([seen, missed, live].map((event) => event?.message?.params)).toEqual([
    { progressToken: "p", progress: 1, total: 9, message: "one" },
    { progressToken: "p", progress: 2, total: 9, message: "two" },
    { progressToken: "p", progress: 3, total: 9, message: "three" },
  ]);
  expect(statusIn(result?.message?.result)).toBe("completed");
  expect(await second.next()).toBeUndefined();
});

test("a lost client that does not come back is no longer observed for, and the diagnosis goes on", async () => {
  const { clock, app, session } = await bench();
  const first = await session.request("tools/call", call);
  const priming = await first.next();
  await app.when(() => app.openPolls === 1);
  first.drop();
  await untilNoticed(clock, () => app.openPolls === 0);
  expect(app.statusOf("d1")).toBe("running");
  expect(app.requests.some(({ path }) => path.endsWith("/cancel"))).toBe(false);
  app.complete("d1", sampleReport());
  const late = await session.resume(priming?.id ?? "");
  const result = await late.next();
  expect(result?.message?.id).toBe(first.requestId);
  expect(statusIn(result?.message?.result)).toBe("running");
  expect(await late.next()).toBeUndefined();
});

test("an answer that came while nobody listened waits for the client, and its stream then ends", async () => {
  const { app, session } = await bench();
  const first = await session.request("tools/call", call);
  const priming = await first.next();
  await app.when(() => app.openPolls === 1);
  first.drop();
  app.complete("d1", sampleReport());
  await app.when(() => app.requests.at(-1)?.path === "/api/diagnoses/d1");
  const late = await session.resume(priming?.id ?? "");
  const result = await late.next();
  expect(statusIn(result?.message?.result)).toBe("completed");
  expect(await late.next()).toBeUndefined();
});

test("a cancelled call stops observing, is never answered, and leaves the diagnosis alone", async () => {
  const { app, session } = await bench();
  const first = await session.request("tools/call", call);
  const priming = await first.next();
  await app.when(() => app.openPolls === 1);
  expect(
    await session.notify("notifications/cancelled", { requestId: first.requestId, reason: "bored" }),
  ).toBe(202);
  await app.when(() => app.openPolls === 0);
  expect(await first.next()).toBeUndefined();
  expect(app.statusOf("d1")).toBe("running");
  expect(app.requests.some(({ path }) => path.endsWith("/cancel"))).toBe(false);
  expect((await session.resume(priming?.id ?? "")).status).toBe(400);
});

test("a call that was cancelled before its start was answered still starts, so that the next call joins it", async () => {
  const { app, session } = await bench();
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<undefined>();
  app.intercept = async () => {
    app.intercept = undefined;
    reached.resolve();
    return await released.promise;
  };
  const first = await session.request("tools/call", call);
  await reached.promise;
  await session.notify("notifications/cancelled", { requestId: first.requestId });
  released.resolve(undefined);
  await app.when(() => app.started === 1);
  const again = await session.request("tools/call", {
    ...call,
    arguments: { ...call.arguments, wait_seconds: 0 },
  });
  await again.next();
  expect(statusIn((await again.next())?.message?.result)).toBe("running");
  expect(app.started).toBe(1);
});

test("two calls of one session go on side by side, each on its own stream", async () => {
  const { app, session } = await bench();
  const first = await session.request("tools/call", call);
  await first.next();
  await app.when(() => app.openPolls === 1);
  const second = await session.request("tools/call", {
    ...call,
    arguments: { ...call.arguments, error: "other" },
  });
  await second.next();
  await app.when(() => app.openPolls === 2);
  app.complete("d2", sampleReport());
  const later = await second.next();
  app.complete("d1", sampleReport());
  const earlier = await first.next();
  expect([later?.message?.id, earlier?.message?.id]).toEqual([second.requestId, first.requestId]);
});
