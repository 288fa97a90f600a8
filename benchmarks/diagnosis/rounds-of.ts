import { z } from "zod";
import type { Round } from "./critical-path.ts";

/** What is read of a history event as the Durable extension writes it; `EventType` is a number of DurableTask.Core. */
const EventSchema = z.looseObject({
  EventType: z.number(),
  EventId: z.number().optional(),
  Name: z.string().nullish(),
  TaskScheduledId: z.number().optional(),
  TimerId: z.number().optional(),
  Timestamp: z.string(),
});
type HistoryEvent = z.infer<typeof EventSchema>;

const TriggerSchema = z.looseObject({ history: z.array(EventSchema) });

const eventTypes = {
  taskScheduled: 4,
  taskCompleted: 5,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
};
const lookUps = "readSignals";
const reads = ["readArm", "queryResourceGraph", "queryLogs", "readMetrics", "readGraph"];

export interface DiagnosisTimes {
  readonly rounds: readonly Round[];
  /** What durable timers that fired have waited, in milliseconds: the waits that Azure asked for. */
  readonly waitsMs: number;
}

/** When a diagnosis was reading, by the trigger value of its last turn. */
export function roundsOf(lastTrigger: unknown): DiagnosisTimes {
  const { history } = TriggerSchema.parse(lastTrigger);
  const ends = new Map(
    history.flatMap((event) =>
      event.EventType === eventTypes.taskCompleted ? [[event.TaskScheduledId, atMs(event)] as const] : [],
    ),
  );
  const rounds: Round[] = [];
  for (const events of scheduledTogether(history)) {
    const beganAtMs = Math.min(...events.map(atMs));
    const endedAtMs = Math.max(...events.map(({ EventId }) => ends.get(EventId) ?? beganAtMs));
    const order = events.some(({ Name }) => Name === lookUps) ? "in turn" : "at once";
    rounds.push({ order, beganAtMs, endedAtMs });
  }
  return { rounds, waitsMs: waitsIn(history) };
}

/** The activities that read, those of each turn together. */
function scheduledTogether(history: readonly HistoryEvent[]): HistoryEvent[][] {
  const byTurn = new Map<number, HistoryEvent[]>();
  let turn = 0;
  for (const event of history) {
    const { EventType, Name } = event;
    if (EventType === eventTypes.orchestratorStarted) turn += 1;
    if (EventType !== eventTypes.taskScheduled) continue;
    if (Name === lookUps || reads.includes(Name ?? ""))
      byTurn.set(turn, [...(byTurn.get(turn) ?? []), event]);
  }
  return [...byTurn.values()];
}

function waitsIn(history: readonly HistoryEvent[]): number {
  let waitsMs = 0;
  for (const fired of history) {
    if (fired.EventType !== eventTypes.timerFired) continue;
    const created = history.find(
      ({ EventType, EventId }) => EventType === eventTypes.timerCreated && EventId === fired.TimerId,
    );
    if (created !== undefined) waitsMs += atMs(fired) - atMs(created);
  }
  return waitsMs;
}

function atMs({ Timestamp }: HistoryEvent): number {
  return Date.parse(Timestamp);
}
