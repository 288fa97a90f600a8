import type { OrchestrationContext, Task } from "durable-functions";
import type { z } from "zod";
import type { ActivityContract } from "../../domain/activity-catalogue.ts";
import { type Failure, failureCodes, type Outcome } from "../../domain/failure.ts";
import type { CancelWatch } from "./cancel-watch.ts";
import { instantAfter, remainingMs } from "./deadline.ts";
import { type Attempt, cutShort, decideNext, type Tries } from "./next-attempt.ts";
import { type Race, type RaceEnd, raceActivities, type Settled, waitUnlessCancelled } from "./race.ts";
import type { SignInPause } from "./sign-in-pause.ts";

/** An activity to be performed; its input may say which attempt it is. */
export interface Ask<Value> {
  contract: ActivityContract<z.ZodType, z.ZodType<Outcome<Value>>>;
  input: (attempt: number) => unknown;
  /** Of what others should not wait long for: how often it is tried where it is to wait, and for how long at a time. */
  patience?: { attempts: number; waitMs: number };
}

/** What bounds the performing, over all rounds of one diagnosis. */
export interface Bounds {
  /** Moves on by the time that the diagnosis has waited for its developer to sign in. */
  deadlineAt: Date;
  readonly cancel: CancelWatch;
  readonly signIn: SignInPause;
  /** Further attempts that the history still has room for; taken from as they are used. */
  repeatsLeft: number;
}

export interface Performed<Value> {
  end: RaceEnd;
  /** One for each activity asked, in order: its answer, or the failure that stands for the missing one. */
  outcomes: Outcome<Value>[];
}

interface Pending<Value> extends Tries {
  index: number;
  ask: Ask<Value>;
  /** Set where it needs a sign-in first. */
  needsSignIn?: Failure;
}

/** Sets the custom status before each attempt, and before each wait. */
export interface Show {
  performing: () => void;
  waiting: () => void;
  signInRequired: (why: string) => void;
}

/**
 * Performs activities at once until each has a final answer, the deadline passes, or the diagnosis is cancelled. Those
 * that Azure asked to wait, and those that failed, are repeated together after the longest of their waits.
 *
 * @param show  sets the custom status: `performing` before each attempt, `waiting` before each wait.
 */
export function* perform<Value>(
  context: OrchestrationContext,
  asks: readonly Ask<Value>[],
  bounds: Bounds,
  show: Show,
): Generator<Task, Performed<Value>, unknown> {
  const outcomes: (Outcome<Value> | undefined)[] = asks.map(() => undefined);
  let pending: Pending<Value>[] = asks.map((ask, index) => ({ index, ask, attempts: 1, failures: 0 }));
  let end: RaceEnd = "settled";
  while (pending.length > 0 && end === "settled") {
    end = endedBefore(context, bounds);
    if (end !== "settled") break;
    show.performing();
    const running = pending.map(({ ask: { contract, input }, attempts }) => ({
      name: contract.name,
      task: context.df.callActivity(contract.name, contract.input.parse(input(attempts))),
    }));
    const race = yield* raceActivities(context, running, bounds.deadlineAt, bounds.cancel);
    const leftMs = remainingMs(context.df.currentUtcDateTime, bounds.deadlineAt);
    const next = judge(pending, race, leftMs, bounds);
    for (const { index, outcome } of next.final) outcomes[index] = outcome;
    end = next.final.some(({ outcome }) => wasCancelled(outcome)) ? "cancelled" : race.end;
    pending = next.again;
    if (pending.length === 0 || end !== "settled") break;
    const before = yield* waitFor(context, next, bounds, show);
    for (const { index, outcome } of before.final) outcomes[index] = outcome;
    pending = before.again;
    end = before.end;
  }
  return {
    end,
    outcomes: outcomes.map((outcome) => outcome ?? { ok: false, failure: cutShort(end) }),
  };
}

interface Waited<Value> extends Pick<Judged<Value>, "final" | "again"> {
  end: RaceEnd;
}

