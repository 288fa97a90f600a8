import { expect, test } from "vitest";
import { activityCatalogue } from "../../../domain/activity-catalogue.ts";
import type { Failure } from "../../../domain/failure.ts";
import {
  type Attempt,
  decideNext,
  throttledAttemptsMax,
} from "../../../orchestrations/attempts/next-attempt.ts";

const retry = activityCatalogue.readArm.retry;
const anHourMs = 3_600_000;
const decide = (
  attempt: Attempt<string>,
  tries: { attempts: number; failures: number } = { attempts: 1, failures: 0 },
  leftMs = anHourMs,
  repeatsLeft = 10,
  mayPause = true,
) => decideNext(attempt, tries, retry, leftMs, repeatsLeft, mayPause);
const throttled = (more: Partial<Failure> = {}): Attempt<string> => ({
  state: "answered",
  outcome: { ok: false, failure: { code: "Throttled", message: "Wait.", ...more } },
});

test("an answer is final, be it a value or a refusal", () => {
  const value: Attempt<string> = { state: "answered", outcome: { ok: true, value: "x" } };
  const refusal: Attempt<string> = {
    state: "answered",
    outcome: { ok: false, failure: { code: "ReadNotAllowed", message: "No." } },
  };
  expect(decide(value)).toEqual({ kind: "final", outcome: { ok: true, value: "x" } });
  expect(decide(refusal)).toMatchObject({ kind: "final", outcome: { failure: { code: "ReadNotAllowed" } } });
});

test("a throttled read is repeated after the time that Azure names", () => {
  expect(decide(throttled({ retryAfterMs: 42_000 }))).toEqual({ kind: "again", afterMs: 42_000 });
});

test("a throttled read without a time waits longer with each attempt", () => {
  const waits = [1, 2, 3].map((attempts) => decide(throttled(), { attempts, failures: 0 }));
  expect(waits).toEqual([1_000, 2_000, 4_000].map((afterMs) => ({ kind: "again", afterMs })));
});

test("a read that stays throttled is given up after so many attempts", () => {
  const tries = { attempts: throttledAttemptsMax, failures: 0 };
  expect(decide(throttled({ retryAfterMs: 1 }), tries)).toMatchObject({
    kind: "final",
    outcome: { failure: { code: "Throttled" } },
  });
});

test.each([
  ["a wait that ends with the deadline", throttled({ retryAfterMs: 60_000 }), 60_000, 10],
  ["a repeat for which the history has no room", throttled({ retryAfterMs: 1 }), anHourMs, 0],
  ["a retry that could not start before the deadline", { state: "failed" } as const, 1_000, 10],
])("%s is not begun", (_, attempt, leftMs, repeatsLeft) => {
  expect(decide(attempt, { attempts: 1, failures: 1 }, leftMs, repeatsLeft)).toMatchObject({ kind: "final" });
});

test("a failed read is repeated by the catalogue's policy and then counts as unavailable", () => {
  const decisions = [1, 2, 3, 4].map((failures) =>
    decide({ state: "failed" }, { attempts: failures, failures }),
  );
  expect(decisions.slice(0, 3)).toEqual([1_000, 2_000, 4_000].map((afterMs) => ({ kind: "again", afterMs })));
  expect(decisions[3]).toMatchObject({ kind: "final", outcome: { failure: { code: "Unavailable" } } });
});

test("waits that Azure asked for do not count as failures", () => {
  expect(decide({ state: "failed" }, { attempts: 7, failures: 1 })).toEqual({
    kind: "again",
    afterMs: 1_000,
  });
});

test.each([
  ["deadline", "DeadlineExceeded"],
  ["cancelled", "Cancelled"],
] as const)("a read that the %s cut short is final with the code %s", (because, code) => {
  expect(decide({ state: "unanswered", because })).toMatchObject({
    kind: "final",
    outcome: { ok: false, failure: { code } },
  });
});

test("a read that needs a sign-in is repeated after it, as long as there is one to wait for and room for the repeat", () => {
  const failure = { code: "SignInRequired", message: "Sign in again." };
  const refused: Attempt<string> = { state: "answered", outcome: { ok: false, failure } };
  const tries = { attempts: 1, failures: 0 };
  const final = { kind: "final", outcome: { ok: false, failure } };
  expect(decide(refused)).toEqual({ kind: "after_sign_in", failure });
  expect(decide(refused, tries, anHourMs, 10, false)).toEqual(final);
  expect(decide(refused, tries, anHourMs, 0)).toEqual(final);
});
