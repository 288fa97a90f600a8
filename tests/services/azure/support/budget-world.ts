import type { Outcome } from "../../../../domain/failure.ts";
import type { Principal } from "../../../../domain/principal.ts";
import {
  type Admission,
  createReadBudget,
  type ReadBudgetOptions,
} from "../../../../services/azure/budget/read-budget.ts";
import type { AzurePlane } from "../../../../services/azure/gate/admitted-read.ts";
import { ManualClock } from "./manual-clock.ts";
import { mara } from "./reader-on.ts";
import { vault } from "./table-paths.ts";

export interface Ask {
  readonly diagnosisId?: string;
  readonly principal?: Principal;
  readonly path?: string;
  readonly plane?: AzurePlane;
  readonly isContinuation?: boolean;
  readonly signal?: AbortSignal;
}

const resourceGraph = "/providers/Microsoft.ResourceGraph/resources";

/** A read budget on a clock that stands still, asked by name: `q1` is the read with the key `q1`. */
export function budgetWorld(options: Omit<ReadBudgetOptions, "clock"> = {}) {
  const clock = new ManualClock();
  const budget = createReadBudget({ clock, ...options });
  const order: string[] = [];

  async function ask(readKey: string, more: Ask = {}): Promise<Outcome<Admission>> {
    const {
      principal = mara,
      path = resourceGraph,
      plane = "arm",
      isContinuation = false,
      diagnosisId,
    } = more;
    const admitted = await budget.admit(
      {
        principal,
        readKey,
        plane,
        url: new URL(`https://azure.example${path}`),
        read: `GET ${path}`,
        isContinuation,
        ...(diagnosisId === undefined ? {} : { diagnosisId }),
      },
      more.signal,
    );
    if (admitted.ok) order.push(readKey);
    return admitted;
  }

  return {
    clock,
    ask,
    /** The reads that were let go, in order. */
    order,
    /** So many queries leave and are answered at once. */
    spend: async (count: number, more: Ask = {}): Promise<void> => {
      for (let query = 0; query < count; query += 1) settle(await ask(`spent-${query}`, more));
      order.length = 0;
    },
    askForVault: (readKey: string, more: Ask = {}) => ask(readKey, { path: vault, ...more }),
  };
}

/** The answer of an admitted request arrives. */
export function settle(
  admitted: Outcome<Admission>,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (!admitted.ok) throw new TypeError(`The request was sent away: ${admitted.failure.message}`);
  admitted.value.settle({ status, headers: new Headers(headers) });
}

/** In how many milliseconds a read that was sent away is to come back; undefined where it was let go. */
export function waitOf(outcome: Outcome<Admission>): number | undefined {
  return outcome.ok ? undefined : outcome.failure.retryAfterMs;
}
