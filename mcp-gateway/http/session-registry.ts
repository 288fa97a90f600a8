import { type Caller, ownerKey } from "../../domain/principal.ts";
import type { Gateway } from "../gateway.ts";
import { HttpSession } from "./http-session.ts";

export interface SessionRegistryOptions {
  gateway: Gateway;
  /** A session without an open stream is dropped after this time; the client then initializes anew. */
  sessionIdleMs: number;
  maxSessions: number;
  resumeGraceMs: number;
}

/** The open sessions. A session is found only by whoever opened it: for anybody else it does not exist. */
export class SessionRegistry {
  readonly #options: SessionRegistryOptions;
  readonly #sessions = new Map<string, HttpSession>();
  #cancelSweep: () => void;

  constructor(options: SessionRegistryOptions) {
    this.#options = options;
    this.#cancelSweep = this.#scheduleSweep();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** @returns undefined where every place is taken by a session that is busy. */
  async open(principal: Caller): Promise<HttpSession | undefined> {
    if (this.#sessions.size >= this.#options.maxSessions && !(await this.#dropOldestIdle())) return undefined;
    const { gateway, resumeGraceMs } = this.#options;
    const session = await HttpSession.open({
      gateway,
      principal,
      resumeGraceMs,
      onClosed: ({ id }) => this.#sessions.delete(id),
    });
    this.#sessions.set(session.id, session);
    return session;
  }

  find(id: string, principal: Caller): HttpSession | undefined {
    const session = this.#sessions.get(id);
    if (session?.owner !== ownerKey(principal)) return undefined;
    // The same person, but perhaps by a newer sign-in, or with other roles by now.
    session.caller = principal;
    return session;
  }

  /** Lets every call answer as it stands, for at most `patience`, then closes all sessions. */
  async close(patience: Promise<unknown>): Promise<void> {
    this.#cancelSweep();
    const sessions = [...this.#sessions.values()];
    await Promise.race([Promise.all(sessions.map((session) => session.drain())), patience]);
    await Promise.all(sessions.map((session) => session.close()));
  }

  #scheduleSweep(): () => void {
    return this.#options.gateway.clock.schedule(Math.min(60_000, this.#options.sessionIdleMs), () => {
      this.#cancelSweep = this.#scheduleSweep();
      void this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    const { gateway, sessionIdleMs } = this.#options;
    const idle = [...this.#sessions.values()].filter(
      (session) => !session.isBusy && gateway.clock.now() - session.lastUsedAtMs >= sessionIdleMs,
    );
    await Promise.all(idle.map((session) => this.#drop(session)));
  }

  async #dropOldestIdle(): Promise<boolean> {
    const idle = [...this.#sessions.values()].filter((session) => !session.isBusy);
    const oldest = idle.toSorted((left, right) => left.lastUsedAtMs - right.lastUsedAtMs)[0];
    if (!oldest) return false;
    await this.#drop(oldest);
    return true;
  }

  async #drop(session: HttpSession): Promise<void> {
    this.#options.gateway.log({
      level: "info",
      event: "session_evicted",
      message: "An idle session was closed; its client initializes anew when it comes back.",
    });
    await session.close();
    this.#sessions.delete(session.id);
  }
}
