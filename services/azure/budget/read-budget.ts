import type { Outcome } from "../../../domain/failure.ts";
import { ownerKey, type Principal } from "../../../domain/principal.ts";
import type { AzurePlane } from "../gate/admitted-read.ts";
import { monotonicClock, type PacingClock } from "./pacing-clock.ts";
import { PersonBudget } from "./person-budget.ts";
import type { AnsweredHead } from "./quota-ledger.ts";

/** One request that is about to leave, as the budget sees it. */
export interface BudgetedRequest {
  readonly principal: Principal;
  /** Whose turn it is among the person's diagnoses; those that do not say share one turn. */
  readonly diagnosisId?: string;
  /** The read's `readKey`: by it a read that comes back after its wait is known again. */
  readonly readKey: string;
  readonly plane: AzurePlane;
  readonly url: URL;
  /** How messages name it: the path, without host and parameters. */
  readonly read: string;
  /** True for the later requests of one read: a page that is given up costs all the pages before it once more. */
  readonly isContinuation: boolean;
}

/** Leave to send one request. */
export interface Admission {
  /** To be called once: with the answer, or with nothing where none came. */
  settle(answer?: AnsweredHead): void;
}

/**
 * One read budget per person, shared by all diagnoses: Azure counts requests by person, so that diagnoses which do not
 * know of each other would throttle each other.
 */
export interface ReadBudget {
  /**
   * Waits until the request fits into what Azure allows this person, but not long.
   *
   * @returns leave to send it; else `Throttled` with `retryAfterMs`: nothing was sent, and the read is expected then.
   * @throws ReadCancelledError when the signal ends the wait.
   */
  admit(request: BudgetedRequest, signal?: AbortSignal): Promise<Outcome<Admission>>;
}

export interface ReadBudgetOptions {
  readonly clock?: PacingClock;
  /** Requests of one person on their way at once; 16 where absent. */
  readonly requestsAtOnce?: number;
  /** How long a read may wait in process, in milliseconds; 2 s where absent. */
  readonly patienceMs?: number;
  /** The same for a read that already has pages; 15 s where absent. */
  readonly pagePatienceMs?: number;
}

const defaults = { requestsAtOnce: 16, patienceMs: 2_000, pagePatienceMs: 15_000 };

/** Above this many people those are forgotten who have nothing spent. */
const manyPeople = 1_000;

export function createReadBudget(options: ReadBudgetOptions = {}): ReadBudget {
  const { clock = monotonicClock, ...bounds } = options;
  const people = new Map<string, PersonBudget>();
  return {
    admit(request, signal) {
      return budgetOf(request.principal).admit(request, signal);
    },
  };

  function budgetOf(principal: Principal): PersonBudget {
    const key = ownerKey(principal);
    const known = people.get(key);
    if (known !== undefined) return known;
    if (people.size >= manyPeople)
      for (const [other, budget] of people) if (budget.isBlank()) people.delete(other);
    const made = new PersonBudget(clock, { ...defaults, ...bounds });
    people.set(key, made);
    return made;
  }
}
