import type { RecordedActivity, RecordedTurn } from "./conformance/recording.ts";

interface Recorded {
  turns: RecordedTurn[];
  activities: RecordedActivity[];
  openActivities: Map<string, number>;
}

const slot = Symbol.for("azebal.tests.local-host.recorded");
const holder = globalThis as unknown as Record<symbol, Recorded | undefined>;

/** What the recording hooks have seen. Global, since the app's files may be another module instance than the test's. */
export function recorded(): Recorded {
  holder[slot] ??= { turns: [], activities: [], openActivities: new Map() };
  return holder[slot];
}
