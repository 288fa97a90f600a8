interface SeenByOrders {
  /** The starts and ends of the app, in order, each with the hook data that it found. */
  lives: [hook: "start" | "terminate", hookData: Record<string, unknown>][];
  /** What the appTerminate hook does after it has said so. */
  terminating: () => void | Promise<void>;
  /** Values of the orchestration trigger, as a preInvocation hook gets them. */
  triggers: Record<string, unknown>[];
  /** Trigger metadata of activities. */
  activities: Record<string, unknown>[];
  slowStarted: () => void;
  slowReleased: Promise<void>;
}

const slot = Symbol.for("azebal.tests.local-host.seen-by-orders");
const holder = globalThis as unknown as Record<symbol, SeenByOrders | undefined>;

/** What the orders app has seen. Global, since the app's files may be another module instance than the test's. */
export function seenByOrders(): SeenByOrders {
  holder[slot] ??= {
    lives: [],
    terminating: () => undefined,
    triggers: [],
    activities: [],
    slowStarted: () => undefined,
    slowReleased: Promise.resolve(),
  };
  return holder[slot];
}