/** Everything that must pass before the next attempt: a sign-in, a time, or both. */
function* waitFor<Value>(
  context: OrchestrationContext,
  { again, waitMs }: Judged<Value>,
  bounds: Bounds,
  show: Show,
): Generator<Task, Waited<Value>, unknown> {
  const { cancel, signIn } = bounds;
  const why = again.find(({ needsSignIn }) => needsSignIn !== undefined)?.needsSignIn;
  let waited: Waited<Value> = { final: [], again, end: "settled" };
  let leftMs = waitMs;
  if (why !== undefined) {
    show.signInRequired(why.message);
    const startedAt = context.df.currentUtcDateTime;
    const end = yield* signIn.wait(cancel);
    const pausedMs = context.df.currentUtcDateTime.getTime() - startedAt.getTime();
    bounds.deadlineAt = instantAfter(bounds.deadlineAt, pausedMs);
    leftMs -= pausedMs;
    if (end === "cancelled") return { ...waited, end };
    if (end === "over") waited = { ...waited, ...withoutSignIn(again) };
  }
  if (leftMs <= 0 || waited.again.length === 0) return waited;
  show.waiting();
  const end = yield* waitUnlessCancelled(context, leftMs, cancel);
  return { ...waited, end: end === "cancelled" ? "cancelled" : "settled" };
}

/** Nobody signed in: what needed it stays unread. */
function withoutSignIn<Value>(pending: readonly Pending<Value>[]): Pick<Judged<Value>, "final" | "again"> {
  return {
    final: pending.flatMap(({ index, needsSignIn }) =>
      needsSignIn === undefined ? [] : [{ index, outcome: { ok: false as const, failure: needsSignIn } }],
    ),
    again: pending.filter(({ needsSignIn }) => needsSignIn === undefined),
  };
}

function endedBefore(context: OrchestrationContext, bounds: Bounds): RaceEnd {
  if (bounds.cancel.isCancelled()) return "cancelled";
  return remainingMs(context.df.currentUtcDateTime, bounds.deadlineAt) === 0 ? "deadline" : "settled";
}

interface Final<Value> {
  index: number;
  outcome: Outcome<Value>;
}

interface Judged<Value> {
  final: Final<Value>[];
  again: Pending<Value>[];
  /** The longest wait that any of `again` needs. */
  waitMs: number;
}

function judge<Value>(
  pending: readonly Pending<Value>[],
  race: Race,
  leftMs: number,
  bounds: Bounds,
): Judged<Value> {
  const judged: Judged<Value> = { final: [], again: [], waitMs: 0 };
  for (const [position, { index, ask, attempts, failures }] of pending.entries()) {
    const attempt = attemptOf(ask, race.settled[position]!, race.end);
    const tries = {
      attempts,
      failures: failures + (attempt.state === "failed" ? 1 : 0),
    };
    const { repeatsLeft, signIn } = bounds;
    const { patience } = ask;
    const decision = decideNext(
      attempt,
      tries,
      ask.contract.retry,
      Math.min(leftMs, patience?.waitMs ?? leftMs),
      repeatsLeft,
      signIn.isPossible,
      patience?.attempts,
    );
    if (decision.kind === "final") {
      judged.final.push({ index, outcome: decision.outcome });
      continue;
    }
    bounds.repeatsLeft -= 1;
    const next = { index, ask, ...tries, attempts: tries.attempts + 1 };
    if (decision.kind === "again") judged.waitMs = Math.max(judged.waitMs, decision.afterMs);
    judged.again.push(decision.kind === "again" ? next : { ...next, needsSignIn: decision.failure });
  }
  return judged;
}

/** Reads a task's end by the contract. An answer of another shape counts as a failed attempt. */
function attemptOf<Value>(ask: Ask<Value>, settled: Settled, end: RaceEnd): Attempt<Value> {
  if (settled.state === "unanswered") return { state: "unanswered", because: end };
  if (settled.state === "failed") return { state: "failed" };
  const parsed = ask.contract.output.safeParse(settled.answer);
  return parsed.success ? { state: "answered", outcome: parsed.data } : { state: "failed" };
}

function wasCancelled(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && outcome.failure.code === failureCodes.cancelled;
}
