import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalHost, startLocalHost } from "../../local-host/local-host.ts";
import { aReport } from "../services/stores/contracts/a-report.ts";

/** The client functions as a host runs them: real routes, real durable client, real instances. */
let host: LocalHost;
const directory = mkdtempSync(join(tmpdir(), "azebal-small-app-"));

beforeAll(async () => {
  process.env["SMALL_APP_DIRECTORY"] = directory;
  host = await startLocalHost({
    appDirectory: directory,
    entries: [join(import.meta.dirname, "support/small-app.ts")],
    databasePath: join(directory, "host.sqlite"),
    buildId: "small-1",
    hostJson: { version: "2.0" },
  });
});

afterAll(async () => {
  await host.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function send(method: "GET" | "POST", path: string, body?: unknown, who = "alice") {
  const response = await host.fetch(
    new Request(`http://localhost/api/diagnoses${path}`, {
      method,
      headers: { authorization: `Bearer ${who}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface Followed {
  messages: string[];
  status: string;
}

/** Follows the events with the cursor until `isEnough`. */
async function follow(
  id: string,
  isEnough: (answer: { status: string; ended: boolean }) => boolean,
): Promise<Followed> {
  const messages: string[] = [];
  let after = 0;
  for (;;) {
    const { body } = await send("GET", `/${id}/events?after=${after}&wait_ms=2000`);
    const answer = body as { events: { message: string }[]; cursor: number; status: string; ended: boolean };
    messages.push(...answer.events.map(({ message }) => message));
    after = answer.cursor;
    if (isEnough(answer)) return { messages, status: answer.status };
  }
}

async function startAndAsk(error: string): Promise<string> {
  const { body } = await send("POST", "", { error });
  const id = String(body["diagnosis_id"]);
  await follow(id, ({ status }) => status === "input_required");
  return id;
}

test("a diagnosis is started, asked, answered and read to its end", async () => {
  const id = await startAndAsk("one");
  const asked = await send("GET", `/${id}`);
  await send("POST", `/${id}/answers`, { question_id: "q1", answer: "yes" });
  const followed = await follow(id, ({ ended }) => ended);
  const view = await send("GET", `/${id}`);
  expect(asked.body).toMatchObject({ status: "input_required", question: { id: "q1", text: "Go on?" } });
  expect(followed).toEqual({ messages: ["first", "second"], status: "completed" });
  expect(view).toEqual({
    status: 200,
    body: {
      diagnosis_id: id,
      status: "completed",
      progress: { done: 1, total: 2, message: "second", elapsed_ms: expect.any(Number) },
      report: aReport(),
    },
  });
});

test("a cancellation ends the wait for an answer", async () => {
  const id = await startAndAsk("two");
  await send("POST", `/${id}/cancel`, {});
  expect(await follow(id, ({ ended }) => ended)).toEqual({ messages: ["first"], status: "cancelled" });
  expect((await send("GET", `/${id}`)).body).toMatchObject({
    status: "cancelled",
    failure: { code: "Cancelled" },
  });
});

test("an orchestration that throws is a failed diagnosis, told without its stack", async () => {
  const id = await startAndAsk("three");
  await send("POST", `/${id}/answers`, { question_id: "q1", answer: "stop" });
  expect((await follow(id, ({ ended }) => ended)).status).toBe("failed");
  const { body } = await send("GET", `/${id}`);
  expect([body["failure"], JSON.stringify(body).includes("secret-path")]).toEqual([
    { code: "DiagnosisFailed", message: expect.stringContaining("Call debug_error again"), retryable: true },
    false,
  ]);
});

test("the same request sent many times at once is one instance", async () => {
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => send("POST", "", { error: "four", idempotency_key: "k4" })),
  );
  const ids = new Set(replies.map(({ body }) => body["diagnosis_id"]));
  expect([ids.size, replies.filter(({ status }) => status === 202).length]).toEqual([1, 1]);
  const foreign = await send("GET", `/${String([...ids][0])}`, undefined, "bob");
  expect(foreign.status).toBe(404);
});
