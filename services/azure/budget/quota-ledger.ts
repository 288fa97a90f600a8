import { defaultWaitMs, throttleWaitMs } from "../reading/retry-after.ts";
import type { Quota, QuotaLeft } from "./quota.ts";
import { type QuotaHeaders, readQuotaHeaders } from "./quota-headers.ts";
import { SlidingWindow } from "./sliding-window.ts";
import {
  armQuotaPrefix,
  conditionalAccessQuota,
  graphReportsQuota,
  logsQuota,
  resourceGraphQuota,
  type Spending,
} from "./spending.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What the ledger learns from an answer. */
export interface AnsweredHead {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * What one person has spent of Azure's quotas, and how long Azure wants to be left alone.
 *
 * It is kept in memory only: after a restart the headers of the first answers say what is left, and they speak for
 * every other program of this person too, which no record of ours could.
 */
export class QuotaLedger {
  readonly #quotas = new Map<string, Quota>();
  /** By the name of a quota or a provider: nothing leaves for it before this instant. */
  readonly #heldUntilMs = new Map<string, number>();

  /**
   * When a request may leave; `nowMs` or earlier: at once.
   *
   * @param ahead  how many requests leave before it, for the quota of that name.
   */
  freeAtMs(spending: Spending, nowMs: number, ahead: (quota: string) => number): number {
    const free = spending.quotas.map((name) => this.#quota(name)?.freeAtMs(nowMs, ahead(name)) ?? nowMs);
    return Math.max(nowMs, ...free, ...partsOf(spending).map((part) => this.#heldUntilMs.get(part) ?? nowMs));
  }

  take(spending: Spending, nowMs: number): void {
    for (const name of spending.quotas) this.#quota(name)?.take(nowMs);
  }

  /** @param answer  undefined where none came. */
  settle(spending: Spending, nowMs: number, answer?: AnsweredHead): void {
    const said = answer === undefined ? undefined : readQuotaHeaders(answer.headers);
    for (const name of spending.quotas) this.#quota(name)?.settle(nowMs, leftOf(name, said));
    if (answer?.status === 429) this.#hold(refusedBy(spending, said), nowMs + throttleWaitMs(answer.headers));
    else if (said?.isProviderSpent === true) this.#hold(spending.provider, nowMs + defaultWaitMs);
  }

  /** Whether it holds nothing that a new one would not know. */
  isBlank(nowMs: number): boolean {
    for (const [part, untilMs] of this.#heldUntilMs) if (untilMs <= nowMs) this.#heldUntilMs.delete(part);
    return this.#heldUntilMs.size === 0 && [...this.#quotas.values()].every((quota) => quota.isWhole(nowMs));
  }

  #hold(part: string, untilMs: number): void {
    this.#heldUntilMs.set(part, Math.max(untilMs, this.#heldUntilMs.get(part) ?? untilMs));
  }

  #quota(name: string): Quota | undefined {
    const known = this.#quotas.get(name);
    if (known !== undefined) return known;
    const made = newQuota(name);
    if (made !== undefined) this.#quotas.set(name, made);
    return made;
  }
}

/**
 * The documented quotas of one person.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling (250, 25 a second)
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests (15 in 5 s)
 * @see https://learn.microsoft.com/azure/azure-monitor/service-limits#user-query-throttling (200 in 30 s)
 * @see https://learn.microsoft.com/graph/throttling-limits (sign-in and audit logs 5 in 10 s, conditional access 1 in 1 s)
 */
function newQuota(name: string): Quota | undefined {
  if (name.startsWith(armQuotaPrefix)) return new TokenBucket(250, 25);
  if (name === resourceGraphQuota) return new SlidingWindow(15, 5_000);
  if (name === graphReportsQuota) return new SlidingWindow(5, 10_000);
  if (name === conditionalAccessQuota) return new SlidingWindow(1, 1_000);
  return name === logsQuota ? new SlidingWindow(200, 30_000) : undefined;
}

function leftOf(quota: string, said: QuotaHeaders | undefined): QuotaLeft | undefined {
  return quota === resourceGraphQuota
    ? said?.queries
    : quota.startsWith(armQuotaPrefix)
      ? said?.armReads
      : undefined;
}

/**
 * Who refused: ARM itself where nothing is left of its own quota, else the resource provider behind it.
 * @see https://learn.microsoft.com/troubleshoot/azure/virtual-machines/troubleshooting-throttling-errors
 */
function refusedBy(spending: Spending, said: QuotaHeaders | undefined): string {
  const [first = spending.provider] = spending.quotas;
  const isArm = first.startsWith(armQuotaPrefix);
  return isArm && (said?.armReads?.requests ?? 0) > 0 ? spending.provider : first;
}

function partsOf(spending: Spending): string[] {
  return [...spending.quotas, spending.provider];
}
