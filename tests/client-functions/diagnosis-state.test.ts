import { describe, expect, test } from "vitest";
import { diagnosisState } from "../../client-functions/state/diagnosis-state.ts";
import { endedWithout } from "../../client-functions/state/state-failure.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import { alice } from "./support/function-app.ts";

const record: DiagnosisRecord = {
  diagnosisId: "d1",
  principal: alice,
  requestHash: "h",
  title: "boom",
  language: "en",
  status: "running",
  createdAt: "2026-03-01T10:00:00.000Z",
  updatedAt: "2026-03-01T10:00:00.000Z",
  startedAt: "2026-03-01T10:00:00.000Z",
  cancelRequested: false,
};
const soon = "2026-03-01T10:00:10.000Z";
const late = "2026-03-01T10:02:00.000Z";
const updatedAt = "2026-03-01T10:00:05.000Z";
const custom = { phase: "reading", round: 1, done: 2, total: 5 };
const question = { id: "q1", text: "Which?", options: ["a", "b"] };
const output = {
  status: "completed",
  root_cause: "keyvault.firewall-deny",
  confidence: "proven",
  ended_because: "settled",
};
const progress = { done: 2, total: 5 };

function instance(runtimeStatus: string, customStatus: unknown = custom, out: unknown = null) {
  return { runtimeStatus, customStatus, output: out, lastUpdatedAt: updatedAt };
}

describe("an instance that the engine knows", () => {
  test.each(["Pending", "Running", "ContinuedAsNew", "Suspended"])("%s is running", (runtimeStatus) => {
    expect(diagnosisState(record, instance(runtimeStatus), soon)).toEqual({
      status: "running",
      isTerminal: false,
      progress,
      updatedAt,
    });
  });

  test("without a custom status it is running, without progress", () => {
    expect(diagnosisState(record, instance("Running", null), soon)).toEqual({
      status: "running",
      isTerminal: false,
      updatedAt,
    });
  });

  test("that waits for an answer shows its question", () => {
    const waiting = instance("Running", { ...custom, phase: "input_required", question });
    expect(diagnosisState(record, waiting, soon)).toEqual({
      status: "input_required",
      isTerminal: false,
      question,
      progress,
      updatedAt,
    });
  });

  test("that completed has its root cause", () => {
    expect(diagnosisState(record, instance("Completed", custom, output), soon)).toEqual({
      status: "completed",
      isTerminal: true,
      rootCause: "keyvault.firewall-deny",
      progress,
      updatedAt,
    });
  });

  test("that completed as cancelled is cancelled", () => {
    const cancelled = { ...output, status: "cancelled", ended_because: "cancelled", root_cause: "unknown" };
    expect(diagnosisState(record, instance("Completed", custom, cancelled), soon)).toEqual({
      status: "cancelled",
      isTerminal: true,
      failure: endedWithout.cancelled,
      rootCause: "unknown",
      progress,
      updatedAt,
    });
  });

  test("that completed as failed says why in one redacted line, never with a stack", () => {
    const secret = ["hun", "ter2!"].join("");
    const message = `Sign in again. password=${secret}\n    at read (/srv/azebal/read.ts:1:1)`;
    const failed = {
      ...output,
      status: "failed",
      ended_because: "failed",
      failure: { code: "SignInRequired", message },
    };
    expect(diagnosisState(record, instance("Completed", custom, failed), soon)).toEqual({
      status: "failed",
      isTerminal: true,
      failure: {
        code: "SignInRequired",
        message: "Sign in again. password=[redacted 8 chars]",
        retryable: true,
      },
      progress,
      updatedAt,
    });
  });

  test.each([
    [
      "Failed",
      "failed",
      endedWithout.instanceFailed,
      "Orchestrator function 'diagnose' failed: boom\n   at /srv/x.ts:1",
    ],
    ["Terminated", "cancelled", endedWithout.terminated, "for a reason"],
    ["Canceled", "cancelled", endedWithout.terminated, null],
    ["Completed", "failed", endedWithout.unreadableOutput, { status: "running" }],
    ["Completed", "failed", endedWithout.unreadableOutput, null],
  ] as const)(
    "%s with output of its own kind becomes %s in our words",
    (runtimeStatus, status, failure, out) => {
      expect(diagnosisState(record, instance(runtimeStatus, custom, out), soon)).toEqual({
        status,
        isTerminal: true,
        failure,
        progress,
        updatedAt,
      });
    },
  );
});

describe("an instance that the engine does not know", () => {
  test.each([
    ["just claimed", { startedAt: undefined }, soon, "running", undefined],
    ["claimed long ago", { startedAt: undefined }, late, "failed", endedWithout.neverStarted],
    ["just started", {}, soon, "running", undefined],
    ["started long ago", {}, late, "failed", endedWithout.instanceLost],
    ["known as completed", { status: "completed" }, late, "completed", undefined],
    ["known as cancelled", { status: "cancelled" }, late, "cancelled", endedWithout.cancelled],
    ["known as failed", { status: "failed" }, late, "failed", endedWithout.instanceFailed],
  ] as const)("%s", (_, change, now, status, failure) => {
    const { startedAt, ...rest } = { ...record, ...change };
    const known: DiagnosisRecord = { ...rest, ...(startedAt === undefined ? {} : { startedAt }) };
    expect(diagnosisState(known, undefined, now)).toEqual({
      status,
      isTerminal: status !== "running",
      ...(failure === undefined ? {} : { failure }),
    });
  });
});
