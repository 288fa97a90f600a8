import { onTestFinished } from "vitest";
import type { ActivityOutcome, ActivityTask } from "../../../local-host/engine/activities/activity-runner.ts";
import { DurableEngine, type EngineLimits } from "../../../local-host/engine/durable-engine.ts";
import type { InstanceRecord } from "../../../local-host/engine/instances/instance-record.ts";
import type { OrchestrationRunner } from "../../../local-host/engine/turn.ts";
import type { DurableStore } from "../../../local-host/storage/durable-store.ts";
import { openStore } from "../storage/open-store.ts";
import { ManualClock } from "./manual-clock.ts";
import { type Script, ScriptRunner } from "./script.ts";

export interface EngineUnderTest {
  engine: DurableEngine;
  store: DurableStore;
  clock: ManualClock;
  log: string[];
  /** Starts an instance named after its orchestration. */
  start: (name: string, input?: unknown) => void;
  /** Lets everything happen that can happen without time passing. */
  settle: () => Promise<void>;
  state: (id: string) => InstanceRecord | undefined;
}

interface Options {
  scripts?: Record<string, Script>;
  runner?: OrchestrationRunner;
  activity?: (task: ActivityTask) => Promise<ActivityOutcome>;
  limits?: Partial<EngineLimits>;
  store?: DurableStore;
  clock?: ManualClock;
}

export async function startEngine(options: Options = {}): Promise<EngineUnderTest> {
  const store = options.store ?? (await openStore());
  const clock = options.clock ?? new ManualClock();
  const log: string[] = [];
  const done = async (task: ActivityTask): Promise<ActivityOutcome> => ({
    kind: "completed",
    result: JSON.stringify(`${task.name} done`),
  });
  const engine = new DurableEngine({
    store,
    clock,
    log: (level, message) => log.push(`${level}: ${message}`),
    buildId: "build 1",
    orchestrations: options.runner ?? new ScriptRunner(options.scripts ?? {}),
    activities: { run: options.activity ?? done },
    limits: {
      maxConcurrentActivities: 32,
      maxConcurrentTurns: 16,
      maxFailedTurns: 5,
      maxActivityStarts: 10,
      maxPayloadBytes: 1024,
      ...options.limits,
    },
  });
  engine.start();
  onTestFinished(async () => {
    const stopping = engine.stop(0);
    clock.moveBy(0);
    await stopping;
  });
  return {
    engine,
    store,
    clock,
    log,
    start: (name, input = null) =>
      void engine.commands.start({ name, instanceId: name, version: null, input: JSON.stringify(input) }),
    settle: async () => {
      for (let index = 0; index < 50; index++) await new Promise((resolve) => setImmediate(resolve));
    },
    state: (id) => store.instances.get(id),
  };
}
