import { type Failure, failureCodes, type Outcome } from "../../../domain/failure.ts";
import { ReadCancelledError } from "../reading/wire-faults.ts";
import { compareTurns, FairTurns, type Turn } from "./fair-turns.ts";
import type { PacingClock } from "./pacing-clock.ts";
import { QuotaLedger } from "./quota-ledger.ts";
import type { Admission, BudgetedRequest, ReadBudgetOptions } from "./read-budget.ts";
import { type Spending, spendingOf } from "./spending.ts";
import { ToldBack } from "./told-back.ts";

type Bounds = Required<Omit<ReadBudgetOptions, "clock">>;

interface Waiting {
  readonly request: BudgetedRequest;
  readonly spending: Spending;
  readonly turn: Turn;
  readonly deadlineMs: number;
  readonly end: (outcome: Outcome<Admission>) => void;
}

/** How long a read is sent away where too many are on their way: when they end is not known. */
const crowdedWaitMs = 4_000;

/** The budget of one person: requests leave by turns as quotas allow, and those that cannot soon are sent away. */
export class PersonBudget {
  readonly #clock: PacingClock;
  readonly #bounds: Bounds;
  readonly #ledger = new QuotaLedger();
  readonly #turns = new FairTurns();
  readonly #toldBack = new ToldBack();
  /** By turn. */
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #cancelWakeUp: () => void = () => {};

  constructor(clock: PacingClock, bounds: Bounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  admit(request: BudgetedRequest, signal?: AbortSignal): Promise<Outcome<Admission>> {
    if (signal?.aborted === true) return Promise.reject(new ReadCancelledError(request.read));
    const { promise, resolve, reject } = Promise.withResolvers<Outcome<Admission>>();
    const nowMs = this.#clock.nowMs();
    const { patienceMs, pagePatienceMs } = this.#bounds;
    const waiting: Waiting = {
      request,
      spending: spendingOf(request.plane, request.url),
      turn: this.#toldBack.takeTurn(request.readKey, nowMs) ?? this.#turns.take(request.diagnosisId ?? ""),
      deadlineMs: nowMs + (request.isContinuation ? pagePatienceMs : patienceMs),
      end: (outcome) => {
        signal?.removeEventListener("abort", cancel);
        resolve(outcome);
      },
    };
    const cancel = () => {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      reject(new ReadCancelledError(request.read));
    };
    signal?.addEventListener("abort", cancel, { once: true });
    this.#waiting = [...this.#waiting, waiting].toSorted((one, other) => compareTurns(one.turn, other.turn));
    this.#serve();
    return promise;
  }

  /** Whether it holds nothing that a new one would not know. */
  isBlank(): boolean {
    return this.#inFlight === 0 && this.#waiting.length === 0 && this.#ledger.isBlank(this.#clock.nowMs());
  }

  /** Lets go, by turn, whatever may go now; sends away what would wait too long; wakes up again for the rest. */
  #serve(): void {
    this.#cancelWakeUp();
    const nowMs = this.#clock.nowMs();
    const ahead = new Map<string, number>();
    const staying: Waiting[] = [];
    let wakeUpAtMs = Number.POSITIVE_INFINITY;
    for (const waiting of this.#waiting) {
      const freeAtMs = this.#freeAtMs(waiting, nowMs, ahead);
      const isFree = freeAtMs <= nowMs;
      if (isFree && this.#inFlight < this.#bounds.requestsAtOnce) this.#letGo(waiting, nowMs);
      else if (nowMs >= waiting.deadlineMs || freeAtMs > waiting.deadlineMs)
        this.#sendAway(waiting, nowMs, isFree ? nowMs + crowdedWaitMs : freeAtMs);
      else {
        staying.push(waiting);
        for (const quota of waiting.spending.quotas) ahead.set(quota, (ahead.get(quota) ?? 0) + 1);
        wakeUpAtMs = Math.min(wakeUpAtMs, isFree ? waiting.deadlineMs : freeAtMs);
      }
    }
    this.#waiting = staying;
    this.#cancelWakeUp =
      staying.length === 0 ? () => {} : this.#clock.after(wakeUpAtMs - nowMs, () => this.#serve());
  }

  #freeAtMs({ spending, turn }: Waiting, nowMs: number, ahead: ReadonlyMap<string, number>): number {
    return this.#ledger.freeAtMs(
      spending,
      nowMs,
      (quota) => (ahead.get(quota) ?? 0) + this.#toldBack.expected(quota, turn, nowMs),
    );
  }

  #letGo({ spending, turn, end }: Waiting, nowMs: number): void {
    this.#turns.reached(turn);
    this.#ledger.take(spending, nowMs);
    this.#inFlight += 1;
    end({
      ok: true,
      value: {
        settle: (answer) => {
          this.#inFlight -= 1;
          this.#ledger.settle(spending, this.#clock.nowMs(), answer);
          this.#serve();
        },
      },
    });
  }

  #sendAway({ request, spending, turn, end }: Waiting, nowMs: number, dueAtMs: number): void {
    this.#toldBack.add(request.readKey, { turn, quotas: spending.quotas, dueAtMs });
    end({ ok: false, failure: budgetSpent(request.read, Math.ceil(dueAtMs - nowMs)) });
  }
}

function budgetSpent(read: string, waitMs: number): Failure {
  return {
    code: failureCodes.throttled,
    message: `What one person may ask of Azure at once is used up. ${read} is made in ${Math.ceil(waitMs / 1_000)} s.`,
    retryAfterMs: waitMs,
  };
}
