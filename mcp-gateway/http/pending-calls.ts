import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { Clock } from "../clock.ts";

interface PendingCall {
  hurry: AbortController;
  /** The responses that are open for it. A resumed stream may be there before the lost one is noticed. */
  listeners: number;
  cancelGrace: () => void;
}

/**
 * The unanswered requests of one session. A client that lost a stream may come back for it; when it does not within the
 * grace time, the call stops observing and answers as things stand, and the answer waits among the session's events.
 */
export class PendingCalls {
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #calls = new Map<RequestId, PendingCall>();
  #onIdle: (() => void) | undefined;

  constructor(clock: Clock, graceMs: number) {
    this.#clock = clock;
    this.#graceMs = graceMs;
  }

  get size(): number {
    return this.#calls.size;
  }

  add(id: RequestId): void {
    this.#calls.set(id, { hurry: new AbortController(), listeners: 0, cancelGrace: () => {} });
  }

  /** Aborts when the call's answer is wanted now; at once for a call that nobody waits for. */
  hurry(id: RequestId): AbortSignal {
    return this.#calls.get(id)?.hurry.signal ?? AbortSignal.abort();
  }

  /** A response is open on which these calls are answered. */
  listened(ids: readonly RequestId[]): void {
    for (const call of this.#present(ids)) {
      call.listeners += 1;
      call.cancelGrace();
    }
  }

  /** That response is over; a call that is not answered and has no other waits for its client to come back. */
  left(ids: readonly RequestId[]): void {
    for (const call of this.#present(ids)) {
      call.listeners -= 1;
      if (call.listeners > 0) continue;
      call.cancelGrace();
      call.cancelGrace = this.#clock.schedule(this.#graceMs, () => call.hurry.abort());
    }
  }

  answered(id: RequestId): void {
    this.#calls.get(id)?.cancelGrace();
    this.#calls.delete(id);
    if (this.#calls.size === 0) this.#onIdle?.();
  }

  hurryAll(): void {
    for (const call of this.#calls.values()) call.hurry.abort();
  }

  /** Resolves when every call is answered. */
  async idle(): Promise<void> {
    if (this.#calls.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #present(ids: readonly RequestId[]): PendingCall[] {
    return ids.flatMap((id) => this.#calls.get(id) ?? []);
  }
}
