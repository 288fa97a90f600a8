import type { Progress } from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { callTool, createHttpBench, envelopeIn } from "./support/gateway-bench.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { sampleReport } from "./support/sample-report.ts";

const error = "403 from kv-orders";

test("progress names each read and what it decided, before the result", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  const seen: Progress[] = [];
  const answer = callTool(
    client,
    "debug_error",
    { error },
    { onprogress: (progress) => void seen.push(progress) },
  );
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "Key Vault kv-orders: network rules", phase: "started", done: 0, total: 3 });
  await app.when(() => app.openPolls === 1);
  clock.advance(1_000);
  app.emit("d1", { message: "Key Vault kv-orders: public access is denied", done: 1, total: 3 });
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "Azure asks to wait 42 s", phase: "waiting", done: 1, total: 3 });
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  expect(envelopeIn(await answer).status).toBe("completed");
  expect(seen).toEqual([
    { progress: 0, total: 3, message: "Key Vault kv-orders: network rules" },
    { progress: 1, total: 3, message: "Key Vault kv-orders: public access is denied" },
    { progress: 1.001, total: 3, message: "Azure asks to wait 42 s" },
  ]);
});

test("a burst of events at the end is told before the result, every one of them", async () => {
  const { app, client } = await createHttpBench({ clock: new ManualClock() });
  const seen: string[] = [];
  const onprogress = ({ message = "" }: Progress) => void seen.push(message);
  const answer = callTool(client, "debug_error", { error }, { onprogress });
  await app.when(() => app.openPolls === 1);
  const messages = Array.from({ length: 8 }, (_, index) => `read ${index}`);
  app.emit("d1", ...messages.map((message) => ({ message })));
  app.complete("d1", sampleReport());
  await answer;
  expect(seen.flatMap((message) => message.split(" · "))).toEqual(messages);
});

test("silence is filled by the heartbeat while a read takes long", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  const seen: string[] = [];
  const onprogress = ({ message = "" }: Progress) => void seen.push(message);
  const answer = callTool(client, "debug_error", { error }, { onprogress });
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "SQL sql-orders: firewall", phase: "started", done: 0 });
  await app.when(() => app.openPolls === 1);
  clock.advance(14_999);
  await client.ping();
  expect(seen).toEqual(["SQL sql-orders: firewall", "still reading SQL sql-orders: firewall, 12 s"]);
  app.complete("d1", sampleReport());
  await answer;
});

test("a client without a progress token is sent none", async () => {
  const { app, client } = await createHttpBench({ clock: new ManualClock() });
  const notified: string[] = [];
  client.fallbackNotificationHandler = async ({ method }) => void notified.push(method);
  const errors: Error[] = [];
  client.onerror = (error_) => void errors.push(error_);
  const answer = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "read" });
  app.complete("d1", sampleReport());
  await answer;
  expect([notified, errors]).toEqual([[], []]);
});

test("get_diagnosis tells what was decided before it was called, then what follows", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  await callTool(client, "debug_error", { error, wait_seconds: 0 });
  app.emit("d1", { message: "one" }, { message: "two" });
  const seen: string[] = [];
  const onprogress = ({ message = "" }: Progress) => void seen.push(message);
  const answer = callTool(client, "get_diagnosis", { diagnosis_id: "d1", wait_seconds: 60 }, { onprogress });
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "three" });
  app.complete("d1", sampleReport());
  await answer;
  expect(seen.flatMap((message) => message.split(" · "))).toEqual(["one", "two", "three"]);
});

test("an outage of the function app loses no event and doubles none", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  const seen: string[] = [];
  const onprogress = ({ message = "" }: Progress) => void seen.push(message);
  const answer = callTool(client, "debug_error", { error }, { onprogress });
  await app.when(() => app.openPolls === 1);
  let refused = 0;
  app.intercept = () => {
    refused += 1;
    throw new TypeError("fetch failed");
  };
  app.emit("d1", { message: "one" });
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await app.when(() => refused === attempt);
    await new Promise((resolve) => setImmediate(resolve));
    if (attempt < 4) clock.advance(5_000);
  }
  app.intercept = undefined;
  app.emit("d1", { message: "two" });
  app.complete("d1", sampleReport());
  clock.advance(5_000);
  expect(envelopeIn(await answer).status).toBe("completed");
  expect(
    seen.flatMap((message) => message.split(" · ")).filter((message) => !message.startsWith("still")),
  ).toEqual(["one", "two"]);
});
