import type { DurableStore } from "../storage/durable-store.ts";
import { ActivityDispatcher } from "./activities/activity-dispatcher.ts";
import type { ActivityRunner } from "./activities/activity-runner.ts";
import type { Clock } from "./clock.ts";
import type { EngineLog } from "./engine-log.ts";
import { InstanceCommands } from "./instances/instance-commands.ts";
import { type InstanceRecord, isTerminal } from "./instances/instance-record.ts";
import { TimerService } from "./timer-service.ts";
import type { OrchestrationRunner } from "./turn.ts";
import type { CommitEffects } from "./turns/commit-turn.ts";
import { TurnScheduler } from "./turns/turn-scheduler.ts";
import { TurnWorker } from "./turns/turn-worker.ts";

export interface EngineLimits {
  maxConcurrentActivities: number;
  maxConcurrentTurns: number;
  maxFailedTurns: number;
  maxActivityStarts: number;
  maxPayloadBytes: number;
}

interface DurableEngineOptions {
  store: DurableStore;
  orchestrations: OrchestrationRunner;
  activities: ActivityRunner;
  clock: Clock;
  log: EngineLog;
  buildId: string;
  limits: EngineLimits;
}

/**
 * The durable engine: turns, activities and timers on one store. Nothing polls: whatever commits something that another
 * part waits for wakes it in the same process. It knows nothing of the protocol in which orchestrators are written.
 */
export class DurableEngine {
  readonly commands: InstanceCommands;
  readonly #store: DurableStore;
  readonly #clock: Clock;
  readonly #scheduler: TurnScheduler;
  readonly #worker: TurnWorker;
  readonly #activities: ActivityDispatcher;
  readonly #timers: TimerService;
  readonly #ending = new Map<string, Set<() => void>>();

  constructor(options: DurableEngineOptions) {
    const { store, clock, log, limits, buildId } = options;
    const wake = (instanceId: string) => this.#scheduler.wake(instanceId);
    this.#store = store;
    this.#clock = clock;
    this.#activities = new ActivityDispatcher({
      store,
      runner: options.activities,
      clock,
      log,
      maxConcurrent: limits.maxConcurrentActivities,
      maxStarts: limits.maxActivityStarts,
      maxPayloadBytes: limits.maxPayloadBytes,
      wake,
    });
    this.#timers = new TimerService({ store, clock, log, wake });
    this.#worker = new TurnWorker({
      store,
      runner: options.orchestrations,
      clock,
      log,
      maxFailedTurns: limits.maxFailedTurns,
      maxPayloadBytes: limits.maxPayloadBytes,
      freeActivitySlots: () => this.#activities.freeSlots,
      committed: (effects) => this.#committed(effects),
      wake,
    });
    this.#scheduler = new TurnScheduler(
      (instanceId) => this.#worker.run(instanceId),
      limits.maxConcurrentTurns,
    );
    this.commands = new InstanceCommands({
      store,
      clock,
      buildId,
      maxPayloadBytes: limits.maxPayloadBytes,
      wake,
    });
  }

  /** Takes up everything that is not finished: this process alone owns the store, so there is nothing to wait for. */
  start(): void {
    this.#timers.start();
    this.#activities.recover();
    for (const instanceId of this.#store.inbox.waitingInstances()) this.#scheduler.wake(instanceId);
  }

  /**
   * Lets running turns commit for `graceMs` at most, abandons running activities (they run again after the next start)
   * and leaves the store to be closed.
   */
  async stop(graceMs: number): Promise<void> {
    this.#timers.stop();
    const turns = this.#scheduler.stop();
    let cancel: (() => void) | undefined;
    await Promise.race([
      turns,
      new Promise<void>((resolve) => {
        cancel = this.#clock.wakeAt(this.#clock.now() + graceMs, resolve);
      }),
    ]);
    cancel?.();
    this.#worker.stop();
    this.#activities.stop();
    for (const waiting of this.#ending.values()) for (const resolve of waiting) resolve();
  }

  /** The instance once it has ended, or as it is after `timeoutMs`. */
  async waitForEnd(instanceId: string, timeoutMs: number): Promise<InstanceRecord | undefined> {
    const instance = this.commands.get(instanceId);
    if (!instance || isTerminal(instance.status)) return instance;
    const waiting = this.#ending.get(instanceId) ?? new Set();
    this.#ending.set(instanceId, waiting);
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.wakeAt(this.#clock.now() + timeoutMs, () => done());
      const done = () => {
        cancel();
        waiting.delete(done);
        if (waiting.size === 0) this.#ending.delete(instanceId);
        resolve();
      };
      waiting.add(done);
    });
    return this.commands.get(instanceId);
  }

  #committed(effects: CommitEffects): void {
    this.#activities.add(effects.activities);
    if (effects.nextTimerAtMs !== undefined) this.#timers.added(effects.nextTimerAtMs);
    for (const instanceId of effects.wake) this.#scheduler.wake(instanceId);
    if (!isTerminal(effects.instance.status)) return;
    for (const resolve of this.#ending.get(effects.instance.instanceId) ?? []) resolve();
  }
}
