import type { OrchestrationContext, Task } from "durable-functions";
import type { z } from "zod";
import type { ActivityContract } from "../../domain/activity-catalogue.ts";
import { failureCodes, type Outcome } from "../../domain/failure.ts";
import type { CancelWatch } from "./cancel-watch.ts";
import { remainingMs } from "./deadline.ts";
import { type Attempt, cutShort, decideNext, type Tries } from "./next-attempt.ts";
import { type Race, type RaceEnd, raceActivities, type Settled, waitUnlessCancelled } from "./race.ts";

/** An activity to be performed; its input may say which attempt it is. */
export interface Ask<Value> {
  contract: ActivityContract<z.ZodType, z.ZodType<Outcome<Value>>>;
  input: (attempt: number) => unknown;
}

/** What bounds the performing, over all rounds of one diagnosis. */
export interface Bounds {
  readonly deadlineAt: Date;
  readonly cancel: CancelWatch;
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
  show: { waiting: () => void; performing: () => void },
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
    show.waiting();
    if ((yield* waitUnlessCancelled(context, next.waitMs, bounds.cancel)) === "cancelled") end = "cancelled";
  }
  return {
    end,
    outcomes: outcomes.map((outcome) => outcome ?? { ok: false, failure: cutShort(end) }),
  };
}

function endedBefore(context: OrchestrationContext, bounds: Bounds): RaceEnd {
  if (bounds.cancel.isCancelled()) return "cancelled";
  return remainingMs(context.df.currentUtcDateTime, bounds.deadlineAt) === 0 ? "deadline" : "settled";
}

interface Judged<Value> {
  final: { index: number; outcome: Outcome<Value> }[];
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
  for (const [position, { index, ask, ...tried }] of pending.entries()) {
    const attempt = attemptOf(ask, race.settled[position]!, race.end);
    const tries = {
      attempts: tried.attempts,
      failures: tried.failures + (attempt.state === "failed" ? 1 : 0),
    };
    const decision = decideNext(attempt, tries, ask.contract.retry, leftMs, bounds.repeatsLeft);
    if (decision.kind === "final") judged.final.push({ index, outcome: decision.outcome });
    else {
      bounds.repeatsLeft -= 1;
      judged.waitMs = Math.max(judged.waitMs, decision.afterMs);
      judged.again.push({ index, ask, ...tries, attempts: tries.attempts + 1 });
    }
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
