import { expect, test, vi } from "vitest";
import { alice, type FunctionApp, started, startFunctionApp } from "./support/function-app.ts";

const at = "2026-03-01T10:00:05.000Z";

function line(app: FunctionApp, diagnosisId: string, stepId: string) {
  return app.stores.journal.append({
    diagnosisId,
    stepId,
    phase: "read",
    message: stepId,
    done: 1,
    total: 2,
    at,
  });
}

async function events(app: FunctionApp, id: string, query: string) {
  return (await app.send(alice, "GET", `/api/diagnoses/${id}/events?${query}`)).body as {
    events: { seq: number; stepId: string }[];
    cursor: number;
    status: string;
    ended: boolean;
  };
}

/** Resolves when a poll has looked once, found nothing, and waits. */
function pollWaits(app: FunctionApp): Promise<void> {
  const { journal } = app.stores;
  const waiting = Promise.withResolvers<void>();
  const waitFor = journal.waitFor.bind(journal);
  vi.spyOn(journal, "waitFor").mockImplementation((...given) => {
    waiting.resolve();
    return waitFor(...given);
  });
  return waiting.promise;
}

async function waitingPoll(app: FunctionApp, id: string) {
  const waits = pollWaits(app);
  const answer = events(app, id, "after=0&wait_ms=60000");
  await waits;
  return { answer };
}

test("the events after the cursor come at once, in order, once each", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  for (const step of ["s1", "s2", "s3"]) await line(app, id, step);
  const answer = await events(app, id, "after=1&wait_ms=60000");
  expect({ ...answer, events: answer.events.map(({ seq, stepId }) => [seq, stepId]) }).toEqual({
    events: [
      [2, "s2"],
      [3, "s3"],
    ],
    cursor: 3,
    status: "running",
    ended: false,
  });
});

test("without a wait an answer without events keeps the cursor", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  expect(await events(app, id, "after=0")).toEqual({
    events: [],
    cursor: 0,
    status: "running",
    ended: false,
  });
});

test("a poll is answered by the event it waited for", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const poll = await waitingPoll(app, id);
  await line(app, id, "s1");
  expect(await poll.answer).toMatchObject({ events: [{ seq: 1 }], cursor: 1, ended: false });
});

test("a poll is answered by an event that another process wrote", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const poll = await waitingPoll(app, id);
  await line(app.restart(), id, "s1");
  expect(await poll.answer).toMatchObject({ events: [{ seq: 1 }], cursor: 1 });
});

test("a poll is answered by an end that no event announced", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const poll = await waitingPoll(app, id);
  app.engine.set(id, { runtimeStatus: "Terminated" });
  expect(await poll.answer).toEqual({ events: [], cursor: 0, status: "cancelled", ended: true });
});

test("a question that came between two polls is told at once", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const question = { id: "q1", text: "Which?" };
  app.engine.set(id, {
    runtimeStatus: "Running",
    customStatus: { phase: "input_required", round: 1, done: 0, total: 0, question },
  });
  const told = await events(app, id, "after=0&wait_ms=60000");
  expect(told).toEqual({ events: [], cursor: 0, status: "input_required", ended: false });
});

test("a poll ends without anything new when its time is over", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  expect(await events(app, id, "after=0&wait_ms=1")).toMatchObject({ events: [], cursor: 0, ended: false });
});

test("a poll is answered by a question, which no event announces", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const poll = await waitingPoll(app, id);
  const question = { id: "q1", text: "Which?" };
  app.engine.set(id, {
    runtimeStatus: "Running",
    customStatus: { phase: "input_required", round: 1, done: 0, total: 0, question },
  });
  expect(await poll.answer).toEqual({ events: [], cursor: 0, status: "input_required", ended: false });
});

test("a poll that is open when the app stops is told to come again, which is no error", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const waits = pollWaits(app);
  const answer = app.send(alice, "GET", `/api/diagnoses/${id}/events?after=0&wait_ms=60000`);
  await waits;
  await app.stores.close();
  expect(await answer).toMatchObject({
    status: 503,
    body: { error: { code: "StoreClosed", retryable: true } },
  });
  const levels = app.logged.map((line) => (JSON.parse(line) as { level: string }).level);
  expect(new Set(levels)).toEqual(new Set(["info"]));
});

test("whoever sees the end wakes the others at once", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const waiting = app.stores.journal.waitFor(id, 0, 60_000);
  app.engine.set(id, { runtimeStatus: "Terminated" });
  await app.send(alice, "GET", `/api/diagnoses/${id}`);
  expect(await waiting).toBe(false);
});

test("an ended diagnosis gives all its events before it says so", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  for (let step = 1; step <= 250; step += 1) await line(app, id, `s${step}`);
  app.engine.set(id, { runtimeStatus: "Terminated" });
  const first = await events(app, id, "after=0");
  const second = await events(app, id, `after=${first.cursor}`);
  expect([first.events.length, first.ended, second.events.length, second.ended, second.cursor]).toEqual([
    200,
    false,
    50,
    true,
    250,
  ]);
});

test("an event that is written just before the end is delivered with it", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  app.engine.before = async (call) => {
    if (call !== "getStatus") return;
    app.engine.before = async () => {};
    await line(app, id, "last");
    app.engine.set(id, { runtimeStatus: "Terminated" });
  };
  expect(await events(app, id, "after=0")).toMatchObject({ events: [{ stepId: "last" }], ended: true });
});

test("a poll that has told lines is answered by the end, with the lines that came before it", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  await line(app, id, "s1");
  const waits = pollWaits(app);
  const answer = events(app, id, "after=1&wait_ms=60000");
  await waits;
  await line(app, id, "s2");
  app.engine.set(id, { runtimeStatus: "Terminated" });
  app.endingTurn(id);
  expect(await answer).toMatchObject({ events: [{ seq: 2 }], cursor: 2, status: "cancelled", ended: true });
});
