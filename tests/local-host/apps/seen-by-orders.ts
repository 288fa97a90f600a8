interface SeenByOrders {
  appStarts: Record<string, unknown>[];
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
    appStarts: [],
    triggers: [],
    activities: [],
    slowStarted: () => undefined,
    slowReleased: Promise.resolve(),
  };
  return holder[slot];
}
