import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  CancelledNotificationSchema,
  type ElicitRequest,
  ElicitRequestSchema,
  type ElicitResult,
} from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { callTool, createHttpBench, envelopeIn } from "./support/gateway-bench.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { sampleReport } from "./support/sample-report.ts";

const error = "boom";
const question = { id: "q1", text: "Which vault is meant?", options: ["kv-a", "kv-b"] };
const withForms = { capabilities: { elicitation: { form: {} } } };

function answerForms(
  client: Client,
  answer: (request: ElicitRequest) => ElicitResult | Promise<ElicitResult>,
) {
  client.setRequestHandler(ElicitRequestSchema, answer);
}

test("a client with forms asks its user, and the diagnosis goes on with the answer", async () => {
  const { app, client } = await createHttpBench({}, withForms);
  const asked: unknown[] = [];
  answerForms(client, ({ params }) => {
    asked.push(params);
    return { action: "accept", content: { answer: "kv-b" } };
  });
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.ask("d1", question);
  await app.when(() => app.answersOf("d1").length === 1);
  app.complete("d1", sampleReport());
  expect(envelopeIn(await reply).status).toBe("completed");
  expect(app.answersOf("d1")).toEqual([{ question_id: "q1", answer: "kv-b" }]);
  expect(asked).toEqual([
    {
      mode: "form",
      message: "Which vault is meant?",
      requestedSchema: {
        type: "object",
        properties: { answer: { type: "string", title: "Answer", enum: ["kv-a", "kv-b"] } },
        required: ["answer"],
      },
    },
  ]);
});

test("a question is put once, however often the diagnosis is looked at", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock }, withForms);
  const form = Promise.withResolvers<ElicitResult>();
  let asked = 0;
  answerForms(client, () => {
    asked += 1;
    return form.promise;
  });
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.ask("d1", question);
  const views = () => app.requests.filter(({ path }) => path === "/api/diagnoses/d1").length;
  for (let look = 1; look <= 3; look += 1) {
    await app.when(() => views() >= look);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(300);
  }
  form.resolve({ action: "accept", content: { answer: "kv-a" } });
  await app.when(() => app.answersOf("d1").length === 1);
  app.complete("d1", sampleReport());
  clock.advance(300);
  await reply;
  expect(asked).toBe(1);
});

test.each(["decline", "cancel"] as const)(
  "a form that ends with %s leaves the question in the envelope",
  async (action) => {
    const { app, client } = await createHttpBench({}, withForms);
    answerForms(client, () => ({ action }));
    const reply = callTool(client, "debug_error", { error });
    await app.when(() => app.openPolls === 1);
    app.ask("d1", question);
    const answered = await reply;
    expect(envelopeIn(answered)).toMatchObject({
      status: "input_required",
      question,
      next: {
        tool: "answer_diagnosis",
        arguments: { diagnosis_id: "d1", question_id: "q1" },
        after_seconds: 0,
      },
    });
    expect(app.answersOf("d1")).toEqual([]);
  },
);

test("a client without forms is never blocked: the question stands in the answer at once", async () => {
  const { app, client } = await createHttpBench();
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.ask("d1", question);
  const answered = await reply;
  expect(answered.isError).toBe(false);
  expect(envelopeIn(answered)).toMatchObject({ status: "input_required", question });
  for (const told of ["Which vault is meant?", "- kv-a", "- kv-b", "answer_diagnosis"])
    expect(answered.text).toContain(told);
});

test("a form that is open when the diagnosis goes on without it is taken back", async () => {
  const { app, client } = await createHttpBench({}, withForms);
  const opened = Promise.withResolvers<void>();
  answerForms(client, () => {
    opened.resolve();
    return new Promise(() => {});
  });
  const cancelled = Promise.withResolvers<unknown>();
  // The SDK's client overlooks the cancelling of its request number 0, so the notification itself is looked at.
  client.setNotificationHandler(CancelledNotificationSchema, ({ params }) =>
    cancelled.resolve(params.requestId),
  );
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.ask("d1", question);
  await opened.promise;
  app.complete("d1", sampleReport());
  expect(envelopeIn(await reply).status).toBe("completed");
  expect(await cancelled.promise).toBe(0);
  expect(app.answersOf("d1")).toEqual([]);
});

test("a form that was answered is not taken back", async () => {
  const { app, client } = await createHttpBench({}, withForms);
  answerForms(client, () => ({ action: "accept", content: { answer: "kv-a" } }));
  const cancelled: unknown[] = [];
  client.setNotificationHandler(
    CancelledNotificationSchema,
    (notification) => void cancelled.push(notification),
  );
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.ask("d1", question);
  await app.when(() => app.answersOf("d1").length === 1);
  app.complete("d1", sampleReport());
  await reply;
  expect(cancelled).toEqual([]);
});

test("answer_diagnosis follows on, and does not show the question that it just answered", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  await callTool(client, "debug_error", { error, wait_seconds: 0 });
  app.ask("d1", question);
  const reply = callTool(client, "answer_diagnosis", {
    diagnosis_id: "d1",
    question_id: "q1",
    answer: "kv-a",
  });
  await app.when(() => app.answersOf("d1").length === 1);
  app.goOn("d1");
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  expect(envelopeIn(await reply)).toMatchObject({ status: "completed" });
});

test("a diagnosis that has not taken the answer yet counts as running", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  await callTool(client, "debug_error", { error, wait_seconds: 0 });
  app.ask("d1", question);
  const reply = callTool(client, "answer_diagnosis", {
    diagnosis_id: "d1",
    question_id: "q1",
    answer: "kv-a",
  });
  const views = () => app.requests.filter(({ path }) => path === "/api/diagnoses/d1").length;
  await app.when(() => views() >= 2);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(25_000);
  expect(envelopeIn(await reply)).toMatchObject({ status: "running", next: { tool: "get_diagnosis" } });
});

test("an answer that the function app refuses is a failed tool", async () => {
  const { app, client } = await createHttpBench({}, withForms);
  answerForms(client, () => ({ action: "accept", content: { answer: "kv-a" } }));
  const reply = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.intercept = ({ path }) =>
    path.endsWith("/answers")
      ? Response.json(
          { error: { code: "AlreadyAnswered", message: "Too late.", retryable: false } },
          { status: 409 },
        )
      : undefined;
  app.ask("d1", question);
  expect(await reply).toMatchObject({
    isError: true,
    text: expect.stringContaining("AlreadyAnswered: Too late."),
  });
});
