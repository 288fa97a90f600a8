import { expect, test } from "vitest";
import type { ProgressEvent } from "../../../domain/contract/progress-event.ts";
import type { ProgressNotice } from "../../../mcp-gateway/call-port.ts";
import { createProgressReporter } from "../../../mcp-gateway/calls/progress-reporter.ts";
import { ManualClock } from "../support/manual-clock.ts";

function bench() {
  const clock = new ManualClock();
  const sent: (ProgressNotice & { atMs: number })[] = [];
  const startedAtMs = clock.now();
  const reporter = createProgressReporter(
    async (notice) => void sent.push({ ...notice, atMs: clock.now() - startedAtMs }),
    clock,
    startedAtMs,
  );
  let seq = 0;
  const emit = (message: string, changes: Partial<ProgressEvent> = {}) => {
    seq += 1;
    const event = {
      stepId: `s${seq}`,
      phase: "read" as const,
      done: 0,
      total: 5,
      at: "2026-01-31T09:00:00Z",
    };
    reporter.event({ ...event, seq, diagnosisId: "d1", message, ...changes });
  };
  /** Notifications go out one microtask after another. */
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return sent;
  };
  /** Turns the clock in small steps, so that what falls due is sent at its own time. */
  const pass = async (ms: number) => {
    for (let leftMs = ms; leftMs > 0; leftMs -= 10) {
      await settled();
      clock.advance(Math.min(10, leftMs));
    }
    await settled();
  };
  return { clock, reporter, emit, settled, pass };
}

test("the first event is told at once, with the reads done of those planned", async () => {
  const { emit, settled } = bench();
  emit("Key Vault kv-orders: public access is denied", { done: 2 });
  expect(await settled()).toEqual([
    { progress: 2, total: 5, message: "Key Vault kv-orders: public access is denied", atMs: 0 },
  ]);
});

test("progress strictly increases while the number of reads stands still", async () => {
  const { clock, emit, settled } = bench();
  for (const message of ["a", "b", "c"]) {
    emit(message, { done: 1 });
    clock.advance(1_000);
  }
  emit("d", { done: 2 });
  expect((await settled()).map(({ progress }) => progress)).toEqual([1, 1.001, 1.002, 2]);
});

test("a total below the progress is left out", async () => {
  const { emit, settled } = bench();
  emit("planning", { done: 3, total: 2 });
  expect(await settled()).toEqual([{ progress: 3, message: "planning", atMs: 0 }]);
});

test("events faster than the rate are joined, and none is lost", async () => {
  const { clock, reporter, emit, settled } = bench();
  for (let index = 0; index < 40; index += 1) {
    emit(`read ${index}`, { done: index });
    clock.advance(50);
  }
  await reporter.end();
  const sent = await settled();
  const told = sent.flatMap(({ message }) => message.split(" · "));
  expect(told).toEqual(Array.from({ length: 40 }, (_, index) => `read ${index}`));
});

test("no second holds more than four notifications, the last one at the end among them", async () => {
  const { reporter, emit, settled, pass } = bench();
  for (let index = 0; index < 103; index += 1) {
    emit(`read ${index}`, { done: index });
    await pass(30);
  }
  await reporter.end();
  const times = (await settled()).map(({ atMs }) => atMs);
  const busiest = Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
  );
  expect(busiest).toBe(4);
});

test("too many events for one message keep the newest and say how many are left out", async () => {
  const { clock, emit, settled } = bench();
  const message = (index: number) => `${index} ${"x".repeat(97)}`;
  emit("first");
  for (let index = 10; index < 30; index += 1) emit(message(index));
  clock.advance(340);
  const [, joined] = await settled();
  expect(joined?.message).toBe(`(+13) ${[23, 24, 25, 26, 27, 28, 29].map(message).join(" · ")}`);
});

test("of one read only what it decided is told, where both come at once", async () => {
  const { clock, emit, settled } = bench();
  emit("first");
  emit("reading A", { stepId: "a", phase: "started" });
  emit("reading B", { stepId: "b", phase: "started" });
  emit("A is denied", { stepId: "a", phase: "denied" });
  emit("A was weighed", { stepId: "a", phase: "weighed" });
  clock.advance(340);
  expect((await settled()).map(({ message }) => message)).toEqual([
    "first",
    "reading B · A is denied · A was weighed",
  ]);
});

test("fifteen seconds of silence never pass: the heartbeat names what is still being read, and for how long", async () => {
  const { emit, settled, pass } = bench();
  emit("Key Vault kv-orders: network rules", { phase: "started", done: 1 });
  await pass(40_000);
  const sent = await settled();
  expect(sent.map(({ progress, message, atMs }) => [progress, message, atMs])).toEqual([
    [1, "Key Vault kv-orders: network rules", 0],
    [1.001, "still reading Key Vault kv-orders: network rules, 12 s", 12_000],
    [1.002, "still reading Key Vault kv-orders: network rules, 24 s", 24_000],
    [1.003, "still reading Key Vault kv-orders: network rules, 36 s", 36_000],
  ]);
});

test.each([
  ["nothing happened yet", [], "still working, 12 s"],
  [
    "Azure asks to wait",
    [{ message: "Azure asks to wait 42 s", phase: "waiting" }],
    "still waiting: Azure asks to wait 42 s, 12 s",
  ],
  [
    "the last read is done",
    [{ message: "DNS: resolves", phase: "read" }],
    "still working after: DNS: resolves, 12 s",
  ],
  [
    "a Korean read is open",
    [{ message: "키 자격 증명 모음 규칙", phase: "started" }],
    "아직 읽는 중: 키 자격 증명 모음 규칙, 12초",
  ],
  [
    "a Korean read is done",
    [{ message: "키 자격 증명 모음 규칙", phase: "read" }],
    "아직 진행 중: 키 자격 증명 모음 규칙, 12초",
  ],
] as const)("the heartbeat where %s", async (_, events, message) => {
  const { clock, emit, settled } = bench();
  for (const { message: text, phase } of events) emit(text, { phase });
  clock.advance(12_000);
  expect((await settled()).at(-1)?.message).toBe(message);
});

test("of several open reads the heartbeat names the one that began last and is not done", async () => {
  const { clock, emit, settled } = bench();
  emit("reading A", { stepId: "a", phase: "started" });
  emit("reading B", { stepId: "b", phase: "started" });
  emit("reading C", { stepId: "c", phase: "started" });
  emit("C is denied", { stepId: "c", phase: "denied" });
  clock.advance(13_000);
  expect((await settled()).at(-1)?.message).toBe("still reading reading B, 12 s");
});

test("nothing is told after the end, however long the clock runs", async () => {
  const { clock, reporter, emit, settled } = bench();
  emit("first");
  emit("held back");
  await reporter.end();
  emit("too late");
  clock.advance(60_000);
  expect((await settled()).map(({ message }) => message)).toEqual(["first", "held back"]);
});

test("a client that takes no notification does not break the report", async () => {
  const clock = new ManualClock();
  const reporter = createProgressReporter(() => Promise.reject(new Error("gone")), clock, clock.now());
  reporter.event({
    seq: 1,
    diagnosisId: "d1",
    stepId: "s1",
    phase: "read",
    message: "read",
    done: 1,
    total: 2,
    at: "2026-01-31T09:00:00Z",
  });
  await expect(reporter.end()).resolves.toBeUndefined();
});

test("control and bidirectional characters of names in Azure are made visible", async () => {
  const { emit, settled } = bench();
  emit("vault \u001b[31mred\u001b[0m \u202egnorw");
  expect((await settled())[0]?.message).toBe("vault red <U+202E>gnorw");
});
